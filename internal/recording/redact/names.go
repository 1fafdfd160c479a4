package redact

import "strings"

// fold makes spellings of a name alike: apiKey, api_key, API-Key.
func fold(s string) string {
	var b strings.Builder
	for i := range len(s) {
		switch c := s[i]; {
		case c == '-' || c == '_' || c == ' ' || c == '.':
		case 'A' <= c && c <= 'Z':
			b.WriteByte(c + 'a' - 'A')
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// kindOf says what values of a name are: of a JSON member, a parameter, a field of
// a form, a column. within is the name of what the member belongs to, if anything.
func kindOf(member, within string) kind {
	if len(member) == 0 || len(member) > 128 {
		return none
	}
	folded := fold(member)
	switch folded {
	case "token", "accesstoken", "refreshtoken", "idtoken", "sessiontoken", "jwt", "apikey", "xapikey", "secret", "sharedsecret", "clientsecret", "newsecret",
		"password", "passwd", "codeverifier", "codechallenge", "clientassertion", "assertion", "authorization", "session", "csrf", "csrftoken", "xsrftoken",
		"nonce", "credential", "credentials", "signature", "privatekey", "otp", "pin", "cookie", "ticket", "samlresponse":
		if folded == "session" && within != parameter {
			return none // a training session
		}
		return secret
	case "code", "state":
		if within == parameter {
			return secret
		}
		return none
	case "id", "ids", "uuid", "guid", "sub", "aud", "azp", "jti", "sid", "serial", "serialnumber", "macaddress", "ssn", "iss", "userlogin", "xuserid",
		"username", "preferredusername", "login", "externalid", "polaruserid", "memberid", "ownerid", "tenant", "player", "athlete", "coach", "user", "member",
		"players", "athletes", "users":
		if reference(fold(within)) {
			return verbatim
		}
		return id
	case "kid", "sportid", "sportids", "typeid", "eventtypeid", "sporttypeid", "ondemandtypeid", "operationid", "variableid", "metricid", "languageid", "countryid",
		"timezoneid", "sport", "variables", "var", "fields", "format":
		return verbatim
	case "firstname", "lastname", "givenname", "familyname", "middlename", "fullname", "displayname", "nickname", "surname", "maidenname", "athletename", "playername",
		"coachname", "personname", "contactname", "ownername", "membername", "author":
		return name
	case "name", "initials", "teamname", "clubname", "organizationname", "organisationname", "accountname", "consumername", "clientname", "customername", "groupname",
		"squadname", "devicename", "sessionname", "organisation", "organization", "club", "filename", "street", "streetaddress", "city", "town", "postalcode", "zipcode",
		"zip", "address", "phone", "phonenumber", "mobile", "formattedaddress", "region", "locality":
		switch in := fold(within); {
		case reference(in):
			return verbatim
		case folded == "name" && person(in):
			return name
		}
		return label
	case "email", "emailaddress", "mail", "emails", "loginhint":
		return email
	case "birthday", "birthdate", "dateofbirth", "dob", "birth", "born", "birthyear", "yearofbirth":
		return date
	case "lat", "lon", "lng", "latitude", "longitude", "positionlat", "positionlong", "positionlon", "latlng", "latlong", "coordinates", "startlatlng", "endlatlng",
		"polyline", "summarypolyline", "geohash":
		return position
	case "note", "notes", "comment", "comments", "description", "bio", "remark", "remarks", "diary", "title", "about", "feedbacktext", "motto":
		return prose
	}
	switch {
	case strings.HasSuffix(folded, "latitude"), strings.HasSuffix(folded, "longitude"), strings.HasSuffix(member, "Lat"), strings.HasSuffix(member, "Lon"), strings.HasSuffix(member, "Lng"),
		strings.HasSuffix(member, "_lat"), strings.HasSuffix(member, "_lon"), strings.HasSuffix(member, "_lng"), strings.HasSuffix(folded, "latlng"):
		return position
	case strings.HasSuffix(folded, "token"), strings.HasSuffix(folded, "secret"), strings.HasSuffix(folded, "password"), strings.HasSuffix(folded, "apikey"):
		return secret
	case strings.HasSuffix(folded, "email"), strings.HasSuffix(folded, "emailaddress"):
		return email
	case strings.HasSuffix(member, "Id"), strings.HasSuffix(member, "Ids"), strings.HasSuffix(member, "ID"), strings.HasSuffix(member, "_id"), strings.HasSuffix(member, "_ids"),
		strings.HasSuffix(member, "-id"), strings.HasSuffix(folded, "uuid"), strings.HasSuffix(folded, "uuids"), strings.HasSuffix(folded, "guid"):
		return id
	case strings.HasSuffix(folded, "birthday"), strings.HasSuffix(folded, "birthdate"):
		return date
	}
	for _, end := range []string{"series", "vector", "samples", "values", "list"} {
		if one, many := strings.CutSuffix(folded, end); many && kindOf(one, within) == position {
			return position
		}
	}
	return none
}

// parameter is the "within" of parameters of URLs and fields of forms.
const parameter = "\x00parameter"

// reference tells whether what lies within is the vendor's, the same for everybody:
// sports, kinds of events, names of variables.
func reference(within string) bool {
	switch within {
	case "sport", "sports", "sporttype", "sporttypes", "sportstypes", "eventtype", "eventtypes", "variables", "variable", "fields", "metrics", "languages", "language",
		"localizednames", "translations", "parentsport", "keys", "jwks", "tags", "zones", "schema", "sportprofiles", "profilecatalog", "sportprofile":
		return true
	}
	for _, end := range []string{"sport", "sports", "settings", "types"} {
		if strings.HasSuffix(within, end) {
			return true
		}
	}
	return false
}

// person tells whether what lies within is somebody.
func person(within string) bool {
	switch strings.TrimSuffix(within, "s") {
	case "user", "athlete", "player", "coache", "coach", "owner", "member", "author", "profile", "person", "contact", "friend", "patient", "client", "customer":
		return true
	}
	return false
}

// enumerated tells whether values of a name are words of the vendor's vocabulary.
func enumerated(member string) bool {
	folded := fold(member)
	switch folded {
	case "type", "status", "role", "scope", "scopes", "metrics", "fields", "variables", "kind", "unit", "units", "format", "granttype", "tokentype", "sport", "event":
		return true
	}
	return strings.HasSuffix(folded, "type") || strings.HasSuffix(folded, "status")
}

// everybody are identifiers that mean whoever asks, or all.
func everybody(v string) bool {
	switch strings.ToLower(v) {
	case "me", "self", "all", "latest", "current", "none", "null", "default", "true", "false", "openid", "public", "any", "bearer":
		return true
	}
	return false
}

// Sensitive tells whether values of a member or parameter are replaced.
func Sensitive(name string) bool {
	k := kindOf(name, parameter)
	return k != none && k != verbatim
}

// Credential tells whether values of a member or parameter are secrets.
func Credential(name string) bool { return kindOf(name, parameter) == secret }
