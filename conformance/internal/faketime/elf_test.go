package faketime

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"
)

// theirs is what the standard library reads of a program.
func theirs(t *testing.T, raw []byte) *program {
	f, err := elf.NewFile(bytes.NewReader(raw))
	require.NoError(t, err)
	p := &program{}
	for _, s := range f.Sections {
		p.sections = append(p.sections, s.Name)
	}
	if p.libraries, err = f.ImportedLibraries(); err != nil {
		p.libraries = nil
	}
	return p
}

func TestProgramsAreReadAsTheStandardLibraryReadsThem(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	require.NoError(t, err)
	read := 0
	for _, name := range []string{self, "sh", "python3", "node", "ldd"} {
		path, err := exec.LookPath(name)
		if err != nil {
			continue // not every machine has each of them
		}
		raw, err := os.ReadFile(path)
		require.NoError(t, err)
		if !bytes.HasPrefix(raw, []byte("\x7fELF")) {
			_, err := readELF(bytes.NewReader(raw))
			require.ErrorIs(t, err, errELF, path)
			continue
		}
		read++
		got, err := readELF(bytes.NewReader(raw))
		require.NoError(t, err, path)
		want := theirs(t, raw)
		require.Equal(t, want.sections, got.sections, path)
		require.ElementsMatch(t, want.libraries, got.libraries, path)
	}
	require.Positive(t, read)
}

// made is a program of three sections: none, their names, and the libraries.
func made(word int, order binary.ByteOrder) []byte {
	var b bytes.Buffer
	half := func(values ...uint16) { _ = binary.Write(&b, order, values) }
	whole := func(values ...uint32) { _ = binary.Write(&b, order, values) }
	words := func(values ...uint64) {
		for _, v := range values {
			if word == 8 {
				_ = binary.Write(&b, order, v)
			} else {
				whole(uint32(v))
			}
		}
	}
	data := byte(1)
	if order == binary.ByteOrder(binary.BigEndian) {
		data = 2
	}
	const names = "\x00.names\x00.dynamic\x00libm.so.6\x00libc.so.6\x00"
	header, entry := 40+3*word, 16+6*word
	b.Write([]byte{0x7f, 'E', 'L', 'F', byte(word / 4), data, 1, 15: 0})
	half(2, 62)
	whole(1)
	words(0, 0, uint64(header)) // entry point, program headers, sections
	whole(0)
	half(uint16(header), 0, 0, uint16(entry), 3, 1)
	end := uint64(header + 3*entry)
	row := func(name, kind uint32, at, size uint64, link uint32, each uint64) {
		whole(name, kind)
		words(0, 0, at, size)
		whole(link, 0)
		words(1, each)
	}
	row(0, 0, 0, 0, 0, 0)
	row(1, 3, end, uint64(len(names)), 0, 0)
	row(8, 6, end+uint64(len(names)), uint64(6*word), 1, uint64(2*word))
	b.WriteString(names)
	words(1, 17, 1, 27, 0, 0)
	return b.Bytes()
}

func TestProgramsOfOtherMachinesAreRead(t *testing.T) {
	t.Parallel()
	for _, word := range []int{4, 8} {
		for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
			raw := made(word, order)
			want := theirs(t, raw)
			require.Equal(t, []string{"libm.so.6", "libc.so.6"}, want.libraries)
			got, err := readELF(bytes.NewReader(raw))
			require.NoError(t, err)
			require.Equal(t, want, got)
			for n := range raw {
				if _, err := readELF(bytes.NewReader(raw[:n])); err != nil {
					require.ErrorIs(t, err, errELF)
				}
			}
		}
	}
}

func FuzzReadELF(f *testing.F) {
	f.Add(made(4, binary.BigEndian))
	f.Add(made(8, binary.LittleEndian))
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, err := readELF(bytes.NewReader(raw))
		if err == nil {
			require.LessOrEqual(t, len(p.sections), maxSections)
		}
	})
}
