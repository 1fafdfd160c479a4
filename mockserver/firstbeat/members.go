package firstbeat

import "encoding/json"

// members are those of a JSON object that count, and where each goes. Others
// are let pass; so is one that differs in case only, which encoding/json takes
// for the same: what a broken client sends must not work here by that grace.
type members map[string]any

// read fills what is there. Its errors are those of encoding/json.
func (m members) read(b []byte) error {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(b, &all); err != nil {
		return err
	}
	for name, into := range m {
		if raw, ok := all[name]; ok {
			if err := json.Unmarshal(raw, into); err != nil {
				return err
			}
		}
	}
	return nil
}
