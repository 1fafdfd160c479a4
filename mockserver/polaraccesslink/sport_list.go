package polaraccesslink

import (
	"time"
)

type (
	listSportsResponse struct {
		Sports []sportMessage `json:"sports"`
	}
	sportMessage struct {
		ID                   sportNumber       `json:"id"`
		Modified             utc               `json:"modified"`
		LocalizedNames       localizedNames    `json:"localizedNames"`
		ParentSport          sportNumber       `json:"parentSport"`
		Type                 enum              `json:"type"`
		DefaultSpeedView     enum              `json:"defaultSpeedView"`
		DefaultGPSSetting    enum              `json:"defaultGpsSetting"`
		DefaultAltitudeActiv bool              `json:"defaultAltitudeActive"`
		DefaultAutomaticLap  enum              `json:"defaultAutomaticLap"`
		DefaultTapActive     bool              `json:"defaultTapActive"`
		SupportedFeatures    supportedFeatures `json:"supportedFeatures"`
		Name                 *string           `json:"name"` // not on the page
	}
	// sportNumber is how answers about sports name one. [confirmed: AccessLink v4 page]
	sportNumber struct {
		ID int `json:"id"`
	}
	supportedFeatures struct {
		SpeedZones           bool `json:"speedZones"`
		SensorBroadcastingHR bool `json:"sensorBroadcastingHr"`
	}
)

// localizedNames are a sport's names by language. [confirmed: AccessLink v4 page, the
// form; inferred: the languages, and the names in Finnish]
type localizedNames struct{ english, finnish string }

func (n localizedNames) appendJSON(b []byte) []byte {
	b = append(quoted(append(b, `{"en":{"longName":`...), n.english), `},"fi":{"longName":`...)
	return append(quoted(b, n.finnish), "}}"...)
}

func listSports(t *tenant, _ *caller) (any, error) {
	out := listSportsResponse{[]sportMessage{}}
	for _, s := range sportTable {
		if !t.set.noSports.In(t.x) {
			out.Sports = append(out.Sports, t.sport(&s))
		}
	}
	return out, nil
}

// sport is one of the list. [inferred: which settings go with which sport]
func (t *tenant) sport(s *sportInfo) sportMessage {
	m := sportMessage{
		ID: sportNumber{s.id}, Modified: utc{time.Date(2024, time.March, 26, 7, 7, 33, 0, time.UTC)}, // [confirmed: AccessLink v4 page]
		LocalizedNames: localizedNames{s.title, s.finnish}, ParentSport: sportNumber{s.parent}, Type: s.kind,
		DefaultSpeedView: "SPEED_VIEW_SPEED", DefaultGPSSetting: "GPS_SETTING_OFF", DefaultAutomaticLap: "AUTOMATIC_LAP_OFF",
		DefaultAltitudeActiv: s.outdoors, DefaultTapActive: s.outdoors && s.pace,
		SupportedFeatures: supportedFeatures{s.outdoors, s.id != 23 && s.id != 103},
	}
	if s.pace {
		m.DefaultSpeedView = "SPEED_VIEW_PACE"
	}
	if s.outdoors {
		m.DefaultGPSSetting = "GPS_SETTING_ON_NORMAL"
	}
	switch s.id {
	case 39, 43:
		m.DefaultGPSSetting = "GPS_SETTING_ON_10_HZ"
	case 11, 27:
		m.DefaultGPSSetting = "GPS_SETTING_ON_LONG"
	case 3:
		m.DefaultGPSSetting = "GPS_SETTING_ON_MEDIUM"
	case 1, 2, 38:
		m.DefaultAutomaticLap = "AUTOMATIC_LAP_DISTANCE"
	case 17:
		m.DefaultAutomaticLap = "AUTOMATIC_LAP_DURATION"
	case 36:
		m.DefaultAutomaticLap = "AUTOMATIC_LAP_LOCATION"
	}
	if t.set.sportNames.In(t.x) {
		m.Name = new(s.name)
	}
	return m
}
