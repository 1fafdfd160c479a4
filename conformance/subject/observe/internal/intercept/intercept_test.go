package intercept

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ergodrome/ergodrome/conformance"
	"github.com/ergodrome/ergodrome/conformance/runner/simulator"
	"github.com/ergodrome/ergodrome/conformance/runner/stage"
	"github.com/ergodrome/ergodrome/internal/selfca"
)

const (
	waitAtMost  = 20 * time.Second
	waitBetween = 5 * time.Millisecond
)

// listen puts a proxy before a world of Firstbeat with a further host.
func listen(t *testing.T) (*Proxy, *stage.Stage, *x509.CertPool, *selfca.Authority) {
	t.Helper()
	c := &conformance.Case{ID: "T-A-001", API: "firstbeat", World: conformance.World{
		Origins: map[string]conformance.Reply{"elsewhere.example": {Body: "hello from elsewhere"}},
	}}
	st, err := stage.Listen(c, 1, simulator.New())
	require.NoError(t, err)
	t.Cleanup(st.Close)
	ca, err := selfca.New()
	require.NoError(t, err)
	p, err := Listen(st, ca)
	require.NoError(t, err)
	t.Cleanup(p.Close)
	pool := x509.NewCertPool()
	require.True(t, pool.AppendCertsFromPEM(ca.PEM()))
	return p, st, pool, ca
}

func get(t *testing.T, p *Proxy, pool *x509.CertPool, target string) (status int, body string, err error) {
	t.Helper()
	tr := &http.Transport{Proxy: http.ProxyURL(&url.URL{Scheme: "http", Host: p.Addr()}), TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}}
	defer tr.CloseIdleConnections()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, target, http.NoBody)
	require.NoError(t, err)
	resp, err := tr.RoundTrip(req)
	if err != nil {
		return 0, "", err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(text), err
}

func TestTheVendorsHostIsTheWorld(t *testing.T) {
	t.Parallel()
	p, st, pool, _ := listen(t)
	status, _, err := get(t, p, pool, "https://api.firstbeat.com/v1/sports/accounts?a=b%20c")
	require.NoError(t, err)
	require.Equal(t, http.StatusUnauthorized, status)
	x := st.Exchanges()[0]
	require.Equal(t, []string{"firstbeat", "listAccounts", "/v1/sports/accounts", "a=b%20c", ""}, []string{x.Service, x.Operation, x.Path, x.Query, x.Origin})
	require.False(t, x.Stray)
	require.NotZero(t, x.Conn)

	status, body, err := get(t, p, pool, "http://elsewhere.example/there")
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, "hello from elsewhere", body)
	require.Equal(t, "elsewhere.example", st.Exchanges()[1].Origin)

	status, _, err = get(t, p, pool, st.BaseURL()+"/v1/sports/accounts")
	require.NoError(t, err)
	require.Equal(t, http.StatusUnauthorized, status)
	require.Empty(t, p.Refused())
	require.Len(t, st.Exchanges(), 3)
}

func TestNothingIsForwarded(t *testing.T) {
	t.Parallel()
	p, st, pool, _ := listen(t)
	_, _, err := get(t, p, pool, "https://example.com/")
	require.ErrorContains(t, err, "Forbidden")
	_, _, err = get(t, p, pool, "https://www.polaraccesslink.com/v3/users")
	require.ErrorContains(t, err, "Forbidden")
	status, body, err := get(t, p, pool, "http://api.firstbeat.com/v1/sports/accounts")
	require.NoError(t, err)
	require.Equal(t, http.StatusForbidden, status, "the vendor is asked in clear")
	require.Contains(t, body, "nothing is forwarded")
	require.Equal(t, []string{"CONNECT example.com:443", "CONNECT www.polaraccesslink.com:443", "GET http://api.firstbeat.com/v1/sports/accounts"}, p.Refused())
	require.Empty(t, st.Exchanges())
}

func TestAProgramThatDoesNotTrustTheAuthorityIsTold(t *testing.T) {
	t.Parallel()
	p, st, _, _ := listen(t)
	_, _, err := get(t, p, x509.NewCertPool(), "https://api.firstbeat.com/v1/sports/accounts")
	require.Error(t, err)
	require.Empty(t, st.Exchanges())
	require.Eventually(t, func() bool { return len(p.Refused()) == 1 }, waitAtMost, waitBetween)
	require.Contains(t, p.Refused()[0], "api.firstbeat.com: TLS failed")
}

// TestClientsThatAskAProxyForHTTPSWithoutATunnel, as old versions of axios do.
func TestClientsThatAskAProxyForHTTPSWithoutATunnel(t *testing.T) {
	t.Parallel()
	p, st, _, _ := listen(t)
	c, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", p.Addr())
	require.NoError(t, err)
	defer c.Close()
	_, err = io.WriteString(c, "GET https://api.firstbeat.com/v1/sports/accounts HTTP/1.1\r\nHost: api.firstbeat.com\r\nConnection: close\r\n\r\n")
	require.NoError(t, err)
	resp, err := http.ReadResponse(bufio.NewReader(c), nil)
	require.NoError(t, err)
	_ = resp.Body.Close()
	require.Equal(t, http.StatusUnauthorized, resp.StatusCode)
	require.Equal(t, "listAccounts", st.Exchanges()[0].Operation)
}

func TestTLSIsSpokenWithoutATunnelToo(t *testing.T) {
	t.Parallel()
	p, st, pool, _ := listen(t)
	for host, want := range map[string]int{"api.firstbeat.com": http.StatusUnauthorized, "example.com": http.StatusForbidden} {
		tr := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12, ServerName: host}}
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://"+p.Addr()+"/v1/sports/accounts", http.NoBody)
		require.NoError(t, err)
		req.Host = host
		resp, err := tr.RoundTrip(req)
		require.NoError(t, err)
		_ = resp.Body.Close()
		tr.CloseIdleConnections()
		require.Equal(t, want, resp.StatusCode)
	}
	require.Len(t, st.Exchanges(), 1)
	require.Equal(t, []string{"GET https://example.com/v1/sports/accounts"}, p.Refused())
}

func TestJavaReadsTheKeystore(t *testing.T) {
	t.Parallel()
	tool, err := exec.LookPath("keytool")
	if err != nil {
		t.Skip("there is no Java here to read it with")
	}
	_, _, _, ca := listen(t)
	dir := t.TempDir()
	require.NoError(t, Files(dir, ca))
	out, err := exec.CommandContext(t.Context(), tool, "-J-Xshare:auto", "-list", "-storetype", "JKS", "-storepass", password, "-keystore", filepath.Join(dir, "ergodrome-ca.jks")).CombinedOutput() //nolint:gosec // a tool of the machine
	require.NoError(t, err, string(out))
	require.Contains(t, string(out), "trustedCertEntry")
	info, err := os.Stat(filepath.Join(dir, CAFile))
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
}

func TestTheEnvironmentLeadsEveryRuntimeToTheProxy(t *testing.T) {
	t.Parallel()
	p, _, _, _ := listen(t)
	all := strings.Join(p.Environment("/dir"), "\n")
	for _, want := range []string{
		"HTTPS_PROXY=http://" + p.Addr(), "REQUESTS_CA_BUNDLE=/dir/ergodrome-ca.pem", `NODE_OPTIONS=--require="/dir/preload.cjs"`,
		"NO_PROXY=127.0.0.1", "-Djavax.net.ssl.trustStore=/dir/ergodrome-ca.jks",
	} {
		require.Contains(t, all, want)
	}
}
