package polaraccesslink_test

import "testing"

// BenchmarkActivity measures what clients ask for most: which days there are, and all
// of one of them.
func BenchmarkActivity(b *testing.B) {
	b.Run("90 days", func(b *testing.B) { bench(b, activityList+between("2025-12-11", "2026-03-11")) })
	b.Run("one day with everything", func(b *testing.B) {
		bench(b, activityList+between("2026-03-03", "2026-03-04", "samples", "activity-target", "physical-information"))
	})
}

func BenchmarkWorn90Days(b *testing.B) {
	b.Run("skin contacts", func(b *testing.B) { bench(b, skinContacts+between("2025-12-11", "2026-03-11")) })
	b.Run("temperatures", func(b *testing.B) { bench(b, temperatures+between("2025-12-11", "2026-03-11")) })
}

func BenchmarkDiary90Days(b *testing.B) {
	b.Run("calendar", func(b *testing.B) { bench(b, calendar+between("2025-12-11", "2026-03-11")) })
	b.Run("tests", func(b *testing.B) { bench(b, testList+between("2025-12-11", "2026-03-11")) })
}
