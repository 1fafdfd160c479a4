//go:build !unix

package observe

import "os"

func signalOf(*os.ProcessState) string { return "" }
