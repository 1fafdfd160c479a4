package polaraccesslink

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"slices"
	"strings"

	"github.com/ergodrome/ergodrome/mockserver/internal/draw"
	"github.com/ergodrome/ergodrome/mockserver/internal/httpx"
)

const (
	mediaPNG  = "image/png"
	mediaJPEG = "image/jpeg"
)

// pictured says whether a person has a picture.
func (t *tenant) pictured(athlete int) bool {
	return !t.set.noPicture.In(t.x) && !t.people.get(athlete).hidden && draw.Chance(t.data.Seed(), saltPicture, uint64(athlete)) < 0.8
}

// getProfilePicture answers with the bytes of an image. [confirmed: AccessLink v4
// page, the sizes and image/*; inferred: pixels, and 404 where there is none]
func getProfilePicture(t *tenant, c *caller) (any, error) {
	given := c.Query()["size"]
	if len(given) == 0 {
		return nil, c.bad("Query parameter 'size' is required")
	}
	size := slices.Index([]string{"small", "medium", "large"}, given[0])
	if size < 0 {
		return nil, c.bad("Unknown value '%.60s' for key 'size'", given[0])
	}
	if !t.pictured(c.athlete) {
		c.Call.Exchange.Decide("picture", "refuse", "the person has no picture")
		return nil, notFound("Profile picture not found")
	}
	return t.portrait(c.athlete, t.set.picture.In(t.x)[size], t.format(c.Header.Get("Accept")))
}

// bad refuses a parameter.
func (c *caller) bad(format string, args ...any) error {
	e := badRequest(format, args...)
	c.Call.Exchange.Decide("query", "refuse", e.Message)
	return e
}

// format is what a caller gets: the usual one, unless only the other is taken.
// Whoever takes no image gets one all the same. [inferred]
func (t *tenant) format(accept string) string {
	usual, other := mediaPNG, mediaJPEG
	if t.set.jpeg.In(t.x) {
		usual, other = other, usual
	}
	if strings.Contains(accept, other) && !strings.Contains(accept, usual) && !strings.Contains(accept, "image/*") && !strings.Contains(accept, "*/*") {
		return other
	}
	return usual
}

// portrait is a pattern of a person's own, the same in every size.
func (t *tenant) portrait(athlete, pixels int, format string) (httpx.Response, error) {
	const cells, margin = 5, 1 // of a side; of a cell's width
	r := t.personal(athlete, "picture")
	channel := func() uint8 { return uint8(60 + r.IntN(150)) }
	ink := color.RGBA{channel(), channel(), channel(), 255}
	paper := color.RGBA{240, 240, 240, 255}
	var pattern [cells][cells]bool
	for y := range cells {
		for x := range (cells + 1) / 2 {
			on := r.IntN(2) == 0
			pattern[y][x], pattern[y][cells-1-x] = on, on
		}
	}
	img := image.NewPaletted(image.Rect(0, 0, pixels, pixels), color.Palette{paper, ink})
	for y := range pixels {
		for x := range pixels {
			cx, cy := x*(cells+2*margin)/pixels-margin, y*(cells+2*margin)/pixels-margin
			if cx >= 0 && cx < cells && cy >= 0 && cy < cells && pattern[cy][cx] {
				img.Pix[y*img.Stride+x] = 1
			}
		}
	}
	var b bytes.Buffer
	err := png.Encode(&b, img)
	if format == mediaJPEG {
		b.Reset()
		err = jpeg.Encode(&b, img, nil)
	}
	if err != nil {
		return httpx.Response{}, fmt.Errorf("encode a picture: %w", err)
	}
	return httpx.Response{ContentType: format, Body: b.Bytes()}, nil
}
