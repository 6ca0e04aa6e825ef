package atspi

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"alongside/app/access"
)

// reader is the text interface of a text, without a window or a bus.
func reader(t access.Text) textFace {
	e := &access.Element{Node: access.Node{Role: access.Paragraph, Text: &t}}
	return textFace{subject{&bridge{tree: access.NewTree("Recipes", func(f func()) { f() })}, &access.Snapshot{}, e}, &t}
}

// A stretch is what the bus gets of a text.
type stretch struct {
	text       string
	start, end int32
}

func stretchOf(text string, start, end int32) stretch { return stretch{text, start, end} }

const soup = "Für Zoë 🙂. Heiß!\nGut."

func TestTextIsReadByUnitsInCodePoints(t *testing.T) {
	f := reader(access.Text{Content: soup})
	for _, c := range []struct {
		what string
		got  stretch
		want stretch
	}{
		{"letter", stretchOf(f.GetStringAtOffset(8, 0)), stretch{"🙂", 8, 9}},
		{"word", stretchOf(f.GetStringAtOffset(5, 1)), stretch{"Zoë 🙂. ", 4, 11}},
		{"sentence", stretchOf(f.GetStringAtOffset(5, 2)), stretch{"Für Zoë 🙂. ", 0, 11}},
		{"line", stretchOf(f.GetStringAtOffset(12, 3)), stretch{"Für Zoë 🙂. Heiß!\n", 0, 17}},
		{"paragraph", stretchOf(f.GetStringAtOffset(17, 4)), stretch{"Gut.", 17, 21}},
		{"no such unit", stretchOf(f.GetStringAtOffset(0, 9)), stretch{}},
		{"word by its end", stretchOf(f.GetTextAtOffset(5, wordEnd)), stretch{" Zoë", 3, 7}},
		{"first word by its end", stretchOf(f.GetTextAtOffset(1, wordEnd)), stretch{"Für", 0, 3}},
		{"line by its end", stretchOf(f.GetTextAtOffset(18, lineEnd)), stretch{"\nGut.", 16, 21}},
		{"word before", stretchOf(f.GetTextBeforeOffset(5, wordStart)), stretch{"Für ", 0, 4}},
		{"nothing before", stretchOf(f.GetTextBeforeOffset(1, wordStart)), stretch{}},
		{"line after", stretchOf(f.GetTextAfterOffset(5, lineStart)), stretch{"Gut.", 17, 21}},
		{"nothing after", stretchOf(f.GetTextAfterOffset(18, lineStart)), stretch{"", 21, 21}},
		{"line far behind the end", stretchOf(f.GetStringAtOffset(999, 3)), stretch{"Gut.", 17, 21}},
		{"letter before the start", stretchOf(f.GetStringAtOffset(-3, 0)), stretch{"F", 0, 1}},
	} {
		if c.got != c.want {
			t.Errorf("%s is %+v, want %+v", c.what, c.got, c.want)
		}
	}
}

func TestLinesAreThoseOnTheScreen(t *testing.T) {
	f := reader(access.Text{Content: "one two three", Lines: []int{0, 4, 8}})
	if got := stretchOf(f.GetStringAtOffset(5, 3)); got != (stretch{"two ", 4, 8}) {
		t.Errorf("the second line is %+v", got)
	}
}

func TestTextIsCountedInCodePoints(t *testing.T) {
	if got := reader(access.Text{Content: soup}).properties()["CharacterCount"]; got != int32(21) {
		t.Errorf("there are %v code points, want 21", got)
	}
}

func TestACaretIsSetInBytes(t *testing.T) {
	for at, want := range map[int32]int{0: 0, 2: 3, 5: 6, 999: len(soup), -1: len(soup), -9: 0} {
		got := -1
		f := reader(access.Text{Content: soup, SetCaret: func(at int) { got = at }})
		if !f.SetCaretOffset(at) || got != want {
			t.Errorf("the caret set to code point %d is at byte %d, want %d", at, got, want)
		}
	}
}

