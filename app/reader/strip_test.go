package reader

import (
	"fmt"
	"image"
	"image/color"
	"testing"

	"alongside/app/control"
	"alongside/app/look"
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

// Two forms are told apart by a quarter of the strip's height at least: less would be a matter of single pixels.
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
				if 4*differ < height {
					t.Errorf("%d pixels high: %s and %s differ in %d rows, want %d", height, one, two, differ, (height+3)/4)
				}
			}
		}
	}
}

func TestSpeakersWithOneColourDifferInFormOnTheStrip(t *testing.T) {
	for n := range look.Speakers {
		if speakerForm(n) == speakerForm(n+look.Speakers) {
			t.Errorf("speakers %d and %d have the same colour and form", n+1, n+1+look.Speakers)
		}
	}
}

func TestEveryFormIsThickEnoughToShowItsColour(t *testing.T) {
	for n := range control.SpeakerShapes {
		if f := speakerForm(n); f.to-f.from < 5 || f.from < 0 || f.to > stripHeight {
			t.Errorf("speaker %d: %v is less than 5 pixels thick, or reaches out of the strip", n+1, f)
		}
	}
}

func TestTheHatchingEndsWhereSomeoneSpeaks(t *testing.T) {
	grey, blue := color.NRGBA{R: 0x80, G: 0x80, B: 0x80, A: 0xff}, color.NRGBA{B: 0xff, A: 0xff}
	img := image.NewNRGBA(image.Rect(0, 0, 40, stripHeight))
	hatch(img, grey)
	fill(img, 0, 40, speakerForm(1), blue)
	for x := range 40 {
		for y := range stripHeight {
			if img.NRGBAAt(x, y) == grey {
				t.Fatalf("the hatching shows at %d, %d", x, y)
			}
		}
	}
}
