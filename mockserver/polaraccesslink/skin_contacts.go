package polaraccesslink

import (
	"strconv"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/dataset"
)

type (
	listSkinContactsResponse struct {
		SkinContactPeriods []skinContactPeriod `json:"skinContactPeriods"`
	}
	skinContactPeriod struct {
		Created            utc              `json:"created"`
		Modified           utc              `json:"modified"`
		StartTime          local            `json:"startTime"`
		StopTime           local            `json:"stopTime"`
		DeviceReference    uuidReference    `json:"deviceReference"`
		SkinContactChanges []contactMessage `json:"skinContactChanges"`
	}
	contactMessage struct {
		RecordingTimeDeltaMilliseconds sinceStart `json:"recordingTimeDeltaMilliseconds"`
		SkinContact                    bool       `json:"skinContact"`
	}
)

// sinceStart is a time since the start of a recording. It is a 64-bit number, though the
// page's examples of it have no quotes. [confirmed: AccessLink v4 page, the type;
// exports of the vendor, the quotes]
type sinceStart time.Duration

func (d sinceStart) appendJSON(b []byte) []byte {
	b = strconv.AppendInt(append(b, '"'), time.Duration(d).Milliseconds(), 10)
	return append(b, '"')
}

// listSkinContacts lists a period of each day, as far as it is there: from midnight
// to midnight, with the state at its start and the changes. [inferred: how long
// periods are]
func listSkinContacts(t *tenant, c *caller) (any, error) {
	out := listSkinContactsResponse{[]skinContactPeriod{}}
	for d := range t.recordedDays(c) {
		for _, p := range t.data.SkinContacts(c.athlete, d.number) {
			if c.within.hasLocal(p.Start, p.Zone) {
				out.SkinContactPeriods = append(out.SkinContactPeriods, t.skinContact(c.athlete, &p, &d))
			}
		}
	}
	return c.listed(t, len(out.SkinContactPeriods), out)
}

// skinContact is what is there of a period.
func (t *tenant) skinContact(athlete int, p *dataset.ContactPeriod, d *recordedDay) skinContactPeriod {
	w := t.wearable(athlete, p.Device)
	m := skinContactPeriod{
		Created: utc{d.created}, Modified: utc{d.modified}, StartTime: local{p.Start.In(p.Zone)},
		StopTime: local{earliest(p.Stop, d.until).In(p.Zone)}, DeviceReference: w.byUUID(),
	}
	for _, x := range p.Changes {
		if p.Start.Add(x.At).Before(d.until) {
			m.SkinContactChanges = append(m.SkinContactChanges, contactMessage{sinceStart(x.At), x.On})
		}
	}
	return m
}
