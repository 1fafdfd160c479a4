package polarauth

import "github.com/ergodrome/ergodrome/internal/markup"

// whole puts what a page says between what all pages have in common.
func whole(v view, content markup.HTML) markup.HTML {
	return markup.Format(`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>%s%s – simulated Polar account</title>
<link rel="icon" href="data:,">
<style>%s</style>
</head>
<body>
<header><p><strong>Simulated Polar account</strong> Nobody’s real data is here. No password is needed.</p></header>
<main>
%s<h1>%[2]s</h1>

%[5]s</main>
</body>
</html>
`, markup.If(v.Problem != "", "Error: "), v.Title, markup.HTML(styleCSS), problem(v), content) // the style sheet is a file of this package
}

// problem comes before everything else and leads to the control that needs mending.
func problem(v view) markup.HTML {
	if v.Problem == "" {
		return ""
	}
	text := markup.Text(v.Problem)
	if v.Anchor != "" {
		text = markup.Format(`<a href="#%s">%s</a>`, v.Anchor, text)
	}
	return markup.Format(`<div class="problem" role="alert" tabindex="-1" autofocus aria-labelledby="problem">
<h2 id="problem">There is a problem</h2>
<p id="problem-text">%s</p>
</div>
`, text)
}

// invalid marks a control that needs mending.
func invalid(is bool) markup.HTML {
	return markup.If(is, ` aria-invalid="true" aria-describedby="problem-text"`)
}

// showSignIn is the page where a person says who they are.
func showSignIn(v view) markup.HTML {
	return whole(v, markup.Format(`%s<form method="post" action="%s" novalidate>
<input type="hidden" name="_csrf" value="%s">
%s<div class="field">
<label for="username">Somebody else’s user ID <span class="hint">(optional; goes before the choice above)</span></label>
<input type="text" id="username" name="username"%s inputmode="numeric" autocomplete="off" spellcheck="false" maxlength="20" value="%s">
</div>
<p class="buttons"><button type="submit">Sign in</button></p>
</form>
`, markup.If(v.Client != "", markup.Format("<p><strong>%s</strong> wants to see data. Say who you are; what it may see comes next.</p>\n", v.Client)),
		v.Action, v.CSRF, markup.Each(v.Groups, func(g group) markup.HTML { return showGroup(v, g) }), invalid(v.Anchor == "username"), v.Typed))
}

func showGroup(v view, g group) markup.HTML {
	return markup.Format(`<fieldset role="radiogroup" aria-labelledby="%s"%s>
<legend id="%[1]s"><h2>%[3]s</h2></legend>
%[4]s%[5]s</fieldset>
`, g.ID, invalid(v.Unchosen), g.Legend, markup.Each(g.Users, func(u userChoice) markup.HTML {
		return markup.Format(`<div class="choice">
<input type="radio" name="user" value="%s" id="user-%[1]s"%[2]s>
<label for="user-%[1]s">%[3]s <span class="hint">user %[1]s</span></label>
</div>
`, u.ID, markup.If(u.ID == v.User, " checked"), u.Name)
	}), hint(g.More))
}

func hint(text string) markup.HTML {
	return markup.If(text != "", markup.Format("<p class=\"hint\">%s</p>\n", text))
}

// showConsent is the page where a person allows or declines.
func showConsent(v view) markup.HTML {
	return whole(v, markup.Format(`<p>You are <strong>%s</strong> <span class="hint">user %s</span>. <a href="%s">Sign in as somebody else</a></p>
<form method="post" action="%s" novalidate>
<input type="hidden" name="_csrf" value="%s">
<fieldset aria-describedby="scopes-hint">
<legend><h2>What may %s see?</h2></legend>
<p class="hint" id="scopes-hint">It has asked for all of this. Take out what you want to keep to yourself.</p>
%s</fieldset>
%s<p class="hint">Either answer takes you to %s.</p>
<p class="buttons"><button type="submit" name="user_oauth_approval" value="true">Allow</button>
<button type="submit" name="user_oauth_approval" value="false" class="quiet">Decline</button></p>
</form>
`, v.Name, v.User, v.Switch, v.Action, v.CSRF, v.Client, showScopes(v),
		markup.If(v.Not != "", hint("It has also asked for what this account does not have: "+v.Not+".")), v.Host))
}

func showScopes(v view) markup.HTML {
	var all markup.HTML
	for i, s := range v.Scopes {
		all += markup.Format(`<div class="choice">
<input type="checkbox" name="scope" value="%s" id="scope-%s"%s%s>
<label for="scope-%[2]s">%[5]s <span class="hint">%[1]s</span></label>
</div>
`, s.Name, i, markup.If(s.Checked, " checked"), invalid(v.Problem != ""), s.What)
	}
	return all
}

// showMessage is a page that only says something.
func showMessage(v view) markup.HTML {
	return whole(v, markup.Each(v.Lines, func(line string) markup.HTML { return markup.Format("<p>%s</p>\n", line) })+
		markup.If(v.Code != "", markup.Format("<p class=\"hint\">Error code: <code>%s</code></p>\n", v.Code)))
}
