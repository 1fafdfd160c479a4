package polaraccesslink

import (
	"context"
	"iter"
)

func (s *BodyService) listSkinContacts() ranged {
	return ranged{
		call:   call{operation: "ListSkinContacts", path: "/skin-contacts", scope: ScopeSkinContact},
		member: "skinContactPeriods",
		days:   90,
	}
}

// SkinContacts returns the stretches in which a device watched for skin, in one
// request: at most 90 days.
//
// GET /skin-contacts
func (s *BodyService) SkinContacts(ctx context.Context, from, to Date) ([]SkinContactPeriod, error) {
	return one[SkinContactPeriod](ctx, s.client, s.listSkinContacts(), from, to, nil)
}

// AllSkinContacts is [BodyService.SkinContacts] for a range of any length, asked for in pieces.
func (s *BodyService) AllSkinContacts(ctx context.Context, from, to Date) iter.Seq2[SkinContactPeriod, error] {
	return pieces(ctx, s.client, s.listSkinContacts(), from, to, nil, func(t *SkinContactPeriod) string { return period(t.StartTime, uuid(t.DeviceReference)) })
}

func (s *BodyService) listTemperatureMeasurements() ranged {
	return ranged{
		call:   call{operation: "ListTemperatureMeasurements", path: "/temperature-measurements", scope: ScopeTemperature},
		member: "temperatureMeasurementPeriod",
		days:   90,
	}
}

// Temperatures returns the stretches in which a device measured temperature, in
// one request: at most 90 days.
//
// GET /temperature-measurements
func (s *BodyService) Temperatures(ctx context.Context, from, to Date) ([]TemperaturePeriod, error) {
	return one[TemperaturePeriod](ctx, s.client, s.listTemperatureMeasurements(), from, to, nil)
}

// AllTemperatures is [BodyService.Temperatures] for a range of any length, asked for in pieces.
func (s *BodyService) AllTemperatures(ctx context.Context, from, to Date) iter.Seq2[TemperaturePeriod, error] {
	return pieces(ctx, s.client, s.listTemperatureMeasurements(), from, to, nil, func(t *TemperaturePeriod) string {
		return period(t.StartTime, uuid(t.DeviceReference)+string(t.MeasurementType)+string(t.SensorLocation))
	})
}
