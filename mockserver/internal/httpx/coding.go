package httpx

// Code compresses resp with the best coding that both sides know. STUB: to be
// written by the owner of this package.
func Code(acceptEncoding string, offered []string, minBytes int, resp Response) Response {
	return resp
}
