// Package e2e runs the built program as its users do: the README's commands, and
// clients that strangers wrote.
package e2e
