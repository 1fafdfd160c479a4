// Package token gets, keeps and renews the OAuth2 tokens of a vendor's users.
//
// A [Client] is an application at an authorization server. [Client.Begin]
// starts a login; [Login.Finish] checks what came back and exchanges the code;
// a [Keeper] keeps the token of one user in a [Store], renews it before it
// expires, once however many ask, and stores a new refresh token before it
// uses the access token that came with it:
//
//	app, err := token.New(polaraccesslink.AuthServer(), id, secret, token.WithRedirectURL("http://127.0.0.1:8788/callback"))
//	login, err := app.Begin("sleep:read", "activity:read")
//	fmt.Println("visit", login.URL())
//	granted, err := login.Listen(ctx)
//	keeper := app.Keeper(token.File("polar.json"))
//	err = keeper.Set(ctx, granted)
//	client, err := polaraccesslink.New(polaraccesslink.WithTokens(keeper))
//
// Every error is an *apierr.Error. Neither it nor anything that is logged or
// printed holds a token, a code, a verifier or the client's secret.
package token
