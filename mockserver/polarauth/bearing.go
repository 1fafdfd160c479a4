package polarauth

// bearing says in which exchanges the answers to open questions can be seen, where
// that is not in all: operations, statuses, or none for requests of no operation.
const bearing = `
auto-approve authorize decideConsent showLogin login
remember-consent authorize decideConsent showLogin login
error-redirect authorize decideConsent showLogin login
unknown-redirect authorize decideConsent showLogin login
scope-delimiter authorize decideConsent showLogin login
code-life requestToken
token-life requestToken
refresh-life requestToken
refresh-token requestToken
refresh-reuse requestToken
code-replay requestToken
client-auth requestToken
client-error requestToken
error-description requestToken
wrong-media requestToken
scope-order requestToken
x-user-id requestToken
`
