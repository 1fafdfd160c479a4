package polarauth

import (
	"strconv"

	"github.com/ergodrome/ergodrome/internal/markup"
	"github.com/ergodrome/ergodrome/mockserver/internal/consent"
)

// whole puts what a page says between what all pages have in common.
func whole(v view, content markup.HTML) markup.HTML {
	return consent.Page{Account: "Polar account", Title: v.Title, Problem: v.Problem, Anchor: v.Anchor}.Around(content)
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
		v.Action, v.CSRF, markup.Each(v.Groups, func(g group) markup.HTML { return showGroup(v, g) }), consent.Invalid(v.Anchor == "username"), v.Typed))
}

func showGroup(v view, g group) markup.HTML {
	return markup.Format(`<fieldset role="radiogroup" aria-labelledby="%s"%s>
<legend id="%[1]s"><h2>%[3]s</h2></legend>
%[4]s%[5]s</fieldset>
`, g.ID, consent.Invalid(v.Unchosen), g.Legend, markup.Each(g.Users, func(u userChoice) markup.HTML {
		return consent.Choice{Kind: "radio", Name: "user", Value: u.ID, ID: "user-" + u.ID, Checked: u.ID == v.User, Label: u.Name, Hint: "user " + u.ID}.Show()
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
		all += consent.Choice{Kind: "checkbox", Name: "scope", Value: s.Name, ID: "scope-" + strconv.Itoa(i), Checked: s.Checked, Invalid: v.Problem != "", Label: s.What, Hint: s.Name}.Show()
	}
	return all
}

// showMessage is a page that only says something.
func showMessage(v view) markup.HTML {
	return whole(v, markup.Each(v.Lines, func(line string) markup.HTML { return markup.Format("<p>%s</p>\n", line) })+
		markup.If(v.Code != "", markup.Format("<p class=\"hint\">Error code: <code>%s</code></p>\n", v.Code)))
}
