//go:build race

package live_test

// raced: races are looked for, which makes everything ten times as slow.
const raced = true
