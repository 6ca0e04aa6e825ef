package reader

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"alongside/app/look"
	"alongside/app/typeface"
	"alongside/assets"
	"alongside/sync"
	"alongside/sync/transcript"
)

// roomyFonts are the usual fonts with room between letters and words.
func roomyFonts(t *testing.T) look.Fonts {
	t.Helper()
	cut := func(name string, face assets.Face) fyne.Resource {
		data, err := typeface.Spaced(assets.Font(face), 0.12, 0.16)
		if err != nil {
			t.Fatal(err)
		}
		return fyne.NewStaticResource("roomy "+name, data)
	}
	return look.Fonts{
		Regular: cut("regular", assets.Regular), Bold: cut("bold", assets.SemiBold), Italic: cut("italic", assets.Italic), Chosen: "roomy",
	}
}

func TestTheSpacingChosenShowsOnThePageAtOnce(t *testing.T) {
	v := showView(t, longStory(20), fyne.NewSize(1280, 700), 1)
	before := v.page
	fyne.CurrentApp().Settings().SetTheme(look.New(look.Options{Look: look.Paper, Text: 1, Control: 1, Spacing: look.RoomySpacing()}))
	if got, want := v.page.blocks[0].lineHeight(), 2*v.page.size; got != want {
		t.Errorf("lines are %v high, want %v", got, want)
	}
	if v.page.column >= before.column {
		t.Errorf("the column is %v wide, before %v", v.page.column, before.column)
	}
	gap := v.page.blocks[1].top - v.page.blocks[0].top - v.page.blocks[0].height
	if want := 4 * v.page.size; gap < want-0.1 || gap > want+0.1 {
		t.Errorf("turns are %v apart, want %v", gap, want)
	}
}

// With room between letters the marks lie on the same letters as without, and a click finds the word it is on.
func TestMarksStayExactWithRoomBetweenLetters(t *testing.T) {
	v := showView(t, longStory(20), fyne.NewSize(1280, 700), 1)
	fyne.CurrentApp().Settings().SetTheme(look.New(look.Options{
		Look: look.Paper, Text: 1, Control: 1, Spacing: look.RoomySpacing(), Fonts: roomyFonts(t),
	}))
	words := v.turns[0].Words()
	for n, w := range words {
		for _, p := range v.pieces(0, w) {
			if p.y < 0 || p.y > v.Size().Height {
				continue
			}
			drawn := fyne.MeasureText(p.text, p.size, p.style).Width
			if p.width < drawn-2 || p.width > drawn+2 {
				t.Errorf("the mark of %q is %.1f wide, its letters %.1f", p.text, p.width, drawn)
			}
			if p.x+p.width > v.left()+v.page.column+p.size/2 {
				t.Errorf("%q reaches over the column's end", p.text)
			}
			_, got, ok := v.wordAt(fyne.NewPos(p.x+p.width/2, p.y+p.height/2))
			if !ok || got != n {
				t.Errorf("a click on %q finds word %d, want %d", p.text, got, n)
			}
		}
	}
}

func TestABrokenWordIsMarkedOnBothLines(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(look.New(look.Options{Look: look.Paper, Text: 4, Control: 1}))
	story := transcript.Transcript{Turns: []transcript.Turn{say("", "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch")}}
	v := showView(t, story, fyne.NewSize(640, 700), 4)
	v.Mark(sync.Place{Turn: 0, Sentence: 0, Word: 0})
	shown := 0
	for _, w := range v.renderer.words {
		if w.Visible() {
			shown++
		}
	}
	if lines := len(v.page.blocks[0].lines); lines < 2 || shown != lines {
		t.Errorf("the word stands on %d lines and is marked on %d", lines, shown)
	}
}
