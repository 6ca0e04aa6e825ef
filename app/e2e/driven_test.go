//go:build linux

package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// A visit is what testdata/visit.py found.
type visit struct {
	Faults  []string
	Screens map[string][]string // what there is on each, as "role: name"
	Size    float64             // of the text, after it was set to 1.5
	Word    struct {
		Turn, Start, At int
		Text            string
		Place           [4]int // x, y, width and height in the window
	}
	Paused     bool
	Carets     []caretMove
	Paragraphs []string
}

// A caretMove is when a client heard that the caret stands elsewhere. The turn is counted from 0, the offset in letters.
type caretMove struct {
	Wall   int64 `json:"wall_ns"`
	Turn   int
	Offset int
}

// playFor is how long the story is played for a braille display to follow.
const playFor = 30 * time.Second

func TestAProgramThatDrivesProgramsUsesAllOfAlongside(t *testing.T) {
	d := sit(t)
	d.hasPython("pyatspi")
	d.openBuses("dbus-send")
	p := d.openLibrary()
	c := d.command(python, "testdata/visit.py", fmt.Sprint(playFor.Seconds()))
	var said bytes.Buffer
	c.Stderr = &said
	out, err := c.Output()
	if err != nil {
		t.Fatalf("the visit ended: %v\n%s", err, said.String())
	}
	var v visit
	if err := json.Unmarshal(out, &v); err != nil {
		t.Fatalf("%v in %q", err, out)
	}
	for _, fault := range v.Faults {
		t.Error(fault)
	}
	for screen, needs := range map[string][]string{
		"the library":       {"list: Stories", "entry: Find in all stories", "push button: Add a story"},
		"Settings":          {"dialog: Settings", "radio button: Ready-made", "radio button: Low vision"},
		"Settings, Text":    {"slider: Text size"},
		"Settings, Looks":   {"radio button: High contrast"},
		"Settings, Sound":   {"slider: Speed"},
		"Commands and keys": {"dialog: Commands and keys", "list: Commands and keys"},
		"About Alongside":   {"dialog: About Alongside"},
		"Storage":           {"dialog: Storage"},
		"Add a story":       {"dialog: Add a story"},
		"the feeds":         {"heading: Feeds"},
		"the story":         {"document frame: The Fog Bell of Wren Harbor", "push button: Play", "slider: Place in the story"},
	} {
		for _, need := range needs {
			if !slices.Contains(v.Screens[screen], need) {
				t.Errorf("%s has no %q; it has %s", screen, need, strings.Join(v.Screens[screen], ", "))
			}
		}
	}
	if v.Size != 1.5 {
		t.Errorf("set to 1.5, the text's size is %v", v.Size)
	}
	if v.Word.Text != "Wren " || v.Word.Start != v.Word.At || v.Word.Place[2] < 10 || v.Word.Place[3] < 10 {
		t.Errorf("the place's name was found as %+v", v.Word)
	}
	if !v.Paused {
		t.Error("it does not say that it paused")
	}
	p.wait("the program to quit by its menu", func() bool { return !p.running() })
	d.caretKeptUp(v)
}

// caretKeptUp checks that within 150 ms of the beginning of a sentence a client knows the caret there.
func (d *desk) caretKeptUp(v visit) {
	d.t.Helper()
	const (
		soonEnough = 150 * time.Millisecond
		most       = 0.9 // of the sentences, at least
	)
	begun := d.sentencesShown()
	if len(begun) < 6 {
		d.t.Fatalf("only %d sentences were heard", len(begun))
	}
	kept := 0
	for _, s := range begun {
		at, ok := caretAt(v, s.at.Add(soonEnough))
		there := ok && at.Turn == s.turn-1 && begins([]rune(v.Paragraphs[at.Turn]), at.Offset, s.text)
		if there {
			kept++
		}
		d.t.Logf("turn %d, %q: the caret is there: %t; it last moved %v after", s.turn, s.text, there, time.Unix(0, at.Wall).Sub(s.at).Round(time.Millisecond))
	}
	if share := float64(kept) / float64(len(begun)); share < most {
		d.t.Errorf("the caret kept up with %.0f%% of %d sentences, want %.0f%%", share*100, len(begun), most*100)
	}
}

// caretAt is where a client knew the caret at a moment.
func caretAt(v visit, at time.Time) (last caretMove, ok bool) {
	for _, c := range v.Carets {
		if time.Unix(0, c.Wall).Before(at) {
			last, ok = c, true
		}
	}
	return last, ok
}

// begins reports whether a sentence stands at an offset: behind the speaker's name where it is the paragraph's first.
func begins(text []rune, offset int, sentence string) bool {
	return strings.HasPrefix(string(text[offset:]), sentence) || offset == 0 && strings.HasSuffix(strings.SplitN(string(text), sentence, 2)[0], ": ")
}

// A sentenceHeard is a sentence and when it began to be heard.
type sentenceHeard struct {
	turn int // counted from 1
	text string
	at   time.Time
}

// sentencesShown reads from the trace when each sentence began to be heard: what the highlight shows is checked against the
// sound elsewhere.
func (d *desk) sentencesShown() []sentenceHeard {
	d.t.Helper()
	var story struct {
		Turns []struct {
			Sentences []struct {
				Start *float64 `json:"start_s"`
				Text  string
			}
		}
	}
	d.decode(&story, "show", "1", "--json")
	trace, err := os.ReadFile(d.home + "/trace")
	if err != nil {
		d.t.Fatal(err)
	}
	var heard []sentenceHeard
	last := [2]int{}
	for _, row := range bytes.Split(bytes.TrimSpace(trace), []byte("\n")) {
		var shown struct {
			Wall           int64   `json:"wall_ns"`
			Position       float64 `json:"position_s"`
			Turn, Sentence int
		}
		if json.Unmarshal(row, &shown) != nil || shown.Sentence == 0 || shown.Position == 0 || last == [2]int{shown.Turn, shown.Sentence} {
			continue
		}
		last = [2]int{shown.Turn, shown.Sentence}
		s := story.Turns[shown.Turn-1].Sentences[shown.Sentence-1]
		if s.Start == nil {
			continue
		}
		at := time.Unix(0, shown.Wall).Add(-seconds(shown.Position - *s.Start))
		heard = append(heard, sentenceHeard{turn: shown.Turn, text: s.Text, at: at})
	}
	return heard
}
