package fit_test

import (
	"bytes"
	"encoding/binary"
	"testing"

	"github.com/muktihari/fit/decoder"
	"github.com/muktihari/fit/kit/hash/crc16"
	"github.com/muktihari/fit/profile/basetype"
	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/internal/fit"
)

// written is a file of what its messages are in bytes, which says that they are so many.
func written(size int, messages ...byte) []byte {
	out := binary.LittleEndian.AppendUint32([]byte{14, 0x10, 0, 0}, uint32(size))
	out = append(append(out, ".FIT\x00\x00"...), messages...)
	sum := crc16.New()
	_, _ = sum.Write(messages)
	return binary.LittleEndian.AppendUint16(out, sum.Sum16())
}

// defined is one of so many bytes: the definition of a message of one field, and the message.
func defined(architecture byte, t basetype.BaseType, data ...byte) []byte {
	b := append([]byte{0x40, 0, architecture, 0, 0, 1, 1, byte(len(data)), byte(t), 0}, data...)
	return written(len(b), b...)
}

func TestWhatTheRawLayerLetsPassIsRefused(t *testing.T) {
	t.Parallel()
	message := []byte{0x40, 0, 0, 20, 0, 1, 7, 2, byte(basetype.Uint16), 0, 250, 0}
	whole := written(len(message), message...)
	bent := bytes.Clone(whole)
	bent[len(bent)-1]++
	titled := bytes.Clone(whole)
	titled[12] = 1
	short := written(len(message)-1, message...)
	for name, c := range map[string]struct {
		raw  []byte
		want string
	}{
		"no messages":                       {written(0), "does not begin"},
		"a message that its file ends in":   {short, "ends within a message, after 25 bytes"},
		"one that ends in the next file":    {append(written(len(message)-1, message[:len(message)-1]...), whole...), "ends within a message"},
		"a type that there is not":          {defined(0, 0x11, 1), "field 1 of message 0 is of the type 0x11"},
		"a type without its order of bytes": {defined(0, 0x04, 1, 0), "of the type 0x4"},
		"another sum":                       {bent, "it is damaged"},
		"another sum of the header":         {titled, "its header is damaged"},
		"another sum in the second file":    {append(bytes.Clone(whole), bent...), "it is damaged"},
	} {
		_, err := decoder.NewRaw().Decode(bytes.NewReader(c.raw), func(decoder.RawFlag, []byte) error { return nil })
		if name != "one that ends in the next file" { // the raw layer is out of step there, and finds no header
			require.NoError(t, err, name)
		}
		require.ErrorContains(t, fit.ReadAll(c.raw, func(*fit.Message) error { return nil }), c.want, name)
		_, _, err = fit.Rewrite(c.raw, func(*fit.Message) bool { return true })
		require.ErrorContains(t, err, c.want, name)
	}
}

func TestWhatTheRawLayerRefusesIsToldInOurWords(t *testing.T) {
	t.Parallel()
	whole := defined(0, basetype.Uint8, 7)
	for name, c := range map[string]struct {
		raw  []byte
		want string
	}{
		"half a header":           {whole[:13], "does not begin"},
		"a file and half another": {append(bytes.Clone(whole), whole[:13]...), "does not begin"},
		"a file and no other":     {append(bytes.Clone(whole), "more"...), "does not begin"},
		"a file and half its end": {whole[:len(whole)-1], "it ends after 12 of 13 bytes"},
		"four gibibytes":          {written(1<<32-1, 0x40), "it ends after 3 of 4294967297 bytes"},
		"no definition":           {written(1, 3), "localMesgNum: 3: message definition missing"},
		"half a definition":       {written(5, 0x40, 0, 0, 20, 0), "ends within a message"},
		"half of many fields":     {written(9, 0x60, 0, 0, 20, 0, 255, 1, 1, 2), "ends within a message"},
		"half a message":          {written(10, 0x40, 0, 0, 20, 0, 1, 1, 200, 2, 0), "ends within a message"},
	} {
		require.ErrorContains(t, fit.ReadAll(c.raw, func(*fit.Message) error { return nil }), c.want, name)
	}
	require.NoError(t, fit.ReadFirst(append(bytes.Clone(whole), "more"...), func(*fit.Message) error { return nil }),
		"what follows the first file")
}

