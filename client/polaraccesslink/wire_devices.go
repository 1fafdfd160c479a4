package polaraccesslink

import "time"

// Device is a device that the user has or had.
type Device struct {
	DeviceReference    *DeviceReference `json:"deviceReference,omitempty"`
	FirmwareVersion    string           `json:"firmwareVersion,omitempty"`
	HardwareIdentifier string           `json:"hardwareIdentifier,omitempty"`
	SalesRegion        string           `json:"salesRegion,omitempty"`
	ProductVariant     *ProductVariant  `json:"productVariant,omitempty"`
	Extra              Extra            `json:"extra,omitempty"`
}

// ProductVariant is what a device is called.
type ProductVariant struct {
	ProductDescription string `json:"productDescription"`
	ProductColor       string `json:"productColor,omitempty"`
	Extra              Extra  `json:"extra,omitempty"`
}

// ActiveDevice is a device in use.
type ActiveDevice struct {
	DeviceReference *DeviceReference `json:"deviceReference,omitempty"`
	Registered      time.Time        `json:"registered,omitzero"`
	DeviceSettings  []DeviceSetting  `json:"deviceSettings,omitempty"`
	Extra           Extra            `json:"extra,omitempty"`
}

// ArchivedDevice is a device no longer in use.
type ArchivedDevice struct {
	DeviceReference *DeviceReference `json:"deviceReference,omitempty"`
	Deregistered    time.Time        `json:"deregistered,omitzero"`
	Extra           Extra            `json:"extra,omitempty"`
}

// DeviceRegistration is when a device came or went.
type DeviceRegistration struct {
	EventTimestamp  time.Time        `json:"eventTimestamp,omitzero"`
	DeviceReference *DeviceReference `json:"deviceReference,omitempty"`
	EventType       DeviceEventType  `json:"eventType,omitempty"`
	Extra           Extra            `json:"extra,omitempty"`
}

// UserDevices are the user's devices, and how they are used.
type UserDevices struct {
	DevicesData     []Device        `json:"devicesData,omitempty"`
	UserDevicesData *DeviceRegister `json:"userDevicesData,omitempty"`
	Extra           Extra           `json:"extra,omitempty"`
}

// DeviceSetting is a name and a value.
type DeviceSetting struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	Extra Extra  `json:"extra,omitempty"`
}

// DeviceRegister says which devices are in use.
type DeviceRegister struct {
	ActiveDevices            []ActiveDevice       `json:"activeDevices,omitempty"`
	ArchivedDevices          []ArchivedDevice     `json:"archivedDevices,omitempty"`
	DeviceRegistrationEvents []DeviceRegistration `json:"deviceRegistrationEvents,omitempty"`
	Extra                    Extra                `json:"extra,omitempty"`
}
