package sweatstack

import (
	"strconv"

	"github.com/ergodrome/ergodrome/internal/markup"
	"github.com/ergodrome/ergodrome/mockserver/internal/consent"
)

// whole puts what a page says between what all pages have in common.
func whole(v view, content markup.HTML) markup.HTML {
	return consent.Page{Account: "SweatStack account", Title: v.Title, Problem: v.Problem, Anchor: v.Anchor}.Around(content)
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
	}), consent.Invalid(v.Nobody), markup.Each(v.Users, func(u userChoice) markup.HTML { return showUser(v, u) }),
		consent.Invalid(v.Anchor == "username"), v.Typed, v.Client, showScopes(v),
		markup.If(v.Not != "", markup.Format("<p class=\"hint\">It has also asked for what no account here can give: %s.</p>\n", v.Not)), v.Host))
}

func showUser(v view, u userChoice) markup.HTML {
	return consent.Choice{Kind: "radio", Name: "user", Value: u.ID, ID: "user-" + u.ID, Checked: u.ID == v.Chosen, Label: u.Name, Hint: u.ID}.Show()
}

func showScopes(v view) markup.HTML {
	var all markup.HTML
	for i, s := range v.Scopes {
		all += consent.Choice{Kind: "checkbox", Name: "scopes", Value: s.Name, ID: "scope-" + strconv.Itoa(i), Checked: s.Checked, Invalid: v.Anchor == "scope-0", Label: s.What, Hint: s.Name}.Show()
	}
	return all
}
