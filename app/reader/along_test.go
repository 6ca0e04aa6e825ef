package reader

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"alongside/app/access"
	"alongside/sync"
	"alongside/sync/transcript"
)

// A listening notes what someone who listens is told.
type listening struct {
	nobody    bool
	said      []string
	refreshed int
}

func (l *listening) Heard() bool                            { return !l.nobody }
func (l *listening) Refresh()                               { l.refreshed++ }
func (l *listening) Announce(text string, _ access.Urgency) { l.said = append(l.said, text) }

// twoTurns are two sentences by one person and one by another, with a sound between.
func twoTurns() transcript.Transcript {
	return transcript.Transcript{Title: "Rain", Turns: []transcript.Turn{
		say("Ann", "It rained. We went home."), {Kind: transcript.Sound, Text: "(SOUNDBITE OF RAIN)"}, say("Ben", "I stayed."),
	}}
}

func TestCaretGoesAlongWithTheSound(t *testing.T) {
	places := []sync.Place{at(0, 0, 0), at(0, 0, 1), at(0, -1, -1), at(0, 1, 2), at(0, 1, 4), at(1, -1, -1), at(2, 0, 0), at(2, 0, 1)}
	cases := []struct {
		name  string
		along Along
		want  string
		said  string
	}{
		{"it stays", Along{Stays, Sentences}, "0:0", ""},
		{"by sentence", Along{Quietly, Sentences}, "0:0 0:11 1:0 2:0", ""},
		{"by turn", Along{Quietly, Turns}, "0:0 1:0 2:0", ""},
		{"by sentence, said", Along{Aloud, Sentences}, "0:0 0:11 1:0 2:0", "Ann: It rained. / We went home. / (SOUNDBITE OF RAIN) / Ben: I stayed."},
		{"by turn, said", Along{Aloud, Turns}, "0:0 1:0 2:0", "Ann: It rained. We went home. / (SOUNDBITE OF RAIN) / Ben: I stayed."},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s, w := showScreen(t, twoTurns())
			l := &listening{}
			s.View.SetListener(l)
			s.View.SetAlong(c.along)
			w.Canvas().Focus(s.View)
			s.SetPlaying(true)
			went := []string{""}
			for _, p := range places {
				s.Mark(p)
				if now := fmt.Sprintf("%d:%d", s.View.caret.turn, s.View.caret.at); now != went[len(went)-1] {
					went = append(went, now)
				}
			}
			if got := strings.Join(went[1:], " "); got != c.want {
				t.Errorf("the caret went to %s, want %s", got, c.want)
			}
			if got := strings.Join(l.said, " / "); got != c.said {
				t.Errorf("said: %q, want %q", got, c.said)
			}
		})
	}
}

func TestWhoListensIsToldAtOnceOfEachSentence(t *testing.T) {
	s, _ := showScreen(t, twoTurns())
	l := &listening{}
	s.View.SetListener(l)
	s.SetPlaying(true)
	s.Mark(at(0, 0, 0))
	before := l.refreshed
	s.Mark(at(0, 1, 2))
	if l.refreshed != before+1 {
		t.Errorf("told %d times", l.refreshed-before)
	}
}

func TestCaretThatGoesWithTheSoundIsQuiet(t *testing.T) {
	steps := []struct {
		name string
		do   func(*Screen)
		want bool
	}{
		{"while it plays", func(s *Screen) { s.SetPlaying(true); s.Mark(at(2, 0, 0)) }, true},
		{"while it waits", func(s *Screen) { s.Mark(at(2, 0, 0)) }, false},
		{"by better times", func(s *Screen) { s.View.Correct(at(2, 0, 0)) }, true},
		{"by the reader's key", func(s *Screen) { s.SetPlaying(true); s.Mark(at(2, 0, 0)); s.View.press("Right") }, false},
		{"back to the spoken words", func(s *Screen) { s.SetPlaying(true); s.View.press("Right"); s.Mark(at(2, 0, 0)); s.View.Follow() }, true},
	}
	for _, step := range steps {
		t.Run(step.name, func(t *testing.T) {
			s, w := showScreen(t, twoTurns())
			s.View.SetListener(&listening{})
			s.Mark(at(0, 0, 0))
			w.Canvas().Focus(s.View)
			step.do(s)
			if got := s.View.Describe().Quiet; got != step.want {
				t.Errorf("quiet: %v, want %v", got, step.want)
			}
		})
	}
}

func TestStepsThroughTheSoundAreSaidWhileItWaits(t *testing.T) {
	cases := []struct {
		name  string
		focus func(*Screen) fyne.Focusable
		to    sync.Place
		said  string
		whole bool // what gains the focus is read, and need not be said
	}{
		{"within a turn", func(s *Screen) fyne.Focusable { return s.View }, at(0, 1, 2), "We went home.", false},
		{"to another turn", func(s *Screen) fyne.Focusable { return s.View }, at(2, 0, 0), "", true},
		{"with the keyboard elsewhere", (*Screen).PlayButton, at(2, 0, 0), "Ben: I stayed.", true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s, w := showScreen(t, twoTurns())
			l := &listening{}
			s.Mark(at(0, 0, 0))
			s.View.SetListener(l)
			w.Canvas().Focus(c.focus(s))
			from := s.View.CaretTurn()
			s.Mark(c.to)
			s.View.SayPlace(from)
			if got := strings.Join(l.said, " / "); got != c.said || s.View.Describe().Whole != c.whole {
				t.Errorf("said %q, read as a whole: %v", got, s.View.Describe().Whole)
			}
		})
	}
}

