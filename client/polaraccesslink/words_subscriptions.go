package polaraccesslink

// SubscriptionStore is a word of the vendor's list; others are kept as they come.
type SubscriptionStore string

// The values of SubscriptionStore.
const (
	SubscriptionStoreStoreUnknown    SubscriptionStore = "STORE_UNKNOWN"
	SubscriptionStoreGooglePlayStore SubscriptionStore = "GOOGLE_PLAY_STORE"
	SubscriptionStorePolarBeta       SubscriptionStore = "POLAR_BETA"
	SubscriptionStoreAppleAppStore   SubscriptionStore = "APPLE_APP_STORE"
)

// SubscriptionStatus is a word of the vendor's list; others are kept as they come.
type SubscriptionStatus string

// The values of SubscriptionStatus.
const (
	SubscriptionStatusStatusUnknown  SubscriptionStatus = "STATUS_UNKNOWN"
	SubscriptionStatusActive         SubscriptionStatus = "ACTIVE"
	SubscriptionStatusCancelled      SubscriptionStatus = "CANCELLED"
	SubscriptionStatusPaused         SubscriptionStatus = "PAUSED"
	SubscriptionStatusInGracePeriod  SubscriptionStatus = "IN_GRACE_PERIOD"
	SubscriptionStatusInBillingRetry SubscriptionStatus = "IN_BILLING_RETRY"
	SubscriptionStatusExpired        SubscriptionStatus = "EXPIRED"
)
