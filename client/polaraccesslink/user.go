package polaraccesslink

import (
	"bytes"
	"context"
	"strings"

	"github.com/ergodrome/ergodrome/client/apierr"
)

// Account returns what the vendor knows of the user.
//
// GET /user/account-data
func (s *UserService) Account(ctx context.Context) (*Account, error) {
	return get[Account](ctx, s.client, call{operation: "GetAccount", path: "/user/account-data", scope: ScopeProfile}, "accountData")
}

// Devices returns the user's devices.
//
// GET /user-devices
func (s *UserService) Devices(ctx context.Context) (*UserDevices, error) {
	return get[UserDevices](ctx, s.client, call{operation: "ListDevices", path: "/user-devices", scope: ScopeDevices}, "")
}

// Subscriptions returns what the user subscribed to.
//
// GET /subscriptions
func (s *UserService) Subscriptions(ctx context.Context) ([]Subscription, error) {
	return list[Subscription](ctx, s.client, call{operation: "ListSubscriptions", path: "/subscriptions", scope: ScopeSubscriptions}, "userSubscriptions", "userSubscriptions")
}

// Sizes of a picture. [confirmed: AccessLink v4 document]
const (
	PictureSmall  = "small"
	PictureMedium = "medium"
	PictureLarge  = "large"
)

// Picture is an image as it came.
type Picture struct {
	MediaType string // image/png, image/jpeg
	Bytes     []byte
}

// Picture returns the user's picture. It is an error of kind apierr.ErrNotFound
// or apierr.ErrNoData if there is none.
//
// GET /user/profile-picture
func (s *UserService) Picture(ctx context.Context, size string) (*Picture, error) {
	const operation = "GetProfilePicture"
	if size != PictureSmall && size != PictureMedium && size != PictureLarge {
		return nil, invalid(operation, "size %.20q: want small, medium or large", size)
	}
	k := call{operation: operation, path: "/user/profile-picture", query: "?size=" + size, scope: ScopeProfile, media: "image/*"}
	r, err := s.client.do(ctx, k)
	if err != nil {
		return nil, err
	}
	defer r.Release()
	switch m := r.MediaType(); {
	case len(r.Body) == 0:
		return nil, s.client.refuse(k, &apierr.Error{Kind: apierr.ErrNoData, StatusCode: r.StatusCode, Message: "OK, but no picture"})
	case m != "" && m != "application/octet-stream" && !strings.HasPrefix(m, "image/"):
		return nil, s.client.refuse(k, &apierr.Error{Kind: apierr.ErrDecode, StatusCode: r.StatusCode, MediaType: m, Message: "OK, but no picture"})
	default:
		return &Picture{MediaType: m, Bytes: bytes.Clone(r.Body)}, nil
	}
}

// Hello returns the service's greeting. It needs no token, and sends none.
//
// GET /hello
func (c *Client) Hello(ctx context.Context) (string, error) {
	k := call{operation: "Hello", path: "/hello", media: "text/plain"}
	r, err := c.do(ctx, k)
	if err != nil {
		return "", err
	}
	defer r.Release()
	return string(bytes.ToValidUTF8(r.Body, []byte("\uFFFD"))), nil
}
