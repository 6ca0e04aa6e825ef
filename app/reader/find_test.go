package reader

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"alongside/app/look"
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

func TestTypingOnStaysWhereOneBegan(t *testing.T) {
	s, w := showScreen(t, longStory(60))
	w.Resize(fyne.NewSize(800, 500))
	s.Find()
	for _, c := range []struct {
		query string
		turn  int
	}{{"at 2", 1}, {"at 20", 19}, {"at 2", 1}} {
		s.find.field.SetText(c.query)
		if m := s.View.found.matches[s.View.found.current]; m.Turn != c.turn {
			t.Errorf("%q leads to turn %d, want %d", c.query, m.Turn+1, c.turn+1)
		}
	}
}

func TestASearchThatWasClosedGoesOnFromTheCaret(t *testing.T) {
	cases := []struct{ by, want int }{{1, 2}, {-1, 0}}
	for _, c := range cases {
		s, _ := showScreen(t, longStory(10))
		s.Find()
		s.find.field.SetText("dog")
		s.FindStep(1)
		s.LeaveFind()
		s.FindStep(c.by)
		if got := s.View.found.current; !s.Finding() || got != c.want {
			t.Errorf("by %d it is at match %d, want %d", c.by, got+1, c.want+1)
		}
	}
}

func TestShiftAndEnterGoesToTheMatchBefore(t *testing.T) {
	s, w := showScreen(t, longStory(10))
	s.Find()
	s.find.field.SetText("dog")
	field := w.Canvas().Focused().(desktop.Keyable)
	shift, enter := &fyne.KeyEvent{Name: desktop.KeyShiftLeft}, &fyne.KeyEvent{Name: fyne.KeyReturn}
	field.TypedKey(enter)
	field.TypedKey(enter)
	field.KeyDown(shift)
	field.TypedKey(enter)
	field.KeyUp(shift)
	if got := s.View.found.current; got != 1 {
		t.Errorf("it is at match %d, want 2", got+1)
	}
	field.TypedKey(enter)
	if got := s.View.found.current; got != 2 {
		t.Errorf("without Shift it is at match %d, want 3", got+1)
	}
}

func TestHowMuchWasFoundIsNotCutOff(t *testing.T) {
	for _, scale := range []float32{1, 3} {
		s, w := showScreen(t, longStory(10))
		w.Resize(fyne.NewSize(640, 480))
		fyne.CurrentApp().Settings().SetTheme(look.New(look.Options{Look: look.Paper, Text: scale, Control: 2}))
		s.Find()
		s.find.field.SetText("dog")
		s.FindStep(-1)
		s.Refresh()
		count := s.find.count
		if count.Text != "10 of 10, from the end again" || count.Size().Width < count.MinSize().Width {
			t.Errorf("%q has %v, needs %v", count.Text, count.Size(), count.MinSize())
		}
		if right := s.find.leave.Position().X + s.find.leave.Size().Width; right > s.find.Size().Width {
			t.Errorf("the last button ends at %v of %v", right, s.find.Size().Width)
		}
	}
}
