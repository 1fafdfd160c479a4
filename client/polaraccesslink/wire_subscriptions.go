package polaraccesslink

import "time"

// Entitlement is something a subscription gives.
type Entitlement struct {
	Name  string `json:"name"`
	Extra Extra  `json:"extra,omitempty"`
}

// SubscriptionEvent is something that happened to a subscription.
type SubscriptionEvent struct {
	Event       string    `json:"event"`
	GeneratedBy string    `json:"generatedBy"`
	CreatedAt   time.Time `json:"createdAt,omitzero"`
	Extra       Extra     `json:"extra,omitempty"`
}

// SubscriptionPlan is what was subscribed to, for how long, and where.
type SubscriptionPlan struct {
	SubscriptionProduct *SubscriptionProduct `json:"subscriptionProduct,omitempty"`
	Duration            Period               `json:"duration,omitzero"`
	Store               SubscriptionStore    `json:"store,omitempty"`
	Extra               Extra                `json:"extra,omitempty"`
}

// SubscriptionProduct is a thing one can subscribe to.
type SubscriptionProduct struct {
	SubscriptionProductName string        `json:"subscriptionProductName"`
	Entitlements            []Entitlement `json:"entitlements,omitempty"`
	Extra                   Extra         `json:"extra,omitempty"`
}

// Subscription is one of the user's subscriptions.
type Subscription struct {
	SubscriptionPlan *SubscriptionPlan   `json:"subscriptionPlan,omitempty"`
	Status           SubscriptionStatus  `json:"status,omitempty"`
	PurchasedAt      time.Time           `json:"purchasedAt,omitzero"`
	ExpiresAt        time.Time           `json:"expiresAt,omitzero"`
	CreatedAt        time.Time           `json:"createdAt,omitzero"`
	ModifiedAt       time.Time           `json:"modifiedAt,omitzero"`
	IsFreeTrial      *bool               `json:"isFreeTrial,omitempty"`
	EventLogs        []SubscriptionEvent `json:"eventLogs,omitempty"`
	Extra            Extra               `json:"extra,omitempty"`
}
