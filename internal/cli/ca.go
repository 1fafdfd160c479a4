package cli

import (
	"crypto/tls"
	"fmt"
	"os"
	"path/filepath"

	"github.com/ergodrome/ergodrome/internal/selfca"
)

// selfSigned makes a certificate authority and a server certificate for hosts,
// writes the authority's certificate to dir/ergodrome-ca.pem and returns the
// server's half.
func selfSigned(dir string, hosts []string) (tls.Certificate, string, error) {
	ca, err := selfca.New()
	if err != nil {
		return tls.Certificate{}, "", err
	}
	leaf, err := ca.Issue(hosts...)
	if err != nil {
		return tls.Certificate{}, "", err
	}
	if dir == "" {
		if dir, err = os.MkdirTemp("", "ergodrome-tls-"); err != nil {
			return tls.Certificate{}, "", fmt.Errorf("make a folder for the CA certificate: %w", err)
		}
	} else if err := os.MkdirAll(dir, 0o700); err != nil {
		return tls.Certificate{}, "", fmt.Errorf("make the folder for the CA certificate: %w", err)
	}
	path := filepath.Join(dir, "ergodrome-ca.pem")
	if err := os.WriteFile(path, ca.PEM(), 0o600); err != nil {
		return tls.Certificate{}, "", fmt.Errorf("write the CA certificate: %w", err)
	}
	return leaf, path, nil
}
