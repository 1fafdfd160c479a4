package cli

import (
	"encoding/csv"
	"strings"

	"github.com/spf13/pflag"
)

// listVar defines a flag that takes values between commas and may be given again, as
// pflag's StringSliceVar does. That one writes a table of each default value, with
// four kilobytes of room, whichever command is run.
func listVar(flags *pflag.FlagSet, to *[]string, name string, preset []string, usage string) {
	*to = preset
	flags.Var(&list{to: to}, name, usage)
}

// list is the value of such a flag.
type list struct {
	to    *[]string
	given bool // the preset is gone
}

// Set implements pflag.Value.
func (l *list) Set(s string) error {
	values := []string{}
	if s != "" {
		var err error
		if values, err = csv.NewReader(strings.NewReader(s)).Read(); err != nil {
			return err
		}
	}
	if l.given {
		values = append(*l.to, values...)
	}
	*l.to, l.given = values, true
	return nil
}

// Type implements pflag.Value: help calls it "strings".
func (l *list) Type() string { return "stringSlice" }

// String implements pflag.Value: it is the default that help prints, if there is one.
func (l *list) String() string {
	if len(*l.to) == 0 {
		return ""
	}
	return "[" + strings.Join(*l.to, ",") + "]"
}
