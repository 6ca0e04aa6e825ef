package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"alongside/app/desktop"
)

// A panelOfDesktop is the desktop's own controls under test: it keeps what it was last told to show, and whether the computer
// is kept awake.
type panelOfDesktop struct {
	shown desktop.Playing
	awake bool
}

func (p *panelOfDesktop) Show(now desktop.Playing) { p.shown = now }
func (p *panelOfDesktop) Hold(string)              { p.awake = true }
func (p *panelOfDesktop) Release()                 { p.awake = false }

// joined is a desk on a desktop with controls of its own, with the sample story open.
func joined(t *testing.T) (*desk, *panelOfDesktop) {
	t.Helper()
	d, p := newDesk(t, newLibrary(t)), &panelOfDesktop{}
	d.controls, d.keeper = p, p
	d.openSample()
	return d, p
}

// fromOutside does something on another goroutine, as the desktop does, and waits until it has ended.
func (d *desk) fromOutside(do func()) {
	d.t.Helper()
	done := make(chan struct{})
	go func() {
		do()
		close(done)
		d.waiting <- func() {} // so that it is looked at
	}()
	d.until("it is done", func() bool {
		select {
		case <-done:
			return true
		default:
			return false
		}
	})
}

func TestTheDesktopShowsTheOpenStory(t *testing.T) {
	d, p := joined(t)
	now, story := p.shown, d.reading.story
	if now.Story != story.ID || now.Title != story.Title || !now.Sound || !now.Turns || now.Going || now.Length != d.reading.player.Duration() {
		t.Errorf("the desktop shows %+v", now)
	}
}

func TestTheDesktopShowsWhatChanges(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*desk)
		so     func(desktop.Playing) bool
	}{
		"playing": {(*desk).toggleIt, func(p desktop.Playing) bool { return p.Going }},
		"faster":  {func(d *desk) { d.setSpeed(1.5) }, func(p desktop.Playing) bool { return p.Speed == 1.5 }},
		"quieter": {func(d *desk) { d.setVolume(0.3) }, func(p desktop.Playing) bool { return p.Volume == 0.3 }},
		"left":    {func(d *desk) { d.leaveReading() }, func(p desktop.Playing) bool { return p.Story == 0 }},
		"the end": {func(d *desk) { d.seek(d.reading.player.Duration() - 100*time.Millisecond); d.toggle() }, func(p desktop.Playing) bool { return p.Ended && !p.Going }},
	} {
		t.Run(name, func(t *testing.T) {
			d, p := joined(t)
			c.change(d)
			d.until("the desktop shows it", func() bool { return c.so(p.shown) })
		})
	}
}

func (d *desk) toggleIt() { d.toggle() }

func TestTheDesktopsControlsCommandTheStory(t *testing.T) {
	playing := func(d *desk) bool { return d.reading.player.Playing() }
	for name, c := range map[string]struct {
		before func(*desk)
		do     func(remote)
		so     func(*desk) bool
	}{
		"play":            {nil, remote.Play, playing},
		"play once more":  {(*desk).toggleIt, remote.Play, playing},
		"pause":           {(*desk).toggleIt, remote.Pause, func(d *desk) bool { return !playing(d) }},
		"pause once more": {nil, remote.Pause, func(d *desk) bool { return !playing(d) }},
		"play or pause":   {nil, remote.Toggle, playing},
		"go somewhere":    {nil, func(r remote) { r.Seek(40 * time.Second) }, func(d *desk) bool { return d.reading.position() == 40*time.Second }},
		"faster":          {nil, func(r remote) { r.SetSpeed(1.25) }, func(d *desk) bool { return d.reading.player.Speed() == 1.25 }},
		"quieter":         {nil, func(r remote) { r.SetVolume(0.4) }, func(d *desk) bool { return d.reading.player.Volume() == 0.4 }},
		"next turn":       {nil, remote.Next, func(d *desk) bool { return d.reading.marked.Turn == 0 }},
		"previous turn":   {func(d *desk) { d.nextTurn(); d.nextTurn() }, remote.Previous, func(d *desk) bool { return d.reading.marked.Turn == 0 }},
	} {
		t.Run(name, func(t *testing.T) {
			d, _ := joined(t)
			if c.before != nil {
				c.before(d)
			}
			d.fromOutside(func() { c.do(remote{d.window}) })
			d.until("it is done", func() bool { return c.so(d) }) // the mark of the place before may still be on its way
		})
	}
}

func TestThePositionIsToldWithoutTheDrawingGoroutine(t *testing.T) {
	d, _ := joined(t)
	d.seek(40 * time.Second)
	if got := (remote{d.window}).Position(); got != 40*time.Second {
		t.Errorf("the position is %v", got)
	}
}

func TestTheComputerStaysAwakeOnlyWhileAStoryPlays(t *testing.T) {
	d, p := joined(t)
	if p.awake {
		t.Error("it is kept awake before anything plays")
	}
	d.toggle()
	d.until("it is kept awake", func() bool { return p.awake })
	d.toggle()
	d.until("it may sleep", func() bool { return !p.awake })
	d.toggle()
	d.until("it is kept awake again", func() bool { return p.awake })
	d.leaveReading()
	if p.awake {
		t.Error("it is kept awake by a story that was left")
	}
}

func TestTheComputerMaySleepWhereThatIsWanted(t *testing.T) {
	d, p := joined(t)
	d.toggle()
	d.until("it is kept awake", func() bool { return p.awake })
	d.toggleAwake()
	if p.awake {
		t.Error("it is still kept awake")
	}
	d.saver.close()
	kept, err := loadPreferences(context.Background(), d.library)
	if err != nil || !kept.Sleep {
		t.Errorf("may sleep: %v, %v", kept.Sleep, err)
	}
}

func TestALaterStartOpensItsStoryHere(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.start("")
	d.fromOutside(func() {
		if err := d.accept(desktop.Request{Story: 1}); err != nil {
			t.Error(err)
		}
	})
	d.until("the story is open", func() bool { return d.reading != nil && d.reading.story.ID == 1 })
}

func TestALaterStartLeavesAStoryThatPlaysAsItIs(t *testing.T) {
	d, _ := joined(t)
	before := d.reading
	d.toggle()
	d.fromOutside(func() { _ = d.accept(desktop.Request{Story: before.story.ID}) })
	if d.reading != before || !before.player.Playing() {
		t.Error("it was opened anew")
	}
}

func TestALaterStartAddsItsFileHere(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.start("")
	path := filepath.Join(t.TempDir(), "harbor.txt")
	if err := os.WriteFile(path, []byte("MARIA LOPEZ: Good morning.\n\nBEN REED: Good morning to you.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	d.fromOutside(func() { _ = d.accept(desktop.Request{Location: []string{path}}) })
	d.until("the file is a story", func() bool { return d.reading != nil && d.reading.story.Origin == path })
}

func TestAWindowThatIsClosingTakesNothing(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.cancel()
	if err := d.accept(desktop.Request{Story: 1}); !errors.Is(err, desktop.ErrEnding) {
		t.Errorf("it answers %v", err)
	}
}
