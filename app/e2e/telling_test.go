//go:build linux

package e2e

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"time"
)

// A telling is a story in the desk's library, with the times at which its parts are spoken.
type telling struct {
	id     string
	title  string
	audio  string
	length time.Duration
	starts []start
}

// A start is a moment at which another part of the story begins to be spoken. Numbers count from 1, sentence and word
// within their turn; 0 is none.
type start struct {
	Turn, Sentence, Word int
	At                   time.Duration
}

// Where the story is that the issue names, seen from this folder.
const shared = "../../../shared"

// seed adds the story in ../shared, whose sentences have times; where it is missing, as in a person's own checkout, the
// sample story takes its place.
func (d *desk) seed() telling {
	d.t.Helper()
	page := filepath.Join(shared, "seed/kgou-page.txt")
	if _, err := os.Stat(page); err != nil {
		d.t.Logf("%s is not here, so the sample story is played", page)
		return d.sample()
	}
	return d.add(filepath.Join(shared, "seed/kgou-story.mp3"), page, "--timings", filepath.Join(shared, "timed/kgou.vtt"))
}

// sample adds the sample story, whose words have times.
func (d *desk) sample() telling {
	d.t.Helper()
	return d.add("../../assets/sample/the-fog-bell.ogg", "../../assets/sample/the-fog-bell.json")
}

// add adds a story to the library.
func (d *desk) add(audio string, args ...string) telling {
	d.t.Helper()
	var added struct{ ID json.Number }
	d.decode(&added, append([]string{"add", "--json", "--audio", audio}, args...)...)
	return d.tell(added.ID.String(), audio)
}

// tell reads a story's times from the library.
func (d *desk) tell(id, audio string) telling {
	d.t.Helper()
	type span struct {
		Start *float64 `json:"start_s"`
		Text  string
	}
	var story struct {
		Title string
		Audio struct {
			Duration float64 `json:"duration_s"`
		}
		Turns []struct {
			N         int
			Start     *float64 `json:"start_s"`
			Text      string
			Sentences []span
			Words     []span
		}
	}
	d.decode(&story, "show", id, "--json")
	t := telling{id: id, title: story.Title, audio: audio, length: seconds(story.Audio.Duration)}
	for _, turn := range story.Turns {
		if turn.Start != nil {
			t.starts = append(t.starts, start{Turn: turn.N, At: seconds(*turn.Start)})
		}
		for i, s := range turn.Sentences {
			if s.Start != nil {
				t.starts = append(t.starts, start{Turn: turn.N, Sentence: i + 1, At: seconds(*s.Start)})
			}
		}
		for i, w := range turn.Words {
			if w.Start != nil {
				t.starts = append(t.starts, start{Turn: turn.N, Word: i + 1, At: seconds(*w.Start)})
			}
		}
	}
	if len(t.starts) == 0 {
		d.t.Fatalf("nothing in %q has a time", t.title)
	}
	return t
}

func seconds(s float64) time.Duration { return time.Duration(math.Round(s * float64(time.Second))) }

// decode runs a command of Alongside and reads the JSON that it prints.
func (d *desk) decode(into any, args ...string) {
	d.t.Helper()
	out := d.run(args...)
	if err := json.Unmarshal([]byte(out), into); err != nil {
		d.t.Fatalf("%v printed no JSON: %v\n%s", args, err, out)
	}
}

// begins is when what a line of the trace shows begins to be spoken: its word, else its sentence, else its turn.
func (t telling) begins(shown line) (time.Duration, bool) {
	want := start{Turn: shown.Turn}
	switch {
	case shown.Word > 0:
		want.Word = shown.Word
	case shown.Sentence > 0:
		want.Sentence = shown.Sentence
	}
	for _, s := range t.starts {
		if s.Turn == want.Turn && s.Sentence == want.Sentence && s.Word == want.Word {
			return s.At, true
		}
	}
	return 0, false
}

// sentences are the starts of the sentences.
func (t telling) sentences() []start {
	var list []start
	for _, s := range t.starts {
		if s.Sentence > 0 {
			list = append(list, s)
		}
	}
	return list
}

// samples decodes the story's audio by another program than ours, so that what is compared does not share our mistakes.
func (d *desk) samples(t telling) []float32 {
	d.t.Helper()
	raw := []byte(d.do("ffmpeg", "-v", "error", "-i", t.audio, "-ac", "1", "-ar", "48000", "-f", "f32le", "-"))
	samples := make([]float32, len(raw)/4)
	if err := binary.Read(bytes.NewReader(raw), binary.LittleEndian, samples); err != nil {
		d.t.Fatal(err)
	}
	return samples
}

// A line is one line of the trace.
type line struct {
	Wall     int64   `json:"wall_ns"`
	Position float64 `json:"position_s"`
	Turn     int     `json:"turn"`
	Sentence int     `json:"sentence"`
	Word     int     `json:"word"`
}

func (l line) at() time.Time { return time.Unix(0, l.Wall) }

func (l line) position() time.Duration { return seconds(l.Position) }

// lines reads the trace as far as it is written.
func (p *program) lines() []line {
	p.t.Helper()
	text, err := os.ReadFile(p.trace)
	if err != nil {
		p.t.Fatal(err)
	}
	var list []line
	whole := text[:bytes.LastIndexByte(text, '\n')+1]
	for _, row := range bytes.Split(bytes.TrimSpace(whole), []byte("\n")) {
		var l line
		if len(row) == 0 {
			continue
		}
		if err := json.Unmarshal(row, &l); err != nil {
			p.t.Fatalf("the trace has the line %q: %v", row, err)
		}
		list = append(list, l)
	}
	return list
}
