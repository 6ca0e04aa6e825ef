package reader

import (
	"fmt"
	"image"
	"image/color"
	"slices"
	"testing"

	"alongside/app/control"
)

// stripScales are heights of the strip in the pixels of usual screens: at 100%, 125%, 150% and 200%.
func stripScales() []int { return []int{18, 23, 27, 36} }

// rows are the rows that a form covers.
func (f form) rows(height int) (rows []bool) {
	for y := range height {
		rows = append(rows, f.covers(y, height))
	}
	return rows
}

func TestAGapStandsBetweenTheStripsStretches(t *testing.T) {
	blue, red := color.NRGBA{B: 0xff, A: 0xff}, color.NRGBA{R: 0xff, A: 0xff}
	for _, width := range []int{3, 4, 5, 40} {
		img := image.NewNRGBA(image.Rect(0, 0, 2*width, stripHeight))
		fill(img, 0, width, speakerForm(0), blue)
		fill(img, width, 2*width, speakerForm(0), red)
		for x := 1; x < 2*width; x++ {
			if img.NRGBAAt(x-1, 0) == blue && img.NRGBAAt(x, 0) == red {
				t.Errorf("stretches %d wide touch", width)
			}
		}
	}
}

// Two forms are told apart by a sixth of the strip's height at least, or they would be a matter of single pixels.
func TestSpeakersDifferOnTheStripWithoutColour(t *testing.T) {
	forms := map[string]form{"what nobody speaks": soundForm()}
	for n := range control.SpeakerShapes {
		forms[fmt.Sprintf("speaker %d", n+1)] = speakerForm(n)
	}
	for _, height := range stripScales() {
		for one, f := range forms {
			for two, g := range forms {
				if one >= two {
					continue
				}
				differ := 0
				for y, on := range f.rows(height) {
					if on != g.rows(height)[y] {
						differ++
					}
				}
				if 6*differ < height {
					t.Errorf("%d pixels high: %s and %s differ in %d rows, want %d", height, one, two, differ, (height+5)/6)
				}
			}
		}
	}
}

func TestSpeakersWithOneColourDifferInFormOnTheStrip(t *testing.T) {
	for n := range 6 {
		if slices.Equal(speakerForm(n), speakerForm(n+6)) {
			t.Errorf("speakers %d and %d have the same colour and form", n+1, n+7)
		}
	}
}

func TestTheBandsOfAFormStandApart(t *testing.T) {
	for n := range control.SpeakerShapes {
		f := speakerForm(n)
		for i, b := range f {
			if b.to-b.from < 3 || b.from < 0 || b.to > stripHeight {
				t.Errorf("speaker %d: the band %v is too thin to be seen, or outside of the strip", n+1, b)
			}
			if i > 0 && b.from-f[i-1].to < 3 {
				t.Errorf("speaker %d: the bands %v and %v run together", n+1, f[i-1], b)
			}
		}
	}
}

func TestTheHatchingEndsWhereSomeoneSpeaks(t *testing.T) {
	grey, blue := color.NRGBA{R: 0x80, G: 0x80, B: 0x80, A: 0xff}, color.NRGBA{B: 0xff, A: 0xff}
	img := image.NewNRGBA(image.Rect(0, 0, 40, stripHeight))
	hatch(img, grey)
	fill(img, 0, 40, speakerForm(1), blue)
	for x := range 38 {
		for y := range stripHeight {
			if img.NRGBAAt(x, y) == grey {
				t.Fatalf("the hatching shows at %d, %d", x, y)
			}
		}
	}
}
