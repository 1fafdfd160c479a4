package twotone

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"

	"github.com/stretchr/testify/require"
)

func picture(pixels int) *Picture {
	return &Picture{
		Pixels: pixels, Paper: Colour{240, 240, 240}, Ink: Colour{61, 200, 133},
		Inked: func(x, y int) bool { return (x*7/pixels+y*5/pixels)%3 == 0 || x == y },
	}
}

func at(img image.Image, x, y int) Colour {
	c, _ := color.RGBAModel.Convert(img.At(x, y)).(color.RGBA)
	return Colour{c.R, c.G, c.B}
}

func TestAPNGIsThePicture(t *testing.T) {
	t.Parallel()
	for _, pixels := range []int{1, 7, 8, 33, 200} {
		p := picture(pixels)
		raw, err := p.PNG()
		require.NoError(t, err)
		img, err := png.Decode(bytes.NewReader(raw))
		require.NoError(t, err)
		require.Equal(t, image.Rect(0, 0, pixels, pixels), img.Bounds())
		for y := range pixels {
			for x := range pixels {
				want := p.Paper
				if p.Inked(x, y) {
					want = p.Ink
				}
				require.Equal(t, want, at(img, x, y))
			}
		}
	}
}

func TestAJPEGIsAsNearToThePictureAsTheStandardLibrarysIs(t *testing.T) {
	t.Parallel()
	for _, pixels := range []int{1, 7, 8, 33, 200} {
		p := picture(pixels)
		img, err := jpeg.Decode(bytes.NewReader(p.JPEG()))
		require.NoError(t, err)
		require.Equal(t, image.Rect(0, 0, pixels, pixels), img.Bounds())
		for y := range pixels {
			for x := range pixels {
				want := p.Paper
				if p.Inked(x, y) {
					want = p.Ink
				}
				got := at(img, x, y)
				for c := range want {
					require.InDelta(t, want[c], got[c], 24, "%d of %d %d in %d", c, x, y, pixels)
				}
			}
		}
	}
}

func TestSquaresOfOneColourKeepIt(t *testing.T) {
	t.Parallel()
	for _, ink := range []Colour{{0, 0, 0}, {255, 255, 255}, {255, 0, 0}, {0, 255, 0}, {0, 0, 255}, {60, 209, 130}} {
		p := &Picture{Pixels: 64, Paper: Colour{240, 240, 240}, Ink: ink, Inked: func(x, _ int) bool { return x >= 32 }}
		img, err := jpeg.Decode(bytes.NewReader(p.JPEG()))
		require.NoError(t, err)
		for c := range ink {
			require.InDelta(t, ink[c], at(img, 40, 8)[c], 3)
			require.InDelta(t, 240, at(img, 8, 40)[c], 3)
		}
	}
}
