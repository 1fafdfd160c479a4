package wirejson

// scan reads valid JSON; what is not valid was refused before.
type scan struct {
	data  []byte
	i     int
	taken int // bytes of memory, about, by what was read
}

// peek returns the first byte of the next value or sign, and 0 at the end.
func (s *scan) peek() byte {
	for s.i < len(s.data) {
		switch c := s.data[s.i]; c {
		case ' ', '\t', '\n', '\r':
			s.i++
		default:
			return c
		}
	}
	return 0
}

// skip returns the next value.
func (s *scan) skip() []byte {
	first := s.peek()
	start := s.i
	switch first {
	case '"':
		s.str()
	case '{', '[':
		depth := 0
		for s.i < len(s.data) {
			switch s.data[s.i] {
			case '"':
				s.str()
				continue
			case '{', '[':
				depth++
			case '}', ']':
				if depth--; depth == 0 {
					s.i++
					return s.data[start:s.i]
				}
			}
			s.i++
		}
	default:
		for s.i < len(s.data) {
			switch s.data[s.i] {
			case ',', '}', ']', ' ', '\t', '\n', '\r', ':':
				return s.data[start:s.i]
			}
			s.i++
		}
	}
	return s.data[start:s.i]
}

// str passes a string and returns its inside.
func (s *scan) str() []byte {
	s.i++
	start := s.i
	for s.i < len(s.data) {
		switch s.data[s.i] {
		case '\\':
			s.i++
		case '"':
			s.i++
			return s.data[start : s.i-1]
		}
		s.i++
	}
	s.i = len(s.data)
	return s.data[start:]
}

// object calls member at each value of an object, which has to pass it.
func (s *scan) object(member func(key []byte) error) error {
	s.i++
	for {
		switch s.peek() {
		case '}':
			s.i++
			return nil
		case '"':
			key := s.str()
			s.peek() // the colon
			s.i++
			if err := member(key); err != nil {
				return err
			}
		case 0:
			return nil
		default: // a comma
			s.i++
		}
	}
}

// array calls element at each value of an array, which has to pass it.
func (s *scan) array(element func() error) error {
	s.i++
	for {
		switch s.peek() {
		case ']':
			s.i++
			return nil
		case ',':
			s.i++
		case 0:
			return nil
		default:
			if err := element(); err != nil {
				return err
			}
		}
	}
}
