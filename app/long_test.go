package app

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"alongside/store"
	"alongside/store/intake"
	"alongside/store/invented"
)

// longWords are as many as are said in three hours.
const longWords = 32_000

// addLong adds an invented story of three hours, with a sound in which nothing is heard, to a library.
func addLong(t testing.TB, lib *store.Library) int64 {
	t.Helper()
	stories, err := invented.New()
	if err != nil {
		t.Fatal(err)
	}
	words, times := stories.Next(longWords)
	sound := filepath.Join(t.TempDir(), "long.wav")
	writeSilence(t, sound, words.Audio.Duration)
	id, err := lib.Save(t.Context(), store.Draft{Transcript: words, Alignment: times, AudioPath: sound})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// addSeed adds a report from the radio, with the times of its sentences.
func addSeed(t testing.TB, lib *store.Library) int64 {
	t.Helper()
	const shared = "../../shared/"
	if _, err := os.Stat(shared + "seed"); err != nil {
		t.Skip("the report is not here: ", err)
	}
	id, err := intake.Add(t.Context(), lib, intake.Source{
		Location: shared + "seed/kgou-page.txt", AudioPath: shared + "seed/kgou-story.mp3", TimingsPath: shared + "timed/kgou.vtt",
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// openAmid opens a story in the middle of what is said.
func openAmid(t testing.TB, add func(testing.TB, *store.Library) int64) *desk {
	t.Helper()
	lib := newLibrary(t)
	id := add(t, lib)
	d := newDesk(t, lib)
	d.start("")
	story, err := lib.Story(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	d.openStory(id, len(story.Transcript.Turns)/2)
	d.until("the story is open", func() bool { return d.reading != nil && d.reading.player != nil })
	d.until("its words are marked", func() bool { return d.reading.marked.Turn >= 0 })
	return d
}

// writeSilence writes a WAV file of 8000 samples a second. The disk has to hold little of it: it is one hole.
func writeSilence(t testing.TB, path string, length time.Duration) {
	t.Helper()
	const rate = 8000
	size := uint32(2 * rate * length.Seconds())
	head := []byte("RIFF____WAVEfmt ")
	binary.LittleEndian.PutUint32(head[4:], 36+size)
	for _, field := range []any{uint32(16), uint16(1), uint16(1), uint32(rate), uint32(2 * rate), uint16(2), uint16(16)} {
		head, _ = binary.Append(head, binary.LittleEndian, field)
	}
	head = binary.LittleEndian.AppendUint32(append(head, "data"...), size)
	err := os.WriteFile(path, head, 0o600)
	if err == nil {
		err = os.Truncate(path, int64(len(head))+int64(size))
	}
	if err != nil {
		t.Fatal(err)
	}
}

// comforts are the commands that can be ticked, of the menus for sound, text and following.
func (d *desk) comforts() (all []command) {
	for _, s := range d.sections {
		if slices.Contains([]string{"Play", "Listen", "Look", "Follow"}, s.name) {
			for _, c := range s.commands {
				asks := strings.HasSuffix(c.name, "…")
				if c.checked != nil && !asks && c.name != "Full screen" && d.possible(c) {
					all = append(all, c)
				}
			}
		}
	}
	return all
}

func TestEveryComfortCanBeChosenInAStory(t *testing.T) {
	if testing.Short() {
		t.Skip("short mode, as for the race detector, which would take minutes over it")
	}
	t.Run("of the radio", func(t *testing.T) { tryComforts(t, openAmid(t, addSeed)) })
	t.Run("of three hours", func(t *testing.T) { tryComforts(t, openAmid(t, addLong)) })
}

// tryComforts chooses each of the comforts, looks that it is ticked and that the reader stays where they were, and takes it back
// where it can be.
func tryComforts(t *testing.T, d *desk) {
	place := d.reading.position()
	for _, c := range d.comforts() {
		t.Run(c.name, func(t *testing.T) {
			before := c.checked(d.window)
			d.perform(c)
			d.settle()
			if after := c.checked(d.window); after == before && !after {
				t.Error("it is not ticked")
			}
			if now := d.reading.position(); now != place {
				t.Errorf("the story went from %v to %v", place, now)
			}
			if d.reading.screen.View.NeedsReturn() {
				t.Error("the words that are heard are out of sight")
			}
			if c.checked(d.window) != before {
				d.perform(c)
			}
		})
	}
}

// What the drawing goroutine does in one go: more than some 50 ms is felt.
func BenchmarkComfortsInAStoryOfThreeHours(b *testing.B) {
	d := openAmid(b, addLong)
	d.win.Resize(fyne.NewSize(1180, 740))
	for _, c := range d.comforts() {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				d.perform(c)
				d.settle()
			}
		})
	}
}
