//go:build linux

package e2e

import (
	"image"
	"image/color"
	"slices"
	"testing"
)

// TestEveryReadyMadeSet chooses each set by keys, as at a first start, and keeps a picture of it.
func TestEveryReadyMadeSet(t *testing.T) {
	t.Parallel()
	d := sit(t)
	d.sample()
	p := d.openSample()
	p.resize(image.Pt(1180, 740))
	p.key(slices.Repeat([]string{"alt+Right"}, 3)...)
	p.settle()
	for n, set := range []struct {
		name   string
		ground color.RGBA
	}{
		{"as-it-comes", rgb(0xFBF8F2)}, {"low-vision", rgb(0x000000)}, {"dyslexia", rgb(0xFBF3DC)}, {"hearing-loss", rgb(0xFBF8F2)}, {"language", rgb(0xFBF8F2)},
	} {
		choose := func(nth int) { // the keyboard begins on the first of six groups; below them is a switch
			p.key("F2")
			p.settle()
			p.key(slices.Repeat([]string{"Tab"}, 7+nth)...)
			p.settle()
			p.key("Return")
			p.settle()
		}
		choose(n)
		p.save("set-" + set.name + "-settings")
		p.key("Escape")
		p.settle()
		p.save("set-" + set.name)
		if got, all := p.count(image.Rectangle{Max: image.Pt(1180, 740)}, set.ground), 1180*740; got < all/8 {
			t.Errorf("%s: only %d of %d pixels have the ground's colour", set.name, got, all)
		}
		choose(0) // the next one from where all begin
		p.key("Escape")
		p.settle()
	}
}
