package reader

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
)

func TestMatchesAreWalkedRoundAndBroughtIntoSight(t *testing.T) {
	v := showView(t, longStory(60), fyne.NewSize(800, 600), 1)
	b := newFindBar(v, func() {})
	b.look("at 3")
	seen := ""
	for range 12 {
		m := v.found.matches[v.found.current]
		seen += fmt.Sprint(" ", m.Turn+1)
		block := v.page.blocks[m.Turn]
		if top := block.top + block.lines[block.lineOf(m.Span.Start)].top; top < v.offset || top > v.offset+600 {
			t.Errorf("the match in turn %d is out of sight", m.Turn+1)
		}
		b.step(1)
	}
	if want := " 3 30 31 32 33 34 35 36 37 38 39 3"; seen != want {
		t.Errorf("walked through turns%s, want%s", seen, want)
	}
}

func TestClosingTheSearchLeavesTheKeyboardOnTheMatch(t *testing.T) {
	story := longStory(10)
	v := showView(t, story, fyne.NewSize(800, 600), 1)
	b := newFindBar(v, func() {})
	b.look("hills")
	b.close()
	if v.caret.place == nowhere {
		t.Fatal("the caret is nowhere")
	}
	if got := v.caretSpan().In(story.Turns[v.caret.turn].Text); got != "hills" {
		t.Errorf("the caret is on %q, want hills", got)
	}
	if len(v.found.matches) != 0 {
		t.Error("matches are still outlined")
	}
}