func TestTurnThatTheReaderGoesToIsReadAsAWhole(t *testing.T) {
	for key, want := range map[string]bool{"Ctrl+PageDown": true, "Down": false, "Ctrl+Right": false} {
		v := showView(t, longStory(4), fyne.NewSize(800, 600), 1)
		v.FocusGained()
		v.press(key)
		if got := v.Describe().Whole; got != want {
			t.Errorf("after %s: %v", key, got)
		}
	}
}

func TestPageIsToldToStandWhereItIsGoing(t *testing.T) {
	v := showView(t, longStory(60), fyne.NewSize(800, 600), 1)
	v.SetStill(false)
	v.Mark(at(40, 0, 0))
	top := v.page.blocks[40].top + v.Describe().Offset.Y
	if top < 0 || top > 600 {
		t.Errorf("as the page begins to glide what is heard is told to stand at %.0f", top)
	}
}

func TestReadersCaretIsNotTakenAlong(t *testing.T) {
	steps := []struct {
		name string
		do   func(*View)
		want bool
	}{
		{"nothing done", func(*View) {}, true},
		{"a key", func(v *View) { v.press("Right") }, false},
		{"a braille display's key", func(v *View) { v.Describe().Parts()[0].Node.Text.SetCaret(9) }, false},
		{"a key, then back to the spoken words", func(v *View) { v.press("Right"); v.Follow() }, true},
		{"scrolling", func(v *View) { v.scroll(-50) }, false},
	}
	for _, step := range steps {
		t.Run(step.name, func(t *testing.T) {
			s, w := showScreen(t, longStory(40))
			s.View.SetListener(&listening{})
			s.SetPlaying(true)
			s.Mark(at(10, 0, 0))
			w.Canvas().Focus(s.View)
			step.do(s.View)
			s.Mark(at(10, 1, 9))
			if went := s.View.where() == "10: ng. |Nobo"; went != step.want {
				t.Errorf("the caret is at %q", s.View.where())
			}
		})
	}
}

func TestFocusGoesFromPlayToTheWordsForThoseWhoAreKeptWithTheSound(t *testing.T) {
	cases := []struct {
		name   string
		nobody bool
		along  Along
		focus  func(*Screen) fyne.Focusable
		want   bool
	}{
		{"on Play", false, UsualAlong(), (*Screen).PlayButton, true},
		{"nobody listens", true, UsualAlong(), (*Screen).PlayButton, false},
		{"the caret is to stay", false, Along{Stays, Sentences}, (*Screen).PlayButton, false},
		{"elsewhere", false, UsualAlong(), func(s *Screen) fyne.Focusable { return s.top.larger }, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s, w := showScreen(t, longStory(4))
			s.View.SetListener(&listening{nobody: c.nobody})
			s.View.SetAlong(c.along)
			s.Mark(at(1, 0, 0))
			w.Canvas().Focus(c.focus(s))
			s.SetPlaying(true)
			if got := w.Canvas().Focused() == fyne.Focusable(s.View); got != c.want {
				t.Errorf("the focus is in the words: %v", got)
			}
			if n := s.View.Describe(); c.want && (!n.Quiet || n.Current != (passage{1, ownText})) {
				t.Errorf("quiet: %v, on %v", n.Quiet, n.Current)
			}
		})
	}
}

func TestSearchSaysHowManyWereFoundAndTheSentence(t *testing.T) {
	s, _ := showScreen(t, longStory(4))
	l := &listening{}
	s.View.SetListener(l)
	s.find.field.SetText("dog")
	s.find.step(1)
	if got := strings.Join(l.said, ", "); got != "1 of 4. Ann: The dog ran ahead., 2 of 4. Ben: The dog ran ahead." {
		t.Errorf("said: %s", got)
	}
}

func TestUnknownWaysOfGoingAlongAreAsUsual(t *testing.T) {
	if got := (Along{Manner: "loudly", Portion: ""}).Mended(); got != UsualAlong() {
		t.Errorf("%+v", got)
	}
}

// What is heard has to be told of within a tenth of a second; most of that is not ours.
func TestGoingAlongInALongStoryIsQuick(t *testing.T) {
	s, w := showScreen(t, longStory(5000))
	waiting := make(chan func(), 100)
	tree := access.NewTree("Alongside", func(f func()) { waiting <- f })
	tree.AddWindow(w)
	tree.Activate(w)
	w.Canvas().Focus(s.View)
	told := 0
	defer tree.Listen(access.Listener{Changed: func(c access.Change) {
		for _, e := range c.Events {
			if e.Kind == access.CaretMoved {
				told++
			}
		}
	}})()
	s.View.SetListener(tree)
	s.SetPlaying(true)
	s.Mark(at(2500, 0, 0))
	(<-waiting)()
	told = 0
	begun := time.Now()
	for n := range 20 {
		s.Mark(at(2501+n/2, n%2, 0))
		(<-waiting)()
	}
	if each := time.Since(begun) / 20; told != 20 || each > 50*time.Millisecond {
		t.Errorf("of 20 sentences %d were told, each in %v", told, each)
	}
}
