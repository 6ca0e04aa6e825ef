package store

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"alongside/sync/playback/excerpt"
)

// heardDraft is a book of three files of sound, of one, two and three seconds.
func heardDraft(t *testing.T) Draft {
	t.Helper()
	draft := Draft{Transcript: lighthouse(), Alignment: timed(lighthouse())}
	dir := t.TempDir()
	var start time.Duration
	for i, length := range []time.Duration{time.Second, 2 * time.Second, 3 * time.Second} {
		path := filepath.Join(dir, []string{"one.wav", "two.wav", "three.wav"}[i])
		excerpt.Write(t, path, 0, length)
		if i == 0 {
			draft.AudioPath = path
		} else {
			draft.Parts = append(draft.Parts, Part{File: path, Start: start})
		}
		start += length
	}
	draft.Transcript.Audio.Duration = start
	return draft
}

func TestASoundInSeveralFilesIsOpenedAsOne(t *testing.T) {
	l := openLibrary(t)
	story := read(t, l, save(t, l, heardDraft(t)))
	audio, err := l.OpenSound(story)
	if err != nil {
		t.Fatal(err)
	}
	defer audio.Close()
	if got := audio.Duration(); got != 6*time.Second {
		t.Errorf("it lasts %v, want 6 s", got)
	}
}

func TestALostFileIsASilence(t *testing.T) {
	for n, want := range [][2]time.Duration{{0, time.Second}, {time.Second, 3 * time.Second}, {3 * time.Second, 6 * time.Second}} {
		l := openLibrary(t)
		story := read(t, l, save(t, l, heardDraft(t)))
		if err := os.Remove(l.AudioPaths(story)[n]); err != nil {
			t.Fatal(err)
		}
		audio, err := l.OpenSound(story)
		if err != nil {
			t.Fatal(err)
		}
		defer audio.Close()
		for buf, ok := make([][2]float64, 4096), true; ok; {
			_, ok = audio.Stream(buf)
		}
		damage := audio.Damage()
		if len(damage) != 1 || damage[0].Start != want[0] || damage[0].End != want[1] {
			t.Errorf("without file %d it tells of %v, want a silence from %v to %v", n+1, damage, want[0], want[1])
		}
	}
}

func TestAStoryWithoutSoundSaysSo(t *testing.T) {
	l := openLibrary(t)
	story := read(t, l, save(t, l, Draft{Transcript: lighthouse()}))
	if _, err := l.OpenSound(story); !errors.Is(err, ErrSilent) {
		t.Errorf("the error is %v", err)
	}
}
