package stage

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/ergodrome/ergodrome/conformance"
)

// secure makes a world speak TLS with the certificate that its case asks for. The
// subject is told whom to trust: an authority that has signed it, unless the case is
// about one that has not.
func (s *Stage) secure(l net.Listener, kind conformance.Certificate) (net.Listener, error) {
	now := time.Now()
	trusted, err := authority("ergodrome trusted authority", now)
	if err != nil {
		return nil, err
	}
	signer, leaf := trusted, &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "ergodrome world"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: now.Add(-24 * time.Hour), NotAfter: now.Add(30 * 24 * time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	switch kind {
	case conformance.CertificateGood:
	case conformance.CertificateUnknown:
		if signer, err = authority("ergodrome unknown authority", now); err != nil {
			return nil, err
		}
	case conformance.CertificateOtherName:
		leaf.IPAddresses, leaf.DNSNames = nil, []string{"elsewhere.example"}
	case conformance.CertificateExpired:
		leaf.NotAfter = now.Add(-time.Hour)
	default:
		return nil, fmt.Errorf("world.tls: %q is no kind of certificate", kind)
	}
	cert, err := signer.sign(leaf)
	if err != nil {
		return nil, err
	}
	if s.caFile, err = trusted.file(); err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	pool.AddCert(trusted.cert)
	s.scheme = "https"
	s.pipes.DialTLSContext = nil // the transport is to look at the certificate itself
	if !s.real {
		s.pipes.DialContext = readAhead(s.pipes.DialContext)
	}
	s.pipes.TLSClientConfig = &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
	return tls.NewListener(l, &tls.Config{
		Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12,
		GetConfigForClient: func(*tls.ClientHelloInfo) (*tls.Config, error) {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.handshakes++
			return nil, nil //nolint:nilnil // the configuration that there is
		},
	}), nil
}

// ca is a certificate authority that lives as long as a world.
type ca struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

func authority(name string, now time.Time) (*ca, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, NotBefore: now.Add(-48 * time.Hour), NotAfter: now.Add(60 * 24 * time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	cert, err := x509.ParseCertificate(raw)
	return &ca{cert, key}, err
}

func (a *ca) sign(leaf *x509.Certificate) (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	raw, err := x509.CreateCertificate(rand.Reader, leaf, a.cert, key.Public(), a.key)
	return tls.Certificate{Certificate: [][]byte{raw}, PrivateKey: key}, err
}

// file keeps the authority's certificate where a subject can read it.
func (a *ca) file() (string, error) {
	f, err := os.CreateTemp("", "ergodrome-ca-*.pem")
	if err != nil {
		return "", err
	}
	err = pem.Encode(f, &pem.Block{Type: "CERTIFICATE", Bytes: a.cert.Raw})
	if closed := f.Close(); err == nil {
		err = closed
	}
	return f.Name(), err
}

// CAFile is the certificate of whom the subject is to trust; empty for a world that
// speaks no TLS.
func (s *Stage) CAFile() string { return s.caFile }

// lent is the network of a subject in this process.
type lent struct{ stage *Stage }

func (t lent) RoundTrip(r *http.Request) (*http.Response, error) { return t.stage.roundTrip(r) }

// Unchecked is the same network for whoever believes any certificate: the place of a
// defect.
func (t lent) Unchecked() http.RoundTripper {
	loose := t.stage.pipes.Clone()
	if loose.TLSClientConfig != nil {
		loose.TLSClientConfig.InsecureSkipVerify = true
	}
	return loose
}
