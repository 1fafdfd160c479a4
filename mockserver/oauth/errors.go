package oauth

// The codes of refusals.
const (
	InvalidRequest          = "invalid_request"           // RFC 6749, sections 4.1.2.1 and 5.2
	InvalidClient           = "invalid_client"            // RFC 6749, section 5.2
	InvalidGrant            = "invalid_grant"             // RFC 6749, section 5.2
	UnauthorizedClient      = "unauthorized_client"       // RFC 6749, sections 4.1.2.1 and 5.2
	AccessDenied            = "access_denied"             // RFC 6749, section 4.1.2.1
	UnsupportedResponseType = "unsupported_response_type" // RFC 6749, section 4.1.2.1
	UnsupportedGrantType    = "unsupported_grant_type"    // RFC 6749, section 5.2
	InvalidScope            = "invalid_scope"             // RFC 6749, sections 4.1.2.1 and 5.2
	InvalidToken            = "invalid_token"             // RFC 6750, section 3.1
)

// Error is a refusal. Its words hold no secret.
type Error struct {
	Code        string
	Description string // one sentence for people
	// RedirectURI is where the refusal may be sent to; empty when the person at
	// the browser must be told instead, and for everything but authorization.
	RedirectURI string
	State       string // what the client wants to see again
}

func (e *Error) Error() string { return "oauth: " + e.Code + ": " + e.Description }

// Redirectable says whether the refusal may be sent to the client by redirect.
func (e *Error) Redirectable() bool { return e.RedirectURI != "" }

func refuse(code, description string) *Error { return &Error{Code: code, Description: description} }
