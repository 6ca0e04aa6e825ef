package reader

import (
	"image"
	"image/color"
	"testing"
)

func TestAGapStandsBetweenTheStripsStretches(t *testing.T) {
	blue, red := color.NRGBA{B: 0xff, A: 0xff}, color.NRGBA{R: 0xff, A: 0xff}
	for _, width := range []int{3, 4, 5, 40} {
		img := image.NewNRGBA(image.Rect(0, 0, 2*width, 1))
		fill(img, 0, width, blue)
		fill(img, width, 2*width, red)
		for x := 1; x < 2*width; x++ {
			if img.NRGBAAt(x-1, 0) == blue && img.NRGBAAt(x, 0) == red {
				t.Errorf("stretches %d wide touch", width)
			}
		}
	}
}
