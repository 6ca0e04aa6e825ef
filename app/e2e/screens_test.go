//go:build linux

package e2e

import (
	"fmt"
	"image"
	"image/color"
	"slices"
	"testing"
)

// looks are the looks with the keys that choose them, their ground and how the spoken sentence is filled.
var looks = []struct {
	name, key    string
	ground, fill color.RGBA
}{
	{"paper", "ctrl+2", rgb(0xFBF8F2), rgb(0xFFE39A)},
	{"ink", "ctrl+3", rgb(0x14161A), rgb(0x4A3D0F)},
	{"contrast", "ctrl+4", rgb(0x000000), rgb(0xFFFF00)},
}

func rgb(n uint32) color.RGBA { return color.RGBA{uint8(n >> 16), uint8(n >> 8), uint8(n), 0xff} }

// textSizes are the sizes shown, with how many steps they are above 100%.
var textSizes = []struct {
	percent string
	steps   int
}{{"100", 0}, {"300", 7}, {"400", 9}}

// windowSizes are the sizes of window shown: the usual and the smallest.
var windowSizes = []image.Point{usualSize, image.Pt(640, 480)}

// textSize makes the text some steps larger than usual.
func (p *program) textSize(steps int) {
	p.t.Helper()
	p.key(append([]string{"ctrl+0"}, slices.Repeat([]string{"ctrl+equal"}, steps)...)...)
	p.settle()
}

// count is how many pixels of the window have a colour.
func (p *program) count(area image.Rectangle, c color.RGBA) int {
	picture := p.display.picture(area)
	n := 0
	for i := 0; i < len(picture.Pix); i += 4 {
		if picture.Pix[i] == c.R && picture.Pix[i+1] == c.G && picture.Pix[i+2] == c.B {
			n++
		}
	}
	return n
}

// everyLook shows a screen in every look and size, keeps its pictures and looks at each.
func (p *program) everyLook(screen string, look func(t *testing.T, picture string, ground, fill color.RGBA)) {
	p.t.Helper()
	for _, size := range windowSizes {
		p.resize(size)
		for _, text := range textSizes {
			p.textSize(text.steps)
			for _, l := range looks {
				p.key(l.key)
				p.settle()
				name := fmt.Sprintf("%s-%s-%s-%dx%d", screen, l.name, text.percent, size.X, size.Y)
				p.save(name)
				if n, all := p.count(image.Rectangle{Max: size}, l.ground), size.X*size.Y; n < all/12 {
					p.t.Errorf("%s: only %d of %d pixels have the ground's colour", name, n, all)
				}
				look(p.t.(*testing.T), name, l.ground, l.fill)
			}
		}
	}
	p.resize(usualSize)
	p.textSize(0)
	p.key("ctrl+2")
	p.settle()
}

func TestEveryScreenInEveryLook(t *testing.T) {
	t.Parallel()
	d := sit(t)
	d.sample()
	story := d.seed()
	p := d.open(story)
	p.save("first-start")
	p.key(slices.Repeat([]string{"alt+Right"}, 6)...)
	p.settle()
	p.everyLook("reader", func(t *testing.T, name string, _, fill color.RGBA) {
		if p.count(image.Rectangle{}, fill) < 500 {
			t.Errorf("%s: the spoken sentence is not in sight", name)
		}
	})
	p.key("ctrl+l")
	p.settle()
	p.everyLook("library", func(*testing.T, string, color.RGBA, color.RGBA) {})
	p.everyPanel()
}

// everyPanel keeps pictures of what lies over the screens, in the usual window and in the tightest.
func (p *program) everyPanel() {
	p.t.Helper()
	for _, size := range []struct {
		suffix string
		window image.Point
		steps  int
	}{{"100-1280x800", usualSize, 0}, {"300-640x480", windowSizes[1], 7}, {"400-1280x720", image.Pt(1280, 720), 9}} {
		p.resize(size.window)
		p.textSize(size.steps)
		for _, screen := range []struct {
			name       string
			open, shut []string
			write      string
		}{
			{name: "keys", open: []string{"question"}, shut: []string{"Escape"}},
			{name: "add", open: []string{"ctrl+n"}, shut: []string{"Escape"}},
			{name: "hits", open: []string{"ctrl+f"}, write: "north korea", shut: []string{"ctrl+a", "BackSpace", "Escape"}},
			{name: "no-hits", open: []string{"ctrl+f"}, write: "xylophone", shut: []string{"ctrl+a", "BackSpace", "Escape"}},
			{name: "removed", open: []string{"ctrl+Delete"}, shut: []string{"ctrl+shift+z"}},
			{name: "empty", open: []string{"ctrl+Delete", "ctrl+Delete", "Escape"}, shut: []string{"ctrl+shift+z", "ctrl+shift+z"}},
		} {
			for _, key := range screen.open {
				p.key(key)
				p.settle()
			}
			if screen.write != "" {
				p.write(screen.write)
				p.settle()
			}
			p.save(screen.name + "-" + size.suffix)
			for _, key := range screen.shut {
				p.key(key)
				p.settle()
			}
		}
	}
}
