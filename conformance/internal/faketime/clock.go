package faketime

import (
	"bufio"
	"debug/elf"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// Clock says why an executable keeps the machine's time whatever libc says; "" when
// nothing speaks for it.
func Clock(exe string) (why string) {
	name := filepath.Base(exe)
	if name == "java" || strings.HasPrefix(name, "java") && strings.Trim(name[len("java"):], "0123456789.") == "" {
		return name + " is a Java machine, whose waits are not known to follow faketime"
	}
	f, err := elf.Open(exe)
	if err != nil {
		return fmt.Sprintf("%s is no ELF program, and nothing is known of its clock", name)
	}
	defer f.Close()
	if f.Section(".go.buildinfo") != nil || f.Section(".note.go.buildid") != nil { // stripping leaves them
		return name + " is a Go program, which asks the kernel for the time and not libc"
	}
	if libs, err := f.ImportedLibraries(); err != nil || !slices.ContainsFunc(libs, func(l string) bool { return strings.HasPrefix(l, "libc.so") }) {
		return name + " is not linked to the libc of this machine"
	}
	return ""
}

// maxInterpreters bounds how many #! lines lead to one another.
const maxInterpreters = 4

// runtimeOf is the executable that runs a command: the interpreter of a script.
func runtimeOf(argv []string) (string, error) {
	path, err := exec.LookPath(argv[0])
	if err != nil {
		return "", err
	}
	for range maxInterpreters {
		words, err := shebang(path)
		if err != nil {
			return "", err
		}
		if len(words) == 0 {
			if target, err := filepath.EvalSymlinks(path); err == nil {
				path = target
			}
			return path, nil
		}
		path = words[0]
		if filepath.Base(path) == "env" {
			words = slices.DeleteFunc(words[1:], func(w string) bool { return strings.HasPrefix(w, "-") || strings.Contains(w, "=") })
			if len(words) == 0 {
				return "", errors.New("an env that runs nothing")
			}
			if path, err = exec.LookPath(words[0]); err != nil {
				return "", err
			}
		}
	}
	return "", fmt.Errorf("%s: too many interpreters", argv[0])
}

// shebang is the #! line of a script; empty for other files.
func shebang(path string) ([]string, error) {
	f, err := os.Open(path) //nolint:gosec // the program to be judged
	if err != nil {
		return nil, err
	}
	defer f.Close()
	line, err := bufio.NewReader(io.LimitReader(f, 256)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	line, ok := strings.CutPrefix(line, "#!")
	if !ok {
		return nil, nil
	}
	return strings.Fields(line), nil
}
