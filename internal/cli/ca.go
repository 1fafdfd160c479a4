package cli

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/http"
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

// trusting returns an HTTP client that also trusts the authority in path.
func trusting(path string) (*http.Client, error) {
	pool, err := authorities("--ca-file", path)
	if err != nil {
		return nil, err
	}
	t := &http.Transport{
		Proxy:           http.ProxyFromEnvironment,
		TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12},
	}
	return &http.Client{Transport: t}, nil
}

// authorities are those that this machine trusts, and the one in the file that a
// flag names.
func authorities(flag, path string) (*x509.CertPool, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, usage("%s: %w", flag, err)
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM(text) {
		return nil, usage("%s %s: no certificate in it", flag, path)
	}
	return pool, nil
}
