package polaraccesslink

import "time"

type (
	userSubscriptions struct {
		UserSubscriptions []userSubscription `json:"userSubscriptions"`
	}
	userSubscription struct {
		SubscriptionPlan *subscriptionPlan      `json:"subscriptionPlan"`
		Status           enum                   `json:"status"`
		PurchasedAt      utc                    `json:"purchasedAt"`
		ExpiresAt        utc                    `json:"expiresAt"`
		CreatedAt        utc                    `json:"createdAt"`
		ModifiedAt       utc                    `json:"modifiedAt"`
		IsFreeTrial      bool                   `json:"isFreeTrial"`
		EventLogs        []subscriptionEventLog `json:"eventLogs"`
	}
	subscriptionPlan struct {
		SubscriptionProduct *subscriptionProduct `json:"subscriptionProduct"`
		Duration            string               `json:"duration"` // ISO 8601
		Store               enum                 `json:"store"`
	}
	subscriptionProduct struct {
		SubscriptionProductName string        `json:"subscriptionProductName"`
		Entitlements            []entitlement `json:"entitlements"`
	}
	entitlement struct {
		Name string `json:"name"`
	}
	subscriptionEventLog struct {
		Event       string `json:"event"`
		GeneratedBy string `json:"generatedBy"`
		CreatedAt   utc    `json:"createdAt"`
	}
)

// stores are where subscriptions are bought, with who reports what happens to them.
// [confirmed: AccessLink v4 page, the stores and the first reporter; inferred: the
// others]
var stores = [...]struct{ name, reporter string }{
	{"APPLE_APP_STORE", "Apple App Store notification"},
	{"GOOGLE_PLAY_STORE", "Google Play notification"},
	{"POLAR_BETA", "Polar beta programme"},
	{"STORE_UNKNOWN", "Support"},
}

// listSubscriptions lists what a person pays for: most pay for nothing.
func listSubscriptions(t *tenant, c *caller) (any, error) {
	out := userSubscriptions{[]userSubscription{}}
	r := t.personal(c.athlete, "subscriptions")
	for range pick(r, 0, 0, 1, 1, 2) {
		store := stores[r.IntN(len(stores))]
		months := pick(r, 1, 12)
		bought := t.data.Config().FirstDay.Add(time.Duration(r.IntN(520*24)-360*24) * time.Hour)
		if s, ok := subscription(store.name, store.reporter, months, pick(r, 0, 0, 1, 2, 5), bought, c.Call.Now); ok {
			out.UserSubscriptions = append(out.UserSubscriptions, s)
		}
	}
	return envelope{"userSubscriptions", out}, nil
}

// subscription is how a subscription stands now that is renewed each period until,
// after a number of periods, it fails to be paid, is paused or is cancelled.
// [inferred: what stores tell of subscriptions]
func subscription(store, reporter string, months, fate int, bought, now time.Time) (userSubscription, bool) {
	if bought.After(now) {
		return userSubscription{}, false
	}
	s := userSubscription{
		SubscriptionPlan: &subscriptionPlan{&subscriptionProduct{"paidcontent", []entitlement{{"atp"}}}, "P1M", enum(store)},
		Status:           "ACTIVE", PurchasedAt: utc{bought}, CreatedAt: utc{bought.Add(2 * time.Second)},
	}
	if months == 12 {
		s.SubscriptionPlan.Duration = "P1Y"
	}
	log := func(event string, at time.Time) {
		s.EventLogs = append(s.EventLogs, subscriptionEventLog{event, reporter, utc{at}})
		s.ModifiedAt = utc{at}
	}
	log("CREATED", s.CreatedAt.Time)
	end, periods := bought.AddDate(0, months, 0), 1
	for ; !end.After(now) && (fate == 0 || periods < fate); periods++ {
		log("RENEWED", end)
		end = end.AddDate(0, months, 0)
	}
	s.ExpiresAt, s.IsFreeTrial = utc{end}, periods == 1 && months == 1 && now.Before(bought.AddDate(0, 0, 14))
	if fate == 0 || periods < fate {
		return s, true
	}
	if fate%2 == 1 { // cancelled in the middle of the last period
		if half := end.Add(-time.Duration(months) * 15 * 24 * time.Hour); !half.After(now) {
			s.Status = "CANCELLED"
			log("CANCELLED", half)
		}
		if !end.After(now) {
			s.Status = "EXPIRED"
			log("EXPIRED", end)
		}
		return s, true
	}
	const day = 24 * time.Hour
	late := now.Sub(end)
	switch {
	case late < 0:
	case store == "STORE_UNKNOWN":
		s.Status = "STATUS_UNKNOWN"
	case store == "POLAR_BETA":
		s.Status = "PAUSED"
		log("PAUSED", end)
	default:
		s.Status = "IN_GRACE_PERIOD"
		log("PAYMENT_FAILED", end)
		if late >= 16*day {
			s.Status = "IN_BILLING_RETRY"
			log("GRACE_PERIOD_ENDED", end.Add(16*day))
		}
		if late >= 60*day {
			s.Status = "EXPIRED"
			log("EXPIRED", end.Add(60*day))
		}
	}
	return s, true
}
