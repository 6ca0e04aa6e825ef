//go:build linux

package e2e

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/faiface/beep"
	"github.com/faiface/beep/wav"

	"alongside/assets"
	"alongside/store"
	"alongside/sync/playback/decode"
	"alongside/sync/timing"
)

// book puts the sample story into the library as a book: its sound in four files, cut in the middle of turns, and its third
// turn a table, which is to be skipped.
func (d *desk) book() telling {
	d.t.Helper()
	const sound = "../../assets/sample/the-fog-bell.ogg"
	words, times, err := timing.ReadStory(bytes.NewReader(assets.Sample().Timed))
	if err != nil {
		d.t.Fatal(err)
	}
	draft := store.Draft{
		Transcript: words, Alignment: times,
		Chapters: []store.Chapter{{Title: "The tower", Turn: 0}, {Title: "The fog", Turn: 3}},
		Asides:   []store.Aside{{First: 2, Last: 2, Kind: "table"}},
	}
	draft.Alignment.Method = "by construction"
	cuts := []time.Duration{0, 24 * time.Second, 44 * time.Second, 80 * time.Second}
	for i, path := range d.cutSound(sound, cuts) {
		if i == 0 {
			draft.AudioPath = path
			continue
		}
		draft.Parts = append(draft.Parts, store.Part{File: path, Start: cuts[i]})
	}
	lib, err := store.Open(d.t.Context(), filepath.Join(d.home, "data", "alongside"))
	if err != nil {
		d.t.Fatal(err)
	}
	defer lib.Close()
	if _, err := lib.Save(d.t.Context(), draft); err != nil {
		d.t.Fatal(err)
	}
	if err := lib.SaveSetting(d.t.Context(), "window", `{"skip":{"tables":true}}`); err != nil {
		d.t.Fatal(err)
	}
	return d.tell("1", sound)
}

// cutSound writes a sound as files that begin at the given moments.
func (d *desk) cutSound(path string, at []time.Duration) []string {
	d.t.Helper()
	audio, err := decode.Open(path)
	if err != nil {
		d.t.Fatal(err)
	}
	defer audio.Close()
	var parts []string
	for i, from := range at {
		to := audio.Len()
		if i+1 < len(at) {
			to = audio.Frame(at[i+1])
		}
		parts = append(parts, filepath.Join(d.t.TempDir(), "part.wav"))
		out, err := os.Create(parts[i])
		if err != nil {
			d.t.Fatal(err)
		}
		defer out.Close()
		format := beep.Format{SampleRate: audio.SampleRate(), NumChannels: 1, Precision: 2}
		if err := wav.Encode(out, beep.Take(to-audio.Frame(from), audio), format); err != nil {
			d.t.Fatal(err)
		}
	}
	return parts
}

func TestTheHighlightOfABookIsWhatIsHeard(t *testing.T) {
	d := sit(t)
	h := d.hear(d.book())
	h.key("space")
	h.jumpTo(21 * time.Second)
	time.Sleep(15 * time.Second) // past the end of the first file, what is skipped and the end of the second
	h.jumpTo(77 * time.Second)
	time.Sleep(8 * time.Second) // and of the third
	showings := h.finish()
	followed, _ := parted(showings)
	check(t, "while it plays", followed, 25)
	turns := map[int]bool{}
	for _, s := range showings {
		turns[s.Turn] = true
	}
	if turns[3] || !turns[2] || !turns[4] {
		t.Errorf("the turns %v were marked, want 2 and 4, and not 3, which is to be skipped", turns)
	}
}
