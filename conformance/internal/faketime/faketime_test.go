package faketime

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhoKeepsTheMachinesTime(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	require.NoError(t, err)
	require.Contains(t, Clock(self), "is a Go program")
	script := filepath.Join(t.TempDir(), "java")
	require.NoError(t, os.WriteFile(script, []byte("#!/bin/sh\n"), 0o600))
	require.Contains(t, Clock(script), "Java")
	require.Contains(t, Clock(filepath.Join(t.TempDir(), "none")), "no ELF program")
	sh, err := exec.LookPath("sh")
	require.NoError(t, err)
	require.Empty(t, Clock(sh))
}

func TestAScriptRunsByItsInterpreter(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	sh, err := exec.LookPath("sh")
	require.NoError(t, err)
	want, err := filepath.EvalSymlinks(sh)
	require.NoError(t, err)
	for name, line := range map[string]string{"direct": "#!" + sh + "\n", "env": "#!/usr/bin/env sh\n", "env -S": "#!/usr/bin/env -S X=1 sh -e\n"} {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(line), 0o700)) //nolint:gosec // a script
		got, err := runtimeOf([]string{path})
		require.NoError(t, err, name)
		require.Equal(t, want, got, name)
	}
	loop := filepath.Join(dir, "loop")
	require.NoError(t, os.WriteFile(loop, []byte("#!"+loop+"\n"), 0o700)) //nolint:gosec // a script
	_, err = runtimeOf([]string{loop})
	require.ErrorContains(t, err, "too many interpreters")
	_, err = runtimeOf([]string{filepath.Join(dir, "none")})
	require.Error(t, err)
}

func TestTheCanarySleepsFaster(t *testing.T) {
	t.Parallel()
	tool, err := Find()
	if err != nil {
		t.Skip(err)
	}
	why, tried := tool.Follows(t.Context(), []string{"sh", "-c", "true"})
	require.Empty(t, why)
	require.True(t, tried)
	self, err := os.Executable()
	require.NoError(t, err)
	why, _ = tool.Follows(t.Context(), []string{self})
	require.Contains(t, why, "is a Go program")
}
