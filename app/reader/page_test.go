package reader

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"alongside/sync/transcript"
)

// even measures every letter as half its size, whatever it is.
func even(text string, size float32, _ fyne.TextStyle) fyne.Size {
	return fyne.NewSize(float32(len([]rune(text)))*size/2, size)
}

func evenSetter(size float32, letters int) setter {
	return setter{letters: newMetrics(even), size: size, column: float32(letters) * size / 2}
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

func TestLinesAreFilledGreedily(t *testing.T) {
	cases := []struct {
		name    string
		text    string
		letters int
		want    []string
	}{
		{"fits on one line", "one two", 10, []string{"one two"}},
		{"breaks at the last space that fits", "one two three", 8, []string{"one two", "three"}},
		{"a word of exactly the column", "abcdefgh ij", 8, []string{"abcdefgh", "ij"}},
		{"a word too long for the column", "abcdefghij kl", 4, []string{"abcd", "efgh", "ij", "kl"}},
		{"paragraphs begin on a line of their own", "one\n\ntwo", 20, []string{"one", "two"}},
		{"white space is never drawn", "  one \t two\n three ", 20, []string{"one \t two\n three"}},
		{"no spaces at all", "日本語の文章です", 4, []string{"日本語の", "文章です"}},
		{"an emoji of several runes is kept whole", "👩‍👩‍👧👩‍👩‍👧", 5, []string{"👩‍👩‍👧", "👩‍👩‍👧"}},
		{"nothing", "", 10, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			turn := say("", c.text)
			p := evenSetter(10, c.letters).layOut([]transcript.Turn{turn})
			got := linesOf(turn, p.blocks[0])
			if strings.Join(got, "|") != strings.Join(c.want, "|") {
				t.Errorf("lines %q, want %q", got, c.want)
			}
		})
	}
}

func TestNoLineIsWiderThanTheColumn(t *testing.T) {
	text := strings.Repeat("It was incomprehensibly, immeasurably far. ", 40)
	for _, letters := range []int{3, 9, 25, 70} {
		s := evenSetter(20, letters)
		turn := say("A", text)
		for _, l := range s.layOut([]transcript.Turn{turn}).blocks[0].lines {
			if w := s.letters.width(text[l.start:l.end], s.size, fyne.TextStyle{}); w > s.column {
				t.Errorf("column of %d letters: %q is %.0f wide, column %.0f", letters, text[l.start:l.end], w, s.column)
			}
		}
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
	p := evenSetter(10, 20).layOut([]transcript.Turn{say("A", "one"), say("B", "two"), say("C", "three")})
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
			if got := columnWidth(c.view, 40, c.size); got < c.want-0.5 || got > c.want+0.5 {
				t.Errorf("column %.1f, want %.1f", got, c.want)
			}
		})
	}
}
