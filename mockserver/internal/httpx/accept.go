package httpx

import "strings"

// identity is the coding that leaves a body as it is.
const identity = "identity"

// Negotiate picks the content coding for an Accept-Encoding field value: of the
// offered codings, listed best first, the one with the highest weight, or
// identity. Members that are no coding with a weight are passed over. A caller
// that accepts nothing that there is gets identity [RFC 9110, section 12.5.3].
func Negotiate(acceptEncoding string, offered []string) string {
	if acceptEncoding == "" {
		return identity
	}
	const unlisted = -1
	var room [8]int // thousandths by offered coding; on the stack for all who offer fewer
	weights := room[:0]
	for range offered {
		weights = append(weights, unlisted)
	}
	plain, rest := unlisted, unlisted
	for member := range strings.SplitSeq(acceptEncoding, ",") {
		name, weight, ok := parseMember(member)
		switch {
		case !ok:
		case name == "*":
			rest = max(rest, weight)
		case strings.EqualFold(name, identity):
			plain = max(plain, weight)
		default:
			for i, o := range offered {
				if strings.EqualFold(name, o) || o == "gzip" && strings.EqualFold(name, "x-gzip") {
					weights[i] = max(weights[i], weight)
				}
			}
		}
	}
	best, chosen := 0, identity
	for i, o := range offered {
		w := weights[i]
		if w == unlisted {
			w = rest
		}
		if w > best {
			best, chosen = w, o
		}
	}
	if plain > best { // who lists identity higher wants it
		return identity
	}
	return chosen
}

// parseMember splits "gzip;q=0.5" into a name and a weight in thousandths.
func parseMember(member string) (name string, weight int, ok bool) {
	name, param, weighted := strings.Cut(member, ";")
	name = strings.Trim(name, " \t")
	if name == "" || strings.ContainsAny(name, " \t\"=") {
		return "", 0, false
	}
	if !weighted {
		return name, 1000, true
	}
	key, value, found := strings.Cut(param, "=")
	if !found || !strings.EqualFold(strings.Trim(key, " \t"), "q") {
		return "", 0, false
	}
	weight, ok = parseWeight(strings.Trim(value, " \t"))
	return name, weight, ok
}

// parseWeight reads a qvalue, 0 to 1 with at most three decimals, in thousandths.
func parseWeight(s string) (int, bool) {
	if s == "" || len(s) > len("0.000") || s[0] != '0' && s[0] != '1' {
		return 0, false
	}
	weight, digits := int(s[0]-'0')*1000, s[1:]
	if digits == "" {
		return weight, true
	}
	if digits[0] != '.' {
		return 0, false
	}
	for i, place := 1, 100; i < len(digits); i, place = i+1, place/10 {
		if digits[i] < '0' || digits[i] > '9' {
			return 0, false
		}
		weight += int(digits[i]-'0') * place
	}
	return weight, weight <= 1000
}
