package letters

import (
	"strings"
	"testing"
	"unicode/utf8"

	"fyne.io/fyne/v2"
)

// square is a font whose every letter is half as wide as the text is high.
func square(text string, size float32, _ fyne.TextStyle) fyne.Size {
	return fyne.NewSize(float32(utf8.RuneCountInString(text))*size/2, size)
}

func TestLinesAreFilledWithWholeWords(t *testing.T) {
	cases := []struct {
		name  string
		text  string
		width float32 // in letters
		want  string  // lines between bars
	}{
		{"fits", "the fog bell", 12, "the fog bell"},
		{"breaks at a space", "the fog bell", 11, "the fog|bell"},
		{"a word a line", "the fog bell", 4, "the|fog|bell"},
		{"several spaces take the room that they are drawn in", "fog   bell", 9, "fog|bell"},
		{"white space is no width", "  the \n fog  ", 20, "the \n fog"},
		{"a word wider than a line", "a lighthouse bell", 6, "a|lighth|ouse|bell"},
		{"a letter wider than a line", "bell", 0.5, "b|e|l|l"},
		{"letters that are one sign stay together", "e\u0301e\u0301", 1, "e\u0301|e\u0301"},
		{"scripts without spaces", "灯台の鐘が鳴る", 3, "灯台の|鐘が鳴|る"},
		{"no line begins with what closes", "鐘が鳴る。霧だ。", 4, "鐘が鳴|る。霧|だ。"},
		{"nor ends with what opens", "彼は「霧」と", 3, "彼は|「霧」|と"},
		{"nor begins with a small letter", "霧がちょっと", 3, "霧が|ちょっ|と"},
		{"Chinese among other words", "The fog bell 钟声响起", 16, "The fog bell 钟声响|起"},
		{"Korean keeps its words", "안개 종소리", 4, "안개|종소리"},
		{"after a hyphen", "a well-known bell", 8, "a well-|known|bell"},
		{"after a dash", "the bell—and fog", 9, "the bell—|and fog"},
		{"not between a sign and its number", "by -12 then", 6, "by -12|then"},
		{"nothing", " ", 5, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := New(square).Phrase(c.text, fyne.TextStyle{})
			var got []string
			for _, l := range p.Lines(c.width*5, 10) {
				got = append(got, c.text[l.Start:l.End])
			}
			if joined := strings.Join(got, "|"); joined != c.want {
				t.Errorf("lines %q, want %q", joined, c.want)
			}
		})
	}
}

func TestCountIsTheNumberOfLines(t *testing.T) {
	p := New(square).Phrase("Every evening someone climbed the tower and rang the bell by hand", fyne.TextStyle{})
	for width := float32(10); width < 400; width += 10 {
		if got, want := p.Count(width, 20), len(p.Lines(width, 20)); got != want {
			t.Errorf("Count = %d at width %v, want %d", got, width, want)
		}
	}
}

func TestEachLetterIsMeasuredOnce(t *testing.T) {
	measured := 0
	m := New(func(text string, size float32, style fyne.TextStyle) fyne.Size {
		measured++
		return square(text, size, style)
	})
	for range 10 {
		m.Width("fog bell", 20, fyne.TextStyle{})
	}
	if want := len("fogbel "); measured != want {
		t.Errorf("measured %d times, want %d", measured, want)
	}
}

func TestWidthGrowsWithTheSize(t *testing.T) {
	m := New(square)
	if got := m.Width("bell", 40, fyne.TextStyle{}); got != 80 {
		t.Errorf("Width = %v, want 80", got)
	}
}
