package polaraccesslink

// town is what addresses and routes are like where people of a time zone live.
type town struct {
	city, country, state string
	zip, zipEnd          string  // around two digits
	phone                string  // before two digits
	left                 bool    // one drives there
	perLongitudeDegree   float64 // m
}

// town is an athlete's. Numbers of telephones are kept for fiction there. [confirmed:
// Ofcom, Traficom, NANPA and ACMA]
func (t *tenant) town(athlete int) town {
	switch t.data.Athlete(athlete).Zone.String() {
	case "Europe/London":
		return town{"London", "GB", "ENG", "EX", " 1AA", "+4477009001", true, 69_200}
	case "America/New_York":
		return town{"New York", "US", "NY", "100", "", "+121255501", false, 84_200}
	case "America/Denver":
		return town{"Denver", "US", "CO", "802", "", "+130355501", false, 85_500}
	case "Australia/Sydney":
		return town{"Sydney", "AU", "NSW", "20", "", "+612555001", true, 92_300}
	}
	return town{"Helsinki", "FI", "", "00", "0", "+35845700010", false, 55_300}
}