func TestFieldsOfAnotherSizeThanTheirTypeAreReadAsTheLibraryReadsThem(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		architecture byte
		kind         basetype.BaseType
		data         []byte
		want         []string
		five         []byte // the field when its first value is made 5
	}{
		{0, basetype.Uint16, []byte{9}, []string{"0.1=[9]"}, []byte{5}},
		{1, basetype.Uint16, []byte{9}, []string{"0.1=[9]"}, []byte{5}},
		{0, basetype.Sint32, []byte{1, 2, 3}, []string{"0.1=[197121]"}, []byte{5, 0, 0}},
		{1, basetype.Sint32, []byte{1, 2, 3}, []string{"0.1=[66051]"}, []byte{0, 0, 5}},
		{0, basetype.Sint64, []byte{254, 255, 255, 255, 255, 255, 255, 255}, []string{"0.1=[-2]"}, []byte{5, 0, 0, 0, 0, 0, 0, 0}},
		{1, basetype.Uint64z, []byte{0, 0, 0, 0, 0, 0, 1, 0}, []string{"0.1=[256]"}, []byte{0, 0, 0, 0, 0, 0, 0, 5}},
		{1, basetype.Sint16, []byte{255, 254, 127, 255}, []string{"0.1=[-2 -]"}, []byte{0, 5, 127, 255}},
		{0, basetype.Uint8z, []byte{0, 255}, []string{"0.1=[- 255]"}, []byte{5, 255}},
		{0, basetype.Float32, []byte{0, 0, 32, 64}, []string{"0.1=[2.5]"}, nil},
		{0, basetype.Uint16, nil, nil, nil},
	} {
		raw := defined(c.architecture, c.kind, c.data...)
		got, err := ours(raw)
		require.NoError(t, err)
		require.Equal(t, c.want, got)
		want, err := theirs(raw)
		require.NoError(t, err)
		require.Equal(t, want, got)
		if c.five == nil {
			continue
		}
		out, changed, err := fit.Rewrite(raw, func(m *fit.Message) bool { m.Field(1).SetInt(0, 5); return true })
		require.NoError(t, err)
		require.True(t, changed)
		require.Equal(t, c.five, out[len(out)-2-len(c.five):len(out)-2])
	}
}

// What a device has written somewhere must be seen by who looks for names.
func TestTextsAreReadToTheirLastByte(t *testing.T) {
	t.Parallel()
	for data, want := range map[string][]string{
		"Jo\x00":           {"Jo"},
		"Jo":               {"Jo"}, // the library takes such a text when it is alone
		"Jo\x00\x00\x00An": {"Jo", "An"},
		"Jo\x00An":         {"Jo", "An"}, // and leaves out the last of several
		"J\xffo\x00":       {"Jo"},
		"\x00\x00":         nil,
		"":                 nil,
	} {
		err := fit.ReadFirst(defined(0, basetype.String, []byte(data)...), func(m *fit.Message) error {
			require.ElementsMatch(t, want, m.Field(1).Texts(), "%q", data)
			return nil
		})
		require.NoError(t, err)
	}
}

func TestDevelopersFieldsStayBehindOnesThatGrow(t *testing.T) {
	t.Parallel()
	message := []byte{
		0x62, 0, 1, 0, 3, 1, 0, 3, byte(basetype.String), 2, 9, 2, 0, 8, 1, 1, // big-endian, of message 3, two fields of developers
		2, 'J', 'o', 0, 0xAA, 0xBB, 0xCC,
		2, 'A', 'n', 0, 0xDD, 0xEE, 0xFF,
	}
	out, changed, err := fit.Rewrite(written(len(message), message...), func(m *fit.Message) bool {
		f := m.Field(0)
		if f.Texts()[0] == "Jo" {
			f.SetTexts([]string{"Jo Doe"})
		}
		return true
	})
	require.NoError(t, err)
	require.True(t, changed)
	require.Equal(t, []byte{
		0x62, 0, 1, 0, 3, 1, 0, 3, byte(basetype.String), 2, 9, 2, 0, 8, 1, 1,
		0x62, 0, 1, 0, 3, 1, 0, 7, byte(basetype.String), 2, 9, 2, 0, 8, 1, 1, // there is more room from here
		2, 'J', 'o', ' ', 'D', 'o', 'e', 0, 0xAA, 0xBB, 0xCC,
		0x62, 0, 1, 0, 3, 1, 0, 3, byte(basetype.String), 2, 9, 2, 0, 8, 1, 1, // and less
		2, 'A', 'n', 0, 0xDD, 0xEE, 0xFF,
	}, out[14:len(out)-2])
}
