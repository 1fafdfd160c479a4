package sweatstack

import "github.com/ergodrome/ergodrome/internal/markup"

// whole puts what a page says between what all pages have in common.
func whole(v view, content markup.HTML) markup.HTML {
	return markup.Format(`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>%s%s – simulated SweatStack account</title>
<link rel="icon" href="data:,">
<style>%s</style>
</head>
<body>
<header><p><strong>Simulated SweatStack account</strong> Nobody’s real data is here. No password is needed.</p></header>
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
	return markup.Format(`<div class="problem" role="alert" tabindex="-1" autofocus aria-labelledby="problem">
<h2 id="problem">There is a problem</h2>
<p id="problem-text"><a href="#%s">%s</a></p>
</div>
`, v.Anchor, v.Problem)
}

// invalid marks a control that needs mending.
func invalid(is bool) markup.HTML {
	return markup.If(is, ` aria-invalid="true" aria-describedby="problem-text"`)
}

// showMistake tells a person what an app has done wrong, which they cannot mend.
func showMistake(v view) markup.HTML {
	return whole(v, markup.Format(`<p>%s</p>
<p class="hint">Nothing was granted. Go back to the application and start again, or tell its makers what this page says.</p>
`, v.Text))
}

// showConsent is the page where a person says who they are, and allows or declines.
func showConsent(v view) markup.HTML {
	return whole(v, markup.Format(`<form method="post" action="%s" novalidate>
%s<fieldset role="radiogroup" aria-labelledby="who"%s>
<legend><h2 id="who">Who are you?</h2></legend>
%s</fieldset>
<div class="field">
<label for="username">Somebody else’s user ID <span class="hint">(optional; goes before the choice above)</span></label>
<input type="text" id="username" name="username"%s autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="64" value="%s">
</div>
<fieldset aria-describedby="scopes-hint">
<legend><h2>What may %s do?</h2></legend>
<p class="hint" id="scopes-hint">It has asked for all of this. Take out what you do not want.</p>
%s</fieldset>
%s<p class="hint">Either answer takes you to %s.</p>
<p class="buttons"><button type="submit" name="decision" value="allow">Allow</button>
<button type="submit" name="decision" value="decline" class="quiet">Decline</button></p>
</form>
`, v.Action, markup.Each(v.Hidden, func(f field) markup.HTML {
		return markup.Format("<input type=\"hidden\" name=\"%s\" value=\"%s\">\n", f.Name, f.Value)
	}), invalid(v.Nobody), markup.Each(v.Users, func(u userChoice) markup.HTML { return showUser(v, u) }),
		invalid(v.Anchor == "username"), v.Typed, v.Client, showScopes(v),
		markup.If(v.Not != "", markup.Format("<p class=\"hint\">It has also asked for what no account here can give: %s.</p>\n", v.Not)), v.Host))
}

func showUser(v view, u userChoice) markup.HTML {
	return markup.Format(`<div class="choice">
<input type="radio" name="user" value="%s" id="user-%[1]s"%[2]s>
<label for="user-%[1]s">%[3]s <span class="hint">%[1]s</span></label>
</div>
`, u.ID, markup.If(u.ID == v.Chosen, " checked"), u.Name)
}

func showScopes(v view) markup.HTML {
	var all markup.HTML
	for i, s := range v.Scopes {
		all += markup.Format(`<div class="choice">
<input type="checkbox" name="scopes" value="%s" id="scope-%s"%s%s>
<label for="scope-%[2]s">%[5]s <span class="hint">%[1]s</span></label>
</div>
`, s.Name, i, markup.If(s.Checked, " checked"), invalid(v.Anchor == "scope-0"), s.What)
	}
	return all
}
