package archtest

import (
	"fmt"
	"go/ast"
	"slices"
)

func initRule() Rule {
	return Rule{"no init", "everything meets in one place, where it can be read", func(t *Tree) []Problem {
		var out []Problem
		t.files(func(_ *Package, f *File) bool {
			for _, decl := range f.AST.Decls {
				if fn, ok := decl.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
					out = append(out, Problem{t.at(fn), "func init"})
				}
			}
			return true
		})
		return out
	}}
}

// clockFunctions read or wait for the machine's time.
var clockFunctions = [...]string{
	"time.Now", "time.Since", "time.Until", "time.Sleep", "time.After", "time.AfterFunc", "time.Tick", "time.NewTimer", "time.NewTicker",
	"context.WithTimeout", "context.WithDeadline", "context.WithTimeoutCause", "context.WithDeadlineCause",
}

// machineTime are files of the simulator that have to do with the machine itself, each with its reason.
var machineTime = map[string]string{
	"mockserver/serve.go": "closing real connections takes real time",
}

// timeRule keeps the machine's time out of the simulator. Tests run in bubbles and may use it there.
func timeRule() Rule {
	return Rule{"the simulator's time is handed to it", "everything timed obeys the world's clock, coherently", func(t *Tree) []Problem {
		var out []Problem
		t.files(func(p *Package, f *File) bool {
			if within(p.Dir, "mockserver") && !within(p.Dir, "mockserver/clock") && !f.Test && machineTime[f.Path] == "" {
				out = append(out, t.uses(f, clockFunctions[:], "asks the machine for time; ask the world's clock")...)
			}
			return true
		})
		return out
	}}
}

// sleepRule allows a test to sleep only where sleeping takes no time: in a package whose tests run in bubbles, by
// testing/synctest itself or by a package of ours that wraps it.
func sleepRule() Rule {
	return Rule{"no test sleeps", "a test that waits for the machine is slow and fails on a slow machine; use testing/synctest", func(t *Tree) []Problem {
		bubbles := map[string]bool{"testing/synctest": true}
		t.files(func(p *Package, f *File) bool {
			if _, ok := f.Imports["testing/synctest"]; ok && !f.Test {
				bubbles[t.Module+"/"+p.Dir] = true
			}
			return true
		})
		var out []Problem
		for _, p := range t.Packages {
			if bubbles[t.Module+"/"+p.Dir] || slices.ContainsFunc(p.Files, func(f *File) bool { return importsAny(f, bubbles) }) {
				continue
			}
			for _, f := range p.Files {
				if f.Test {
					out = append(out, t.uses(f, []string{"time.Sleep"}, "sleeps outside a synctest bubble")...)
				}
			}
		}
		return out
	}}
}

func importsAny(f *File, targets map[string]bool) bool {
	for target := range f.Imports {
		if targets[target] {
			return true
		}
	}
	return false
}

// seededNames are what math/rand/v2 offers apart from its global generator.
var seededNames = [...]string{"New", "NewPCG", "NewChaCha8", "NewZipf", "Rand", "Source", "PCG", "ChaCha8", "Zipf"}

func chanceRule() Rule {
	return Rule{"chance has a seed", "the same seed gives the same run", func(t *Tree) []Problem {
		var out []Problem
		t.files(func(p *Package, f *File) bool {
			// A client's jitter must not be the same in two processes.
			if within(p.Dir, "client") && !f.Test {
				return true
			}
			ast.Inspect(f.AST, func(n ast.Node) bool {
				sel, ok := n.(*ast.SelectorExpr)
				if !ok {
					return true
				}
				if selector(f, sel) == "math/rand/v2."+sel.Sel.Name && !slices.Contains(seededNames[:], sel.Sel.Name) {
					out = append(out, Problem{t.at(n), fmt.Sprintf("rand.%s draws from the global generator; use rand.New with a seed", sel.Sel.Name)})
				}
				return true
			})
			return true
		})
		return out
	}}
}

// uses finds the mentions of functions.
func (t *Tree) uses(f *File, functions []string, what string) []Problem {
	var out []Problem
	ast.Inspect(f.AST, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if name := selector(f, sel); slices.Contains(functions, name) {
				out = append(out, Problem{t.at(n), name + " " + what})
			}
		}
		return true
	})
	return out
}
