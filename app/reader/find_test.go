package reader

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"

	"alongside/sync/transcript"
)

func TestWordsAreFoundWhateverTheirCaseAndAccents(t *testing.T) {
	turns := []transcript.Turn{say("Ann", "The Café was closed. The cafe on the corner was not."), say("Ben", "CAFÉ or no café, I was hungry.")}
	cases := []struct {
		query string
		want  string
	}{
		{"cafe", "0:Café 0:cafe 1:CAFÉ 1:café"},
		{"corner was", "0:corner was"},
		{"tea", ""},
		{"", ""},
		{"[", ""},
	}
	for _, c := range cases {
		t.Run(c.query, func(t *testing.T) {
			got := ""
			for _, m := range find(turns, c.query) {
				got += fmt.Sprintf(" %d:%s", m.turn, m.span.In(turns[m.turn].Text))
			}
			if want := c.want; got != "" && got[1:] != want || got == "" && want != "" {
				t.Errorf("found%s, want %s", got, want)
			}
		})
	}
}

func TestMatchesAreWalkedRoundAndBroughtIntoSight(t *testing.T) {
	v := showView(t, longStory(60), fyne.NewSize(800, 600), 1)
	b := newFindBar(v, func() {})
	b.look("at 3")
	seen := ""
	for range 12 {
		m := v.found.matches[v.found.current]
		seen += fmt.Sprint(" ", m.turn+1)
		block := v.page.blocks[m.turn]
		if top := block.top + block.lines[block.lineOf(m.span.Start)].top; top < v.offset || top > v.offset+600 {
			t.Errorf("the match in turn %d is out of sight", m.turn+1)
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

func BenchmarkFindingInThreeHours(b *testing.B) {
	turns := longStory(2000).Turns
	for b.Loop() {
		find(turns, "brought")
	}
}
