//go:build linux

package e2e

import (
	"bytes"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Places in the window in its usual size.
var (
	playSign  = image.Rect(628, 750, 652, 774) // the sign on the round button
	textArea  = image.Rect(290, 110, 990, 680) // the column of text
	wayBack   = image.Rect(500, 619, 780, 681) // the button that leads back to the spoken words
	ring      = rgb(0x0B57D0)                  // in the paper look
	mainColor = rgb(0x7A3A00)
)

// plays reports whether the story plays, by the sign on the round button: two bars, or a triangle.
func (p *program) plays() bool {
	middle := image.Rect(638, playSign.Min.Y, 642, playSign.Max.Y) // between the bars
	return p.count(middle, rgb(0xFFFFFF)) == 0
}

func (p *program) waitPlaying(want bool) bool {
	for deadline := time.Now().Add(3 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if p.plays() == want {
			return true
		}
	}
	return false
}

// openPaper opens a story in the paper look.
func (d *desk) openPaper(story telling) *program {
	d.t.Helper()
	p := d.open(story)
	p.key("ctrl+2")
	p.settle()
	return p
}

func TestTabReachesEverythingAndSpacePlaysEverywhere(t *testing.T) {
	t.Parallel()
	d := sit(t)
	p := d.openPaper(d.seed())
	if p.plays() {
		t.Fatal("the story plays before it was told to")
	}
	seen := map[uint64]bool{}
	for stop := 1; stop <= 40; stop++ {
		p.key("Tab")
		p.settle()
		if p.count(image.Rectangle{}, ring) < 100 {
			p.save(fmt.Sprintf("failed/no-ring-%d", stop))
			t.Errorf("stop %d has no visible ring", stop)
		}
		sum := p.display.sum(image.Rectangle{})
		if seen[sum] {
			break // once round
		}
		seen[sum] = true
		for _, want := range []bool{true, false} {
			p.key("space")
			if !p.waitPlaying(want) {
				p.save(fmt.Sprintf("failed/space-%d", stop))
				t.Fatalf("stop %d: after Space playing is %v", stop, !want)
			}
		}
		p.key("alt+Home") // so that only the ring tells one stop from the next
		p.settle()
	}
	// Back, smaller, larger, looks, find; transcript, strip; two turns, two sentences, play; speed, sound.
	if len(seen) < 14 {
		t.Errorf("Tab stops at %d places, want 14", len(seen))
	}
}

func TestSpaceIsALetterWhileTyping(t *testing.T) {
	t.Parallel()
	d := sit(t)
	p := d.openPaper(d.seed())
	p.key("ctrl+f")
	p.settle()
	before := p.display.sum(image.Rectangle{})
	p.write("north korea")
	p.settle()
	if p.display.sum(image.Rectangle{}) == before {
		t.Error("nothing came of typing")
	}
	if p.plays() {
		t.Error("a space in what is looked for began to play")
	}
}

func TestScrollingAwayStopsFollowingUntilAsked(t *testing.T) {
	t.Parallel()
	d := sit(t)
	story := d.seed()
	h := &hearing{program: d.openPaper(story), telling: story}
	turns := story.turns()
	h.key("alt+Right", "space")
	h.await(turns[0].first(story), time.Time{})
	h.scrollAway()
	h.save("scrolled-away")
	h.key("alt+Down") // who goes somewhere wants to see it
	h.await(turns[1].first(story), time.Time{})
	h.settleIn(textArea)
	if h.wayBackShown() || !h.spokenInSight() {
		t.Error("after going to the next turn the spoken words are not in sight")
	}
	h.scrollAway()
	above := image.Rectangle{Min: textArea.Min, Max: image.Pt(textArea.Max.X, wayBack.Min.Y)}
	away := h.display.sum(above)
	h.save("scrolled-away-again")
	time.Sleep(3 * time.Second)
	if h.display.sum(above) != away {
		h.save("failed/moved-while-scrolled-away")
		t.Error("the page moved under the reader's eyes")
	}
	h.key("ctrl+b")
	h.settleIn(textArea)
	if h.wayBackShown() || !h.spokenInSight() {
		t.Error("Ctrl+B does not lead back to the spoken words")
	}
}

// scrollAway turns the wheel until the spoken words are out of sight, and looks for the way back.
func (h *hearing) scrollAway() {
	h.t.Helper()
	for range 12 {
		h.click(image.Pt(640, 400), 5)
	}
	h.pointAway()
	h.settleIn(textArea)
	if !h.wayBackShown() {
		h.t.Error("no button leads back to the spoken words")
	}
}

func (h *hearing) wayBackShown() bool { return h.program.count(wayBack, mainColor) > 1000 }

func (h *hearing) spokenInSight() bool { return h.program.count(textArea, looks[0].fill) > 500 }

// first is the start of a turn's first sentence.
func (s start) first(story telling) start {
	for _, sentence := range story.sentences() {
		if sentence.Turn == s.Turn {
			return sentence
		}
	}
	return s
}

// place is where the library says that the reader is.
func (d *desk) place(story telling) time.Duration {
	d.t.Helper()
	var stories []struct {
		Title string
		Place float64 `json:"place_s"`
	}
	d.decode(&stories, "list", "--json")
	for _, s := range stories {
		if s.Title == story.title {
			return seconds(s.Place)
		}
	}
	d.t.Fatalf("%q is not in the library", story.title)
	return 0
}

func TestEverythingIsAsItWasAfterTheEnd(t *testing.T) {
	for _, c := range []struct {
		name   string
		signal syscall.Signal
		loss   time.Duration // how much of the place may be lost
	}{
		{"asked to end", syscall.SIGTERM, 300 * time.Millisecond},
		{"killed", syscall.SIGKILL, 6 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d := sit(t)
			story := d.seed()
			p := d.open(story)
			size := image.Pt(1000, 700)
			p.resize(size)
			p.key("ctrl+3", "ctrl+0", "ctrl+equal", "ctrl+equal")
			p.settle()
			for range 5 {
				p.key("alt+Right")
				time.Sleep(200 * time.Millisecond)
			}
			p.key("space")
			started, from := time.Now(), story.sentences()[4].At
			time.Sleep(7 * time.Second)
			p.end(c.signal)
			played := time.Since(started)
			place := d.place(story)
			if ahead := place - from - played; ahead > 300*time.Millisecond || ahead < -c.loss-time.Second {
				t.Errorf("the place is %v after %v from %v", place, played, from)
			}
			again := d.launch(story.id)
			again.wait("the story", func() bool { return len(again.title()) > 0 })
			again.settle()
			if c.signal == syscall.SIGTERM && again.size() != size {
				t.Errorf("the window is %v, want %v", again.size(), size)
			}
			if again.count(image.Rectangle{}, looks[1].ground) < 100000 {
				t.Error("the look is another one")
			}
			again.save("again-" + c.signal.String())
		})
	}
}

// buses counts the message buses that were started for the desk's display.
func (d *desk) buses() int {
	d.t.Helper()
	environments, _ := filepath.Glob("/proc/[0-9]*/environ")
	n := 0
	for _, path := range environments {
		environment, _ := os.ReadFile(path) // of another person's process it cannot be read
		name, _ := os.ReadFile(filepath.Join(filepath.Dir(path), "comm"))
		if strings.TrimSpace(string(name)) == "dbus-daemon" && bytes.Contains(environment, []byte("HOME="+d.home)) {
			n++
		}
	}
	return n
}

func TestNothingIsLeftBehind(t *testing.T) {
	t.Parallel()
	d := sit(t)
	p := d.openLibrary()
	p.end(syscall.SIGTERM)
	if n := d.buses(); n != 0 {
		t.Errorf("the program left %d message buses behind", n)
	}
}
