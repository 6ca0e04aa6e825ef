//go:build linux

package e2e

import (
	"image"
	"testing"
)

// menuBar is where the menu bar is in the window in its usual size.
var menuBar = image.Rect(0, 0, usualSize.X, 44)

func TestKeysLeadToTheMenusAndBack(t *testing.T) {
	t.Parallel()
	d := sit(t)
	p := d.openPaper(d.seed())
	p.key("Tab")
	p.settle()
	before := p.display.sum(image.Rectangle{})
	for _, key := range []string{"F10", "alt"} {
		p.key(key)
		p.settle()
		if p.count(menuBar, ring) < 100 {
			t.Errorf("after %s no title has a ring", key)
		}
		p.key("Down")
		p.settle()
		p.save("menu-" + key)
		if p.count(menuBar, ring) > 0 || p.count(image.Rectangle{}, ring) < 100 {
			t.Errorf("after %s and Down the ring is not in the menu", key)
		}
		p.key("Escape", "Escape")
		p.settle()
		if p.display.sum(image.Rectangle{}) != before {
			t.Errorf("after %s and back again the window is not as it was", key)
		}
	}
	p.key("alt+Down")
	p.settle()
	if p.count(menuBar, ring) > 0 {
		t.Error("Alt with another key leads to the menus")
	}
}

func TestMenusOpenAndChooseByMouse(t *testing.T) {
	t.Parallel()
	d := sit(t)
	p := d.openPaper(d.seed())
	p.click(image.Pt(40, 22), 1) // Story
	p.settle()
	p.do("xdotool", "mousemove", "468", "22") // Look
	p.settle()
	p.save("menu-by-mouse")
	p.click(image.Pt(526, 308), 1) // Ink
	p.settle()
	if p.count(image.Rectangle{}, looks[1].ground) < 100000 {
		t.Error("the look is not the one that was chosen")
	}
}

func TestTheWindowsKeysWorkWhileTyping(t *testing.T) {
	t.Parallel()
	d := sit(t)
	p := d.openPaper(d.seed())
	p.key("ctrl+f")
	p.settle()
	p.write("fog")
	p.key("ctrl+3")
	p.settle()
	if p.count(image.Rectangle{}, looks[1].ground) < 100000 {
		t.Error("Ctrl+3 does not change the look")
	}
	p.key("ctrl+2", "ctrl+a", "BackSpace")
	p.settle()
	empty := p.display.sum(image.Rectangle{})
	p.write("bell")
	p.settle()
	if p.display.sum(image.Rectangle{}) == empty {
		t.Error("nothing comes of typing after that")
	}
}
