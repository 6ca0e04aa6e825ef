//go:build linux

package e2e

import (
	"image"
	"strings"
	"testing"
)

// TestEverythingByTheKeyboardAlone adds a story, finds it, opens, plays and pauses another, makes its text larger, and opens and
// leaves the panels. The mouse is not touched; the ring shows at each step where one is.
func TestEverythingByTheKeyboardAlone(t *testing.T) {
	t.Parallel()
	d := sit(t)
	p := d.openLibrary()
	p.waitTitle("The Fog Bell")
	p.press("ctrl+2")

	p.press("ctrl+n") // the focus is on the button that chooses a file; the way before it is copied text
	p.press("shift+Tab")
	p.press("Return")
	p.press("shift+Tab")
	p.write("The kettle")
	p.press("Tab")
	p.write("ANNA: The kettle is on.")
	p.settle()
	p.save("keyboard-add")
	for range 3 {
		p.press("Tab") // out of the text, past its sound and Cancel
	}
	p.key("Return")
	p.waitTitle("The kettle")

	p.openFound("kettle", "The kettle")
	p.openFound("fog bell", "The Fog Bell")
	p.resize(usualSize) // the toolkit takes the size back while a screen is built
	p.key("space")
	if !p.waitPlaying(true) {
		t.Error("Space does not play")
	}
	p.key("space")
	if !p.waitPlaying(false) {
		t.Error("Space does not pause")
	}
	p.settle()
	text := p.display.sum(textArea)
	p.press("ctrl+equal")
	if p.display.sum(textArea) == text {
		t.Error("Ctrl and + leave the text as it was")
	}
	p.press("ctrl+0")
	for _, key := range []string{"question", "ctrl+n", "F1"} {
		p.openAndLeave(key)
	}
	p.press("ctrl+f")
	p.press("Escape")
}

// press presses a key that leaves the focus somewhere, and looks for its ring.
func (p *program) press(key string) {
	p.t.Helper()
	p.key(key)
	p.settle()
	if n := p.count(image.Rectangle{}, ring); n < 100 {
		p.t.Errorf("after %s %d pixels have the colour of the ring", key, n)
	}
}

// openFound opens the story that is found first by some words.
func (p *program) openFound(words, title string) {
	p.t.Helper()
	p.key("ctrl+shift+f")
	p.settle()
	p.key("ctrl+a") // what was looked for before
	p.write(words)
	p.settle()
	p.press("Down")
	p.save("keyboard-" + words)
	p.key("Return")
	p.waitTitle(title)
	p.settle()
}

func (p *program) waitTitle(title string) {
	p.t.Helper()
	p.wait("the story "+title, func() bool { return strings.HasPrefix(p.title(), title) })
	p.settle()
}

// openAndLeave opens a panel, whose ring is another one, and leaves it: all is as before, the ring too.
func (p *program) openAndLeave(key string) {
	p.t.Helper()
	before := p.display.sum(image.Rectangle{})
	p.press(key)
	if p.display.sum(image.Rectangle{}) == before {
		p.t.Errorf("nothing came of %s", key)
	}
	p.press("Escape")
	if p.display.sum(image.Rectangle{}) != before {
		p.save("failed/after-" + key)
		p.t.Errorf("after the panel that %s opened, the focus is not where it was", key)
	}
}