func TestATextWithoutACaretRefusesOne(t *testing.T) {
	if reader(access.Text{Content: soup}).SetCaretOffset(1) {
		t.Error("it says that the caret was set")
	}
}

func TestTheLetterAtAPlaceIsFound(t *testing.T) {
	const content = "äb\ncd"
	f := reader(access.Text{Content: content, Rectangle: func(s access.Span) access.Area {
		row, column := 0, s.Start/2 // "ä" takes two bytes
		if s.Start > 3 {
			row, column = 1, s.Start-4
		}
		if s.Start == 2 {
			column = 1
		}
		return access.Area{Position: fyne.NewPos(float32(10*column), float32(20*row)), Size: fyne.NewSize(10, 20)}
	}})
	for _, c := range []struct{ x, y, want int32 }{{5, 5, 0}, {15, 5, 1}, {5, 25, 3}, {15, 25, 4}, {500, 5, -1}, {5, 500, -1}} {
		if got := f.GetOffsetAtPoint(c.x, c.y, fromWindow); got != c.want {
			t.Errorf("at %d, %d there is letter %d, want %d", c.x, c.y, got, c.want)
		}
	}
}

func FuzzTextOnTheBus(f *testing.F) {
	f.Add(soup, int32(3), int32(-1), uint32(2))
	f.Add("\xff\x00", int32(-5), int32(9), uint32(77))
	f.Fuzz(readAnywhere)
}

// readAnywhere reads a text at any places, and holds what is read against where it is said to stand.
func readAnywhere(t *testing.T, content string, a, b int32, kind uint32) {
	r := reader(access.Text{Content: content, Select: func(access.Span) {}, SetCaret: func(at int) {
		if at < 0 || at > len(content) {
			t.Fatalf("the caret is set to byte %d of %d", at, len(content))
		}
	}})
	r.GetText(a, b)
	r.GetCharacterAtOffset(a)
	r.SetCaretOffset(a)
	r.SetSelection(0, a, b)
	r.GetAttributeRun(a, true)
	for _, boundary := range []uint32{kind, kind % 7} {
		for _, s := range []stretch{
			stretchOf(r.GetStringAtOffset(a, boundary)), stretchOf(r.GetTextAtOffset(a, boundary)),
			stretchOf(r.GetTextBeforeOffset(a, boundary)), stretchOf(r.GetTextAfterOffset(a, boundary)),
		} {
			if got := r.GetText(s.start, max(s.end, 0)); got != s.text {
				t.Fatalf("from %d to %d is %q, not %q", s.start, s.end, got, s.text)
			}
		}
	}
}

func TestALetterStandsWhereItsTextSays(t *testing.T) {
	f := reader(access.Text{Content: soup, Rectangle: func(s access.Span) access.Area {
		return access.Area{Position: fyne.NewPos(float32(s.Start), 3), Size: fyne.NewSize(float32(s.End-s.Start), 20)}
	}})
	if x, y, width, height := f.GetCharacterExtents(8, fromWindow); [4]int32{x, y, width, height} != [4]int32{10, 3, 4, 20} {
		t.Errorf("the ninth letter, of four bytes from the eleventh, stands at %d, %d, %d by %d", x, y, width, height)
	}
}

func TestWhileTheWindowIsBusyALetterStandsWhereItsElementDoes(t *testing.T) {
	f := reader(access.Text{Content: soup, Rectangle: func(access.Span) access.Area { return access.Area{} }})
	f.u.b.tree = access.NewTree("Recipes", func(func()) {})
	f.u.e.Area.Size = fyne.NewSize(300, 40)
	began := time.Now()
	if x, y, width, height := f.GetCharacterExtents(8, fromWindow); [4]int32{x, y, width, height} != [4]int32{0, 0, 300, 40} {
		t.Errorf("it stands at %d, %d, %d by %d", x, y, width, height)
	}
	if took := time.Since(began); took > 2*patience {
		t.Errorf("the answer took %v", took)
	}
}
