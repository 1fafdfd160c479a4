package intercept

import (
	_ "embed"
	"fmt"
	"net"
	"os"
	"path/filepath"

	"github.com/ergodrome/ergodrome/internal/selfca"
)

//go:embed preload.cjs
var preload string

// CAFile is the name of the authority's certificate in the folder of Files.
const CAFile = "ergodrome-ca.pem"

// Files writes what programs need to find the proxy and to trust it.
func Files(dir string, ca *selfca.Authority) error {
	for name, text := range map[string][]byte{CAFile: ca.PEM(), "ergodrome-ca.jks": keystore(ca.DER()), "preload.cjs": []byte(preload)} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// Environment are the variables by which runtimes find the proxy and trust the authority
// whose files are in dir: Python (requests, urllib, httpx), curl and Go through proxy and
// file of certificates, Node through a preload (its fetch knows no proxy before Node 22.21),
// Java through the options of its machine.
func (p *Proxy) Environment(dir string) []string {
	pem, url := filepath.Join(dir, CAFile), "http://"+p.Addr()
	host, port, _ := net.SplitHostPort(p.Addr()) // it is an address of our own
	const here = "127.0.0.1,localhost,::1"
	var out []string
	for _, name := range []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"} {
		out = append(out, name+"="+url)
	}
	for _, name := range []string{"REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"} {
		out = append(out, name+"="+pem)
	}
	return append(out,
		"NO_PROXY="+here, "no_proxy="+here,
		"NODE_USE_ENV_PROXY=1", `NODE_OPTIONS=--require="`+filepath.Join(dir, "preload.cjs")+`"`, "ERGODROME_INTERCEPT_PORT="+port,
		fmt.Sprintf("JAVA_TOOL_OPTIONS=-Dhttps.proxyHost=%[1]s -Dhttps.proxyPort=%[2]s -Dhttp.proxyHost=%[1]s -Dhttp.proxyPort=%[2]s "+
			`"-Djavax.net.ssl.trustStore=%[3]s" `+"-Djavax.net.ssl.trustStoreType=JKS -Djavax.net.ssl.trustStorePassword=%[4]s",
			host, port, filepath.Join(dir, "ergodrome-ca.jks"), password))
}
