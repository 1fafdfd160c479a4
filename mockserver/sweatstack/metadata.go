package sweatstack

import (
	"net/http"
	"strconv"

	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
)

// The limits of app metadata. [confirmed: notes of the vendor's client; the depth:
// its release of October 2026]
const (
	metadataBytes = 1_024
	profileBytes  = 4_096
	metadataDepth = 32
)

// target is what metadata is about, once the path has been looked at.
type target func(t *tenant, c *caller) (metaKey, error)

func activityTarget(t *tenant, c *caller) (metaKey, error) {
	a, err := t.theActivity(c)
	return metaKey{c.app(), aboutActivity, a.id}, err
}

func profileTarget(_ *tenant, c *caller) (metaKey, error) {
	return metaKey{c.app(), aboutUser, c.user.id}, nil
}

// needsApp refuses tokens that were not given to an app: there would be nobody
// whose metadata it is. [confirmed: the vendor's documents; inferred: the words]
func needsApp(c *caller) error {
	if c.app() != "" {
		return nil
	}
	c.Call.Exchange.Decide("audience", "refuse", "the token names no app in aud")
	return forbidden("App metadata requires an application token")
}

// putMetadata replaces all that an app has kept about something.
func putMetadata(of target, most int) handler {
	return func(t *tenant, c *caller) (any, error) {
		v, err := c.body.Dict()
		if err != nil {
			return nil, err
		}
		if err := needsApp(c); err != nil {
			return nil, err
		}
		key, err := of(t, c)
		if err != nil {
			return nil, err
		}
		compact := v.AppendJSON(nil)
		size := len(compact)
		if t.set.sentBytes.In(t.x) {
			size = len(c.Body)
		}
		switch {
		case size > most:
			return nil, &Error{Status: http.StatusRequestEntityTooLarge, Detail: "App metadata exceeds the maximum of " + strconv.Itoa(most) + " bytes"}
		case v.Depth() > metadataDepth:
			return nil, unprocessable("App metadata is nested deeper than " + strconv.Itoa(metadataDepth) + " levels")
		}
		if room, _ := t.store.keep(key, compact); !room {
			return nil, full(c)
		}
		return said("Metadata updated"), nil
	}
}

func deleteMetadata(of target) handler {
	return func(t *tenant, c *caller) (any, error) {
		if err := needsApp(c); err != nil {
			return nil, err
		}
		key, err := of(t, c)
		if err != nil {
			return nil, err
		}
		if _, had := t.store.keep(key, nil); !had && t.set.missingMetadata.In(t.x) {
			return nil, notFound("Metadata")
		}
		return httpx.Response{Status: http.StatusNoContent}, nil
	}
}

// full is the refusal of a world that keeps no more: the vendor has no such bound.
func full(c *caller) error {
	c.Call.Exchange.Decide("store", "refuse", "this world keeps no more of these: reset it, or delete some")
	return &Error{Status: http.StatusInsufficientStorage, Detail: "Insufficient storage"}
}
