//go:build linux

package e2e

import (
	"image"
	"path/filepath"
	"testing"
	"time"
)

// noticeArea is where the window says things, in its usual size: below the top bar.
var noticeArea = image.Rect(0, 100, 1280, 150)

func TestKilledSoundServerStopsTheHighlightUntilItIsBack(t *testing.T) {
	d := sit(t)
	h := d.hear(d.seed())
	sentences := h.sentences()
	first, second := sentences[1], sentences[2]
	h.key("space")
	h.jumpTo(first.At - time.Second)
	h.await(first, h.jumps[0])
	time.Sleep(500 * time.Millisecond)
	before := h.compare(h.recorder.Stop(), nil)

	quiet := h.display.sum(noticeArea)
	h.sound.Kill()
	killed := time.Now()
	if _, said := h.display.changed(noticeArea, quiet, patience); !said {
		t.Error("the window does not say that the sound is gone")
	}
	time.Sleep(second.At - first.At + time.Second - time.Since(killed)) // by now an idle clock would have come to the next sentence
	if l := h.last(); l.at().After(killed.Add(100 * time.Millisecond)) {
		t.Errorf("without sound the highlight went on to turn %d, sentence %d", l.Turn, l.Sentence)
	}
	h.save("sound-gone")

	gone := h.display.sum(noticeArea)
	if err := h.sound.Restart(); err != nil {
		t.Fatal(err)
	}
	recorder, err := h.sound.Record(5 * time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	if _, said := h.display.changed(noticeArea, gone, patience); !said {
		t.Error("the window does not say that the sound is back")
	}
	h.await(second, killed)
	time.Sleep(700 * time.Millisecond)
	h.save("sound-back")
	after := h.compare(recorder.Stop(), nil)
	check(t, "before", before, 1)
	check(t, "when it is back", after, 1)
}

// save keeps a picture of the window among those of all screens.
func (p *program) save(name string) {
	p.t.Helper()
	if err := p.display.save(filepath.Join(screens, name+".png"), image.Rectangle{Max: p.size()}); err != nil {
		p.t.Error(err)
	}
}
