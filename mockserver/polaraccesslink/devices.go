package polaraccesslink

import (
	"strings"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
	"github.com/ergodrome/ergodrome/mockserver/internal/draw"
	"github.com/ergodrome/ergodrome/mockserver/internal/memo"
)

type (
	listUserDevicesResponse struct {
		DevicesData     []deviceMessage `json:"devicesData"`
		UserDevicesData userDevicesData `json:"userDevicesData"`
	}
	deviceMessage struct {
		DeviceReference    uuidReference  `json:"deviceReference"`
		FirmwareVersion    string         `json:"firmwareVersion"`
		HardwareIdentifier string         `json:"hardwareIdentifier"`
		SalesRegion        string         `json:"salesRegion"`
		ProductVariant     productVariant `json:"productVariant"`
	}
	productVariant struct {
		ProductDescription string `json:"productDescription"`
		ProductColor       string `json:"productColor"`
	}
	userDevicesData struct {
		ActiveDevices            []activeUserDevice        `json:"activeDevices"`
		ArchivedDevices          []archivedUserDevice      `json:"archivedDevices"`
		DeviceRegistrationEvents []deviceRegistrationEvent `json:"deviceRegistrationEvents"`
	}
	activeUserDevice struct {
		DeviceReference uuidReference   `json:"deviceReference"`
		Registered      utc             `json:"registered"`
		DeviceSettings  []deviceSetting `json:"deviceSettings"`
	}
	deviceSetting struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
	archivedUserDevice struct {
		DeviceReference uuidReference `json:"deviceReference"`
		Deregistered    utc           `json:"deregistered"`
	}
	deviceRegistrationEvent struct {
		EventTimestamp  utc           `json:"eventTimestamp"`
		DeviceReference uuidReference `json:"deviceReference"`
		EventType       enum          `json:"eventType"`
	}

	// uuidReference is how most answers name a device, idReference how activity
	// and continuous samples do. [confirmed: AccessLink v4 page]
	uuidReference struct {
		UUID string `json:"uuid"`
	}
	idReference struct {
		DeviceID string `json:"deviceId"`
	}
)

// device is a watch.
type device struct {
	id         string // as printed on its back
	model      model
	color      string
	registered time.Time
	removed    time.Time // zero: in use
}

// uuid is the other name of a device: it ends in the first. [confirmed: AccessLink
// v4 page, the form]
func (d *device) uuid() string {
	return "0e030000-00" + d.model.code + "-0000-0000-0000" + strings.ToLower(d.id)
}

func (d *device) byUUID() uuidReference { return uuidReference{d.uuid()} }
func (d *device) byID() idReference     { return idReference{d.id} }

// model is a product. [confirmed: AccessLink v4 page, the form and the first;
// inferred: the others]
type model struct{ name, code, firmware, hardware string }

var models = [...]model{
	{"Polar Vantage V3", "84", "2.0.19", "00786000.01"},
	{"Polar Vantage M3", "87", "1.2.11", "00831000.03"},
	{"Polar Pacer Pro", "7d", "4.1.7", "00714000.02"},
	{"Polar Grit X2 Pro", "86", "1.1.4", "00822000.01"},
	{"Polar Ignite 3", "7f", "3.0.8", "00741000.02"},
}

// watch is what an athlete wears now.
func (t *tenant) watch(athlete int) device { return t.devices(athlete)[0] }

// firstWatch is when an athlete set up the first one.
func (t *tenant) firstWatch(athlete int) time.Time {
	all := t.devices(athlete)
	return all[len(all)-1].registered
}

// owned are all that an athlete has used by a time: watches, and what is worn beside.
func (t *tenant) owned(athlete int, now time.Time, span *memo.Span) []device {
	all := t.devices(athlete)
	for _, d := range t.data.Devices(athlete)[1:] {
		x := t.beside(athlete, d)
		span.Turns(x.registered, now)
		if !x.registered.After(now) {
			all = append(all, x)
		}
	}
	return all
}

// devices are an athlete's watches: the present one, and for some an older one.
func (t *tenant) devices(athlete int) []device {
	r := t.personal(athlete, "devices")
	made := func(registered time.Time) device {
		const digits = "0123456789ABCDEF"
		d := device{model: pick(r, models[:]...), color: pick(r, "Black", "White", "Greystone", "Night Black"), registered: registered}
		for range 8 {
			d.id += string(digits[r.IntN(len(digits))])
		}
		return d
	}
	begin := t.data.Config().FirstDay.Add(-time.Duration(40+r.IntN(300)) * 24 * time.Hour).Add(time.Duration(r.IntN(86_400_000)) * time.Millisecond)
	all := []device{made(begin)}
	if r.IntN(3) == 0 {
		old := made(begin.Add(-time.Duration(300+r.IntN(500)) * 24 * time.Hour))
		old.removed = begin.Add(90 * time.Second)
		all = append(all, old)
	}
	if id := t.pins.devices[athlete]; id != "" {
		all[0].id = id
	}
	return all
}

func listUserDevices(t *tenant, c *caller) (any, error) {
	return t.remembered(c, "devices", userDevices)
}

func userDevices(t *tenant, c *caller, span *memo.Span) (any, error) {
	out := listUserDevicesResponse{[]deviceMessage{}, userDevicesData{[]activeUserDevice{}, []archivedUserDevice{}, []deviceRegistrationEvent{}}}
	data := &out.UserDevicesData
	for _, d := range t.owned(c.athlete, c.Call.Now, span) {
		out.DevicesData = append(out.DevicesData, deviceMessage{d.byUUID(), d.model.firmware, d.model.hardware, "GLOBAL", productVariant{d.model.name, d.color}})
		data.DeviceRegistrationEvents = append(data.DeviceRegistrationEvents, deviceRegistrationEvent{utc{d.registered}, d.byUUID(), "EVENT_TYPE_ADDED"})
		if d.removed.IsZero() {
			data.ActiveDevices = append(data.ActiveDevices, activeUserDevice{d.byUUID(), utc{d.registered}, t.deviceSettings(c.athlete, &d)})
			continue
		}
		data.ArchivedDevices = append(data.ArchivedDevices, archivedUserDevice{d.byUUID(), utc{d.removed}})
		data.DeviceRegistrationEvents = append(data.DeviceRegistrationEvents, deviceRegistrationEvent{utc{d.removed}, d.byUUID(), "EVENT_TYPE_DELETED"})
	}
	return out, nil
}

// deviceSettings are what a person has set on a watch; there is nothing to set on a
// sensor. [confirmed: AccessLink v4 page, language; inferred: the others]
func (t *tenant) deviceSettings(athlete int, d *device) []deviceSetting {
	if d.model == modelsBeside[dataset.CoreSensor] {
		return []deviceSetting{}
	}
	hand := "HAND_LEFT"
	if draw.Chance(t.data.Seed(), saltHand, uint64(athlete)) < 0.12 {
		hand = "HAND_RIGHT"
	}
	return []deviceSetting{{"language", languageOf(t.data.Athlete(athlete))}, {"wearing_hand", hand}, {"continuous_heart_rate", "ON"}}
}

// languageOf is what a person's devices and letters speak.
func languageOf(a dataset.Athlete) string {
	switch a.Zone.String() {
	case "Europe/Helsinki":
		return "fi"
	case "Europe/Berlin":
		return "de"
	case "Europe/Stockholm":
		return "sv"
	}
	return "en"
}
