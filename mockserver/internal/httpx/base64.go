package httpx

// mostlyBase64 tells, from a few samples, whether most of body is long strings
// of Base64, which hold no repetition worth a search. Bodies of text have a
// quotation mark, a space or a comma in nearly every sample.
func mostlyBase64(body []byte) bool {
	const samples, length = 32, 24
	if len(body) < samples*length*2 {
		return false
	}
	clean, step := 0, (len(body)-length)/(samples-1)
	for i := range samples {
		if isBase64(body[i*step:][:length]) {
			clean++
		}
	}
	return clean > samples/2
}

func isBase64(p []byte) bool {
	for _, b := range p {
		switch {
		case 'A' <= b && b <= 'Z', 'a' <= b && b <= 'z', '0' <= b && b <= '9', b == '+', b == '/', b == '-', b == '_', b == '=':
		default:
			return false
		}
	}
	return true
}
