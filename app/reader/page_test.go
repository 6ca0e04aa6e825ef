package reader

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"alongside/app/control"
	"alongside/app/letters"
	"alongside/app/look"
	"alongside/sync/transcript"
)

// even measures every letter as half its size, whatever it is.
func even(text string, size float32, _ fyne.TextStyle) fyne.Size {
	return fyne.NewSize(float32(len([]rune(text)))*size/2, size)
}

// evenPage lays turns out in a column of so many letters.
func evenPage(turns []transcript.Turn, size float32, column int) page {
	return measure(turns, nil, letters.New(even)).layOut(size, float32(column)*size/2, look.UsualSpacing())
}

func say(speaker, text string) transcript.Turn {
	return transcript.Turn{Speaker: speaker, Kind: transcript.Speech, Text: text}
}

func linesOf(t transcript.Turn, b block) []string {
	var out []string
	for _, l := range b.lines {
		out = append(out, t.Text[l.start:l.end])
	}
	return out
}

func TestTurnsAreBrokenIntoLines(t *testing.T) {
	cases := []struct {
		name    string
		text    string
		letters int
		want    []string
	}{
		{"breaks at the last space that fits", "one two three", 8, []string{"one two", "three"}},
		{"paragraphs begin on a line of their own", "one\n\ntwo", 20, []string{"one", "two"}},
		{"nothing", "", 10, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			turn := say("", c.text)
			p := evenPage([]transcript.Turn{turn}, 10, c.letters)
			got := linesOf(turn, p.blocks[0])
			if strings.Join(got, "|") != strings.Join(c.want, "|") {
				t.Errorf("lines %q, want %q", got, c.want)
			}
		})
	}
}

func TestHeadingsNameTheSpeakerOnlyWhereItChanges(t *testing.T) {
	turns := []transcript.Turn{
		say("", "Welcome."),
		say("Ann", "Hello."),
		say("Ann", "And again."),
		say("Ben", "Hi."),
		{Kind: transcript.Sound, Speaker: "Ben", Text: "(LAUGHTER)"},
		say("Ben", "Well."),
		{Kind: transcript.Sound, Text: "(SOUNDBITE OF BELLS)"},
		{Kind: transcript.Note, Text: "[A correction.]"},
	}
	want := []bool{false, true, false, true, true, true, true, true}
	for i := range turns {
		if got := hasHeading(turns, i); got != want[i] {
			t.Errorf("turn %d %q by %q: heading %v, want %v", i+1, turns[i].Text, turns[i].Speaker, got, want[i])
		}
	}
}

func TestBlocksAreFoundByHeight(t *testing.T) {
	p := evenPage([]transcript.Turn{say("A", "one"), say("B", "two"), say("C", "three")}, 10, 20)
	for i, b := range p.blocks {
		for name, y := range map[string]float32{"top": b.top, "bottom": b.top + b.height} {
			if got := p.blockAt(y); got != i {
				t.Errorf("blockAt(%s of block %d) = %d", name, i, got)
			}
		}
	}
	if got := p.blockAt(-5); got != 0 {
		t.Errorf("above the page: block %d, want the first", got)
	}
	if got := (page{}).blockAt(3); got != -1 {
		t.Errorf("on an empty page: block %d, want -1", got)
	}
}

func TestColumnHoldsAboutSeventyLetters(t *testing.T) {
	cases := []struct {
		name       string
		view, size float32
		want       float32
	}{
		{"wide window", 1280, 20, 644},
		{"narrow window", 640, 20, 560},
		{"large text in a usual window", 1280, 80, 1200},
		{"hardly any room", 60, 80, 80},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := columnWidth(c.view, 40, c.size, 70, averageLetter); got < c.want-0.5 || got > c.want+0.5 {
				t.Errorf("column %.1f, want %.1f", got, c.want)
			}
		})
	}
}

// Colour is never the only sign of who speaks: each speaker's heading has the name in full, and the first six a shape each.
func TestHeadingsTellWhoSpeaksWithoutColour(t *testing.T) {
	names := []string{"Ann", "Ben", "Cy", "Dee", "Eve", "Flo"}
	var turns []transcript.Turn
	for _, name := range names {
		turns = append(turns, say(name, "Hello."))
	}
	voices := newVoices(transcript.Transcript{Turns: turns})
	shapes := map[control.Icon]string{}
	for i, turn := range turns {
		h := headingOf(turn, voices)
		if before, ok := shapes[h.icon]; ok {
			t.Errorf("%s has the shape of %s", turn.Speaker, before)
		}
		shapes[h.icon] = turn.Speaker
		if h.name != names[i] {
			t.Errorf("the heading of %s says %q", names[i], h.name)
		}
	}
}

func TestASoundTakesNoSpeakersColour(t *testing.T) {
	ann, ben := say("Ann", "Hello."), say("Ben", "Hello.")
	bell := transcript.Turn{Kind: transcript.Sound, Text: "(SOUNDBITE OF BELL)"}
	with := newVoices(transcript.Transcript{Turns: []transcript.Turn{ann, bell, ben}})
	without := newVoices(transcript.Transcript{Turns: []transcript.Turn{ann, ben}})
	if got, want := headingOf(ben, with), headingOf(ben, without); got != want {
		t.Errorf("after a sound Ben's heading is %v, want %v", got, want)
	}
}
