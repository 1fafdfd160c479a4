package stage_test

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"os"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/runner/simulator"
	"github.com/ergodrome/ergodrome/conformance/runner/stage"
)

// A world shows the certificate that its case asks for, in virtual time and in real.
func TestCertificates(t *testing.T) {
	for _, tt := range []struct {
		kind conformance.Certificate
		good bool
	}{
		{conformance.CertificateGood, true},
		{conformance.CertificateUnknown, false},
		{conformance.CertificateOtherName, false},
		{conformance.CertificateExpired, false},
	} {
		c := &conformance.Case{ID: "T-A-001", API: "firstbeat", World: conformance.World{TLS: tt.kind}}
		meet := func(t *testing.T, s *stage.Stage, client *http.Client) {
			t.Helper()
			req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.BaseURL()+"/v1/sports/accounts", http.NoBody)
			require.NoError(t, err)
			require.Equal(t, "https", req.URL.Scheme)
			began := time.Now()
			resp, err := client.Do(req)
			require.Equal(t, 1, s.Fired()["handshake"])
			if tt.good {
				require.NoError(t, err)
				require.NoError(t, resp.Body.Close())
				require.Len(t, s.Exchanges(), 1)
				return
			}
			var refused *tls.CertificateVerificationError
			require.ErrorAs(t, err, &refused)
			require.Less(t, time.Since(began), time.Minute, "nobody waits for the other")
			require.Empty(t, s.Exchanges())
			loose, ok := s.Client().Transport.(interface{ Unchecked() http.RoundTripper })
			require.True(t, ok)
			resp, err = loose.Unchecked().RoundTrip(req)
			require.NoError(t, err, "whoever believes anything is answered")
			require.NoError(t, resp.Body.Close())
		}
		t.Run(string(tt.kind)+" in virtual time", func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, err := stage.Open(c, 1, simulator.New())
				require.NoError(t, err)
				defer s.Close()
				meet(t, s, s.Client())
			})
		})
		t.Run(string(tt.kind)+" on a socket", func(t *testing.T) {
			s, err := stage.Listen(c, 1, simulator.New())
			require.NoError(t, err)
			pem, err := os.ReadFile(s.CAFile())
			require.NoError(t, err)
			pool := x509.NewCertPool()
			require.True(t, pool.AppendCertsFromPEM(pem))
			network := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}}
			defer network.CloseIdleConnections()
			meet(t, s, &http.Client{Transport: network})
			s.Close()
			require.NoFileExists(t, s.CAFile())
		})
	}
	_, err := stage.Listen(&conformance.Case{ID: "T-A-001", API: "firstbeat", World: conformance.World{TLS: "homemade"}}, 1, simulator.New())
	require.ErrorContains(t, err, `world.tls: "homemade" is no kind of certificate`)
}
