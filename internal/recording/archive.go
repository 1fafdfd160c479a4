package recording

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
)

// archiveTail follows the last entry, always.
const archiveTail = "\n]}}\n"

// archiveHead is the first line; each entry has a line of its own after it.
func archiveHead(o Options) ([]byte, error) {
	creator, err := json.Marshal(o.Creator)
	if err != nil {
		return nil, fmt.Errorf("recording: %w", err)
	}
	head := fmt.Appendf(nil, `{"log":{"version":"1.2","creator":%s`, creator)
	for _, name := range slices.Sorted(maps.Keys(o.Note)) {
		value, err := json.Marshal(o.Note[name])
		if err != nil || !strings.HasPrefix(name, "_") {
			return nil, fmt.Errorf("recording: note %q: %w", name, errors.Join(err, errors.New(`its name must begin with "_"`)))
		}
		head = fmt.Appendf(head, `,%q:%s`, name, value)
	}
	return append(head, `,"entries":[`+"\n"...), nil
}

// encodeEntry makes one line of an entry.
func encodeEntry(e *Entry) ([]byte, error) {
	for _, list := range []*[]Pair{&e.Request.Headers, &e.Request.QueryString, &e.Response.Headers} {
		if *list == nil {
			*list = []Pair{}
		}
	}
	for _, list := range []*[]Cookie{&e.Request.Cookies, &e.Response.Cookies} {
		if *list == nil {
			*list = []Cookie{}
		}
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(e); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// Repaired says what Repair did.
type Repaired struct {
	Entries int      // that are complete
	Cut     int64    // bytes that were taken off the archive
	Removed []string // body files that no complete entry names
}

// Repair puts right what a killed recorder left behind: an archive whose last
// write is not whole, and bodies that belong to no entry. A recording that ended
// well stays as it is.
func Repair(dir string) (Repaired, error) {
	var did Repaired
	root, err := os.OpenRoot(dir)
	if err != nil {
		return did, fmt.Errorf("recording: %w", err)
	}
	defer root.Close()
	if info, err := root.Stat(ArchiveName); err == nil && !info.Mode().IsRegular() {
		return did, fmt.Errorf("recording: %s is no regular file", ArchiveName)
	}
	f, err := root.OpenFile(ArchiveName, os.O_RDWR, 0)
	if err != nil {
		return did, fmt.Errorf("recording: %w", err)
	}
	defer f.Close()
	end, named, n, err := completeEntries(f)
	if err != nil {
		return did, err
	}
	did.Entries = n
	info, err := f.Stat()
	if err != nil {
		return did, fmt.Errorf("recording: %w", err)
	}
	tail := make([]byte, len(archiveTail))
	_, err = f.ReadAt(tail, end)
	if whole := err == nil && string(tail) == archiveTail && info.Size() == end+int64(len(tail)); !whole {
		did.Cut = max(0, info.Size()-end)
		if err := errors.Join(f.Truncate(end), func() error { _, err := f.WriteAt([]byte(archiveTail), end); return err }()); err != nil {
			return did, fmt.Errorf("recording: %s cannot be put right: %w", ArchiveName, err)
		}
	}
	did.Removed, err = removeOrphans(root, named)
	return did, err
}

// completeEntries reads an archive of ours up to its last whole entry.
func completeEntries(f io.Reader) (end int64, named map[string]bool, count int, err error) {
	named = map[string]bool{}
	r := bufio.NewReaderSize(f, 64<<10)
	head, err := readLine(r)
	if err != nil || !bytes.HasPrefix(head, []byte(`{"log":{`)) || !bytes.HasSuffix(head, []byte("\"entries\":[\n")) {
		return 0, nil, 0, fmt.Errorf("recording: %s does not begin as ergodrome writes it; only its own recordings can be put right", ArchiveName)
	}
	at := int64(len(head))
	end = at
	for {
		line, err := readLine(r)
		if err != nil && !errors.Is(err, errLine) {
			return 0, nil, 0, fmt.Errorf("recording: %s: %w", ArchiveName, err)
		}
		entry := bytes.TrimRight(line, ",\n")
		var e Entry
		if len(line) == 0 || json.Unmarshal(entry, &e) != nil {
			return end, named, count, nil //nolint:nilerr // what is not whole was never there
		}
		end = at + int64(len(entry))
		at += int64(len(line))
		count++
		named[e.Response.Content.File] = true
		if p := e.Request.PostData; p != nil {
			named[p.File] = true
		}
	}
}

var errLine = errors.New("a line is too long")

// readLine returns a line with its end, or what there is of the last one.
func readLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case len(line) > maxLine:
			return nil, errLine
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF):
			return line, nil
		default:
			return line, err
		}
	}
}

// maxLine bounds an entry of our own; bodies that could make it longer lie in
// files.
const maxLine = 16 << 20

// removeOrphans removes bodies that no entry names.
func removeOrphans(root *os.Root, named map[string]bool) ([]string, error) {
	dir, err := root.Open(BodyFolder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("recording: %w", err)
	}
	defer dir.Close()
	var removed []string
	names, err := dir.Readdirnames(-1)
	if err != nil {
		return nil, fmt.Errorf("recording: %w", err)
	}
	slices.Sort(names)
	for _, base := range names {
		if name := path.Join(BodyFolder, base); !named[name] {
			if err := root.Remove(name); err != nil {
				return removed, fmt.Errorf("recording: %w", err)
			}
			removed = append(removed, name)
		}
	}
	return removed, nil
}
