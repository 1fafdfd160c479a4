package world_test

import (
	"fmt"
	"time"

	"github.com/ergodrome/ergodrome/mockserver/internal/toy"
	"github.com/ergodrome/ergodrome/mockserver/world"
)

// A fork goes its own way from the moment it is made.
func ExampleRegistry_Fork() {
	worlds, err := world.NewRegistry(1, 0, world.Config{Time: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), Frozen: true}, []world.Service{toy.Service()})
	if err != nil {
		fmt.Println(err)
		return
	}
	fork, err := worlds.Fork(world.DefaultName, "what-if")
	if err != nil {
		fmt.Println(err)
		return
	}
	fork.Clock.Advance(6 * time.Minute)
	fmt.Println(worlds.Default().Clock.Now().Format(time.Kitchen), fork.Clock.Now().Format(time.Kitchen))
	fmt.Println(fork.URLs("http://127.0.0.1:8787"))
	// Output:
	// 12:00PM 12:06PM
	// map[toy:http://127.0.0.1:8787/w/what-if/toy]
}
