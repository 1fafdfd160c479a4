package journal

import "context"

// assign gives calls that have none an expectation with room for them, and
// moves others along where that makes room (augmenting paths: the outcome is the
// largest possible). What an expectation has, it does not lose in number.
func (v *verdict) assign(ctx context.Context, room func(*Expectation) int) error {
	fits := make([][]int, len(v.calls)) // by call: the expectations that match it
	for i := range v.calls {
		for k := range v.expected {
			if v.fits[k][i] {
				fits[i] = append(fits[i], k)
			}
		}
	}
	rooms := make([]int, len(v.expected))
	for k := range v.expected {
		rooms[k] = room(&v.expected[k])
	}
	var place func(call int, seen []bool) bool
	place = func(call int, seen []bool) bool {
		for _, k := range fits[call] {
			if len(v.taken[k]) < rooms[k] && !seen[k] {
				v.of[call], v.taken[k] = k, append(v.taken[k], call)
				return true
			}
		}
		for _, k := range fits[call] {
			if seen[k] {
				continue
			}
			seen[k] = true
			for at, other := range v.taken[k] {
				if place(other, seen) {
					v.taken[k][at] = call
					v.of[call] = k
					return true
				}
			}
		}
		return false
	}
	for i := range v.calls {
		if err := ctx.Err(); err != nil {
			return err
		}
		if v.of[i] < 0 {
			place(i, make([]bool, len(v.expected)))
		}
	}
	return nil
}

// align splits the calls into one run for each expectation, so that missing and
// unexpected calls together are as few as possible.
func (v *verdict) align(ctx context.Context) error {
	n, m := len(v.calls), len(v.expected)
	cost := make([]int, n+1)  // of calls[:i] with the expectations so far
	from := make([][]int, m)  // where the run of each expectation begins that ends at i
	count := make([]int, n+1) // matching calls among calls[:i]
	for i := range cost {
		cost[i] = i // all unexpected
	}
	for k := range v.expected {
		if err := ctx.Err(); err != nil {
			return err
		}
		least, most := v.expected[k].bounds()
		for i := range v.calls {
			count[i+1] = count[i]
			if v.fits[k][i] {
				count[i+1]++
			}
		}
		next := make([]int, n+1)
		from[k] = make([]int, n+1)
		for i := range next {
			next[i] = -1
			for j := 0; j <= i; j++ {
				hits := min(count[i]-count[j], most)
				if c := cost[j] + (i - j - hits) + max(0, least-hits); next[i] < 0 || c < next[i] {
					next[i], from[k][i] = c, j
				}
			}
		}
		cost = next
	}
	end := n
	for k := m - 1; k >= 0; k-- {
		_, most := v.expected[k].bounds()
		for i := from[k][end]; i < end; i++ {
			if len(v.taken[k]) < most && v.fits[k][i] {
				v.of[i], v.taken[k] = k, append(v.taken[k], i)
			}
		}
		end = from[k][end]
	}
	return nil
}
