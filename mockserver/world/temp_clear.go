package world

import "github.com/ergodrome/ergodrome/mockserver/fault"

func (w *World) clear() {}

func (w *World) cloneFaults() *fault.Set { return newFaults(w) }
