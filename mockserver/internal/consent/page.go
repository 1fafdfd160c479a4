package consent

import (
	"crypto/sha256"
	_ "embed" // the style sheet
	"encoding/base64"
	"net/url"
	"strings"

	"github.com/ergodrome/ergodrome/internal/markup"
)

//go:embed style.css
var styleCSS string

// Policy is the Content-Security-Policy of pages: no script, nothing from
// elsewhere, and this style sheet alone. Where forms may lead to follows.
func Policy() string {
	sum := sha256.Sum256([]byte(styleCSS))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; img-src data:; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
}

// Source is how a redirect URI is named in form-action, which browsers hold
// against the redirect that follows a form as well; nothing for what is none.
func Source(uri string) string {
	u, err := url.Parse(uri)
	switch {
	case err != nil || u.Scheme == "":
		return ""
	case u.Host == "" || strings.ContainsAny(u.Host, "[];, '\""):
		return u.Scheme + ":" // custom schemes have no host, and IPv6 addresses no spelling
	}
	return u.Scheme + "://" + u.Host
}

// Host is what a person is told about a redirect URI.
func Host(uri string) string {
	u, err := url.Parse(uri)
	switch {
	case err != nil:
		return "the application"
	case u.Host == "":
		return "the application (" + u.Scheme + ":)"
	}
	return u.Host
}

// Page is what a page says, whatever is on it.
type Page struct {
	Account string // whose pages they are: "Polar account"
	Title   string
	Problem string // what the person has to mend
	Anchor  string // the control where, if it is one
}

// Around puts content between what all pages have in common.
func (p Page) Around(content markup.HTML) markup.HTML {
	return markup.Format(`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>%s%s – simulated %s</title>
<link rel="icon" href="data:,">
<style>%s</style>
</head>
<body>
<header><p><strong>Simulated %[3]s</strong> Nobody’s real data is here. No password is needed.</p></header>
<main>
%[5]s<h1>%[2]s</h1>

%[6]s</main>
</body>
</html>
`, markup.If(p.Problem != "", "Error: "), p.Title, p.Account, markup.HTML(styleCSS), p.problem(), content) // the style sheet is a file of this package
}

// problem comes before everything else and leads to the control that needs mending.
func (p Page) problem() markup.HTML {
	if p.Problem == "" {
		return ""
	}
	text := markup.Text(p.Problem)
	if p.Anchor != "" {
		text = markup.Format(`<a href="#%s">%s</a>`, p.Anchor, text)
	}
	return markup.Format(`<div class="problem" role="alert" tabindex="-1" autofocus aria-labelledby="problem">
<h2 id="problem">There is a problem</h2>
<p id="problem-text">%s</p>
</div>
`, text)
}

// Invalid marks a control that needs mending.
func Invalid(is bool) markup.HTML {
	return markup.If(is, ` aria-invalid="true" aria-describedby="problem-text"`)
}

// Choice is one of several controls of a kind: "radio" or "checkbox".
type Choice struct {
	Kind, Name, Value, ID string
	Checked, Invalid      bool
	Label, Hint           string
}

// Show is the control with its label.
func (c Choice) Show() markup.HTML {
	return markup.Format(`<div class="choice">
<input type="%s" name="%s" value="%s" id="%s"%s%s>
<label for="%[4]s">%[7]s <span class="hint">%[8]s</span></label>
</div>
`, c.Kind, c.Name, c.Value, c.ID, markup.If(c.Checked, " checked"), Invalid(c.Invalid), c.Label, c.Hint)
}
