package reader

import (
	"testing"

	"fyne.io/fyne/v2"

	"alongside/sync"
	"alongside/sync/transcript"
)

// hebrew is two sentences with a number in them.
func hebrew() transcript.Transcript {
	return transcript.Transcript{Turns: []transcript.Turn{say("", "שלום לכולם. היום 12 נובמבר, וברוכים הבאים.")}}
}

func TestWhatIsReadFromTheRightBeginsThere(t *testing.T) {
	v := showView(t, hebrew(), fyne.NewSize(1280, 700), 1)
	words := v.turns[0].Words()
	right := v.left() + v.page.column
	before := right + 1
	for _, w := range words {
		for _, p := range v.pieces(0, w) {
			if p.x+p.width > before {
				t.Errorf("%q ends at %.0f, right of where the word before it begins, %.0f", p.text, p.x+p.width, before)
			}
			before = p.x + 1
		}
	}
	if first := v.pieces(0, words[0])[0]; first.x+first.width < right-1 {
		t.Errorf("the line begins at %.0f, want %.0f", first.x+first.width, right)
	}
}

func TestAClickFindsTheWordReadFromTheRight(t *testing.T) {
	v := showView(t, hebrew(), fyne.NewSize(1280, 700), 1)
	for n, w := range v.turns[0].Words() {
		p := v.pieces(0, w)[0]
		if _, got, ok := v.wordAt(fyne.NewPos(p.x+p.width/2, p.y+p.height/2)); !ok || got != n {
			t.Errorf("a click on %q finds word %d, want %d", p.text, got, n)
		}
	}
}

func TestTheCaretGoesFromRightToLeft(t *testing.T) {
	v := showView(t, hebrew(), fyne.NewSize(1280, 700), 1)
	right := v.left() + v.page.column
	v.moveCaret(place{passage{0, ownText}, 0})
	if at, _, _ := v.caretSpot(); at.X < right-1 {
		t.Errorf("at the beginning it stands at %.0f, want %.0f", at.X, right)
	}
	v.moveCaret(place{passage{0, ownText}, len("שלום")})
	if at, _, _ := v.caretSpot(); at.X > right-20 {
		t.Errorf("behind the first word it stands at %.0f, which is the beginning", at.X)
	}
}

func TestTheSpokenSentenceIsDrawnWhereItsLettersAre(t *testing.T) {
	v := showView(t, hebrew(), fyne.NewSize(1280, 700), 1)
	v.Mark(sync.Place{Turn: 0, Sentence: 0, Word: 0})
	pieces := v.markedSentence()
	for n, p := range pieces {
		if r := v.renderer.sentence[n]; !r.Visible() || r.Position().X != p.x || r.Size().Width != p.width {
			t.Errorf("the fill of %q is at %v, %v wide; want %v, %v", p.text, r.Position().X, r.Size().Width, p.x, p.width)
		}
	}
	if edge := v.renderer.edges[0]; edge.Position().X < pieces[0].x+pieces[0].width-2 {
		t.Error("the sentence's beginning is marked at its left")
	}
}
