package world_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/mockserver/journal"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

type answers struct {
	order world.Chosen[string]
	size  world.Chosen[int]
}

// plain are answers without what notes who reads them.
type plain struct {
	order string
	size  int
}

func questions() []world.Switch[answers] {
	return []world.Switch[answers]{
		{Name: "order", Values: []string{"up", "down"}, Default: "up", Set: func(s *answers, c world.Choice) error { s.order.Put(c.Value, c); return nil }},
		{Name: "size", Values: []string{"a whole number"}, Default: "7", Set: func(s *answers, c world.Choice) error {
			n, err := strconv.Atoi(c.Value)
			s.size.Put(n, c)
			return err
		}},
	}
}

func TestChoose(t *testing.T) {
	for _, tt := range []struct {
		name   string
		chosen map[string]string
		want   plain
		field  string
	}{
		{"takes the defaults", nil, plain{"up", 7}, ""},
		{"takes what was chosen, and the defaults of the rest", map[string]string{"order": "down"}, plain{"down", 7}, ""},
		{"hands a range to the switch", map[string]string{"size": "12"}, plain{"up", 12}, ""},
		{"refuses what is not among the choices", map[string]string{"order": "sideways"}, plain{}, "switches.toy.order"},
		{"refuses what the switch refuses", map[string]string{"size": "x"}, plain{}, "switches.toy.size"},
		{"refuses what is no switch", map[string]string{"colour": "red"}, plain{}, "switches.toy.colour"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got answers
			err := world.Choose(&world.Config{Switches: map[string]map[string]string{"toy": tt.chosen, "other": {"x": "y"}}}, "toy", questions(), &got)
			if tt.field == "" {
				require.NoError(t, err)
				require.Equal(t, tt.want, plain{got.order.Plain(), got.size.Plain()})
				return
			}
			var invalid *world.Invalid
			require.ErrorAs(t, err, &invalid)
			require.Equal(t, tt.field, invalid.Field)
		})
	}
}

func TestAnExchangeNotesWhatItReads(t *testing.T) {
	var got answers
	require.NoError(t, world.Choose(&world.Config{}, "toy", questions(), &got))
	var x journal.Exchange
	require.Equal(t, "up", got.order.In(nil), "nobody notes it")
	require.Equal(t, 7, got.size.In(&x))
	require.Equal(t, world.ReadSwitch(1), x.Reads)
	require.Equal(t, "up", got.order.In(&x))
	require.Equal(t, world.ReadSwitch(0)|world.ReadSwitch(1), x.Reads)
	var reading, either world.Chosen[bool]
	reading.Put(true, world.Profile("2"))
	reading.In(&x)
	require.Equal(t, world.ReadSwitch(0)|world.ReadSwitch(1)|world.ReadProfile, x.Reads)
	require.NoError(t, world.OnOff("no", "yes", func(x *world.Chosen[bool]) *world.Chosen[bool] { return x })(&either, world.Choice{Value: "yes"}.OfProfile()))
	x.Reads = 0
	require.True(t, either.In(&x))
	require.Equal(t, world.ReadProfile, x.Reads, "what a switch leaves to the profile turns on that")
}

func TestChooseProfile(t *testing.T) {
	choose := func(profile map[string]string) (string, error) {
		return world.ChooseProfile(&world.Config{Profile: profile}, "toy", "2", "1")
	}
	got, err := choose(map[string]string{"other": "9"})
	require.NoError(t, err)
	require.Equal(t, "2", got, "the first is the default")
	got, err = choose(map[string]string{"toy": "1"})
	require.NoError(t, err)
	require.Equal(t, "1", got)
	_, err = choose(map[string]string{"toy": "3"})
	var invalid *world.Invalid
	require.ErrorAs(t, err, &invalid)
	require.Equal(t, world.Invalid{Field: "profile.toy", Reason: `"3" is not a profile; use "2" or "1"`}, *invalid)
}

func TestKindsOfSwitches(t *testing.T) {
	type kinds struct {
		word string
		is   bool
		rank rune
		size int
		wait time.Duration
	}
	type chosen struct {
		word world.Chosen[string]
		is   world.Chosen[bool]
		rank world.Chosen[rune]
		size world.Chosen[int]
		wait world.Chosen[time.Duration]
	}
	set := map[string]func(*chosen, world.Choice) error{
		"on or off": world.OnOff("off", "on", func(k *chosen) *world.Chosen[bool] { return &k.is }),
		"word":      world.Word(func(k *chosen) *world.Chosen[string] { return &k.word }),
		"one of":    world.OneOf(map[string]rune{"first": 'a', "second": 'b'}, func(k *chosen) *world.Chosen[rune] { return &k.rank }),
		"whole":     world.Whole(1, 10, func(k *chosen) *world.Chosen[int] { return &k.size }),
		"duration":  world.Duration(time.Second, time.Hour, "5m", func(k *chosen) *world.Chosen[time.Duration] { return &k.wait }),
	}
	for _, tt := range []struct {
		kind, value string
		want        kinds
		refusal     string
	}{
		{"on or off", "on", kinds{is: true}, ""},
		{"on or off", "off", kinds{}, ""},
		{"word", "up", kinds{word: "up"}, ""},
		{"one of", "second", kinds{rank: 'b'}, ""},
		{"whole", "10", kinds{size: 10}, ""},
		{"whole", "11", kinds{}, `"11" is not a whole number from 1 to 10`},
		{"whole", "1.5", kinds{}, `"1.5" is not a whole number from 1 to 10`},
		{"duration", "1h", kinds{wait: time.Hour}, ""},
		{"duration", "999ms", kinds{}, `"999ms" is not a duration from 1s to 1h0m0s, such as 5m`},
		{"duration", "soon", kinds{}, `"soon" is not a duration from 1s to 1h0m0s, such as 5m`},
	} {
		var got chosen
		err := set[tt.kind](&got, world.Choice{Value: tt.value})
		if tt.refusal != "" {
			require.EqualError(t, err, tt.refusal)
		} else {
			require.NoError(t, err)
		}
		require.Equal(t, tt.want, kinds{got.word.Plain(), got.is.Plain(), got.rank.Plain(), got.size.Plain(), got.wait.Plain()}, "%s %s", tt.kind, tt.value)
	}
}
