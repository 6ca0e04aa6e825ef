package reader

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"alongside/app/letters"
	"alongside/app/look"
	"alongside/sync"
	"alongside/sync/transcript"
)

// longStory has turns of four sentences by two people.
func longStory(turns int) transcript.Transcript {
	t := transcript.Transcript{Title: "A long walk"}
	for i := range turns {
		t.Turns = append(t.Turns, say([]string{"Ann", "Ben"}[i%2], fmt.Sprintf(
			"We left the house at %d in the morning. Nobody was on the road but us. The dog ran ahead. "+
				"Then the sun came up over the hills and we sat down to eat what we had brought.", i+1)))
	}
	return t
}

// showView puts a view of the given size on a test window with the look's sizes.
func showView(t *testing.T, story transcript.Transcript, size fyne.Size, text float32) *View {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(look.New(look.Options{Look: look.Paper, Text: text, Control: 1}))
	v := NewView(story)
	v.SetStill(true)
	w := test.NewTempWindow(t, v)
	w.SetPadded(false)
	w.Resize(size)
	return v
}

// showChapters puts a view of a story with chapters on a test window.
func showChapters(t testing.TB, story transcript.Transcript, chapters []Chapter, size fyne.Size) *View {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(look.New(look.Options{Look: look.Paper, Text: 1, Control: 1}))
	v := NewView(story, chapters...)
	v.SetStill(true)
	w := test.NewTempWindow(t, v)
	w.SetPadded(false)
	w.Resize(size)
	return v
}

func at(turn, sentence, word int) sync.Place {
	return sync.Place{Turn: turn, Sentence: sentence, Word: word}
}

// share is how far down the view the marked line stands, 0 at the top and 1 at the bottom.
func (v *View) share() float32 {
	top, _ := v.markedLine()
	return (top - v.offset) / v.Size().Height
}

func TestSpokenTurnRestsNearTheTop(t *testing.T) {
	v := showView(t, longStory(40), fyne.NewSize(800, 600), 1)
	v.Mark(at(20, 0, 0))
	if got := (v.page.blocks[20].top - v.offset) / 600; got < 0.29 || got > 0.31 {
		t.Errorf("the spoken turn begins %.0f%% down the view, want 30%%", got*100)
	}
}

func TestTallTurnScrollsWithItsWords(t *testing.T) {
	story := transcript.Transcript{Turns: []transcript.Turn{say("Ann", strings.Repeat("And so we walked on, hour after hour. ", 60))}}
	v := showView(t, story, fyne.NewSize(640, 300), 2)
	words := len(story.Turns[0].Words())
	for word := 0; word < words; word++ {
		v.Mark(at(0, word/8, word))
		if s := v.share(); s < 0 || s > 0.9 {
			t.Fatalf("word %d of %d: its line stands %.0f%% down the view", word, words, s*100)
		}
	}
}

func TestScrollingAwayStopsFollowingForGood(t *testing.T) {
	v := showView(t, longStory(60), fyne.NewSize(800, 600), 1)
	v.Mark(at(5, 0, 0))
	v.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -600)})
	if v.Following() {
		t.Fatal("still following after the reader scrolled away")
	}
	where := v.offset
	for turn := 6; turn < 20; turn++ {
		v.Mark(at(turn, 0, 0))
	}
	if v.offset != where {
		t.Errorf("the page moved from %.0f to %.0f under the reader's eyes", where, v.offset)
	}
}

func TestBetterTimesLeaveThePageWhereItIs(t *testing.T) {
	steps := []struct {
		name  string
		first func(*View)
		moves bool
	}{
		{"while following", func(v *View) { v.Mark(at(20, 0, 0)) }, false},
		{"after scrolling away", func(v *View) { v.Mark(at(20, 0, 0)); v.scroll(-900) }, false},
		{"after scrolling, before anything was marked", func(v *View) { v.scroll(500) }, false},
		{"before anything was marked", func(*View) {}, true},
	}
	for _, s := range steps {
		t.Run(s.name, func(t *testing.T) {
			v := showView(t, longStory(60), fyne.NewSize(800, 600), 1)
			s.first(v)
			before := v.offset
			for _, turn := range []int{22, 40, 39} {
				v.Correct(at(turn, 0, 0))
			}
			if v.mark != at(39, 0, 0) {
				t.Errorf("marked is %v", v.mark)
			}
			if moved := v.offset != before; moved != s.moves {
				t.Errorf("the page went from %.0f to %.0f", before, v.offset)
			}
		})
	}
}

func TestWayBackIsOfferedOnlyWhileTheSpokenWordsAreOutOfSight(t *testing.T) {
	v := showView(t, longStory(60), fyne.NewSize(800, 600), 1)
	v.Mark(at(5, 0, 0))
	steps := []struct {
		name string
		do   func()
		want bool
	}{
		{"following", func() {}, false},
		{"scrolled a little, words still in sight", func() { v.scroll(20) }, false},
		{"scrolled out of sight", func() { v.scroll(2000) }, true},
		{"back", v.Follow, false},
	}
	for _, s := range steps {
		s.do()
		if got := v.NeedsReturn(); got != s.want {
			t.Errorf("%s: way back offered: %v, want %v", s.name, got, s.want)
		}
	}
	if s := v.share(); s < 0.2 || s > 0.5 {
		t.Errorf("after going back the spoken line stands %.0f%% down the view", s*100)
	}
}

func TestMarkingAndFollowingAtOnceShowsTheMark(t *testing.T) {
	v := showView(t, longStory(60), fyne.NewSize(800, 600), 1)
	v.SetStill(false)
	v.Mark(at(40, 0, 0))
	v.Follow()
	if v.gliding == nil && !v.markInSight() {
		t.Errorf("the page stands at %.0f, neither gliding nor showing the marked line", v.offset)
	}
	if want := v.page.blocks[40].top - 0.3*600; v.target < want-1 || v.target > want+1 {
		t.Errorf("the page goes to %.0f, want %.0f", v.target, want)
	}
}

func TestChangingTextSizeKeepsThePlace(t *testing.T) {
	v := showView(t, longStory(60), fyne.NewSize(800, 600), 1)
	v.Mark(at(30, 1, 10))
	v.scroll(3000)
	before := v.page.blockAt(v.offset)
	for _, scale := range []float32{2, 4, 0.5, 1} {
		fyne.CurrentApp().Settings().SetTheme(look.New(look.Options{Look: look.Paper, Text: scale, Control: 1}))
		if got := v.page.blockAt(v.offset + v.page.size); got != before {
			t.Errorf("at %.0f%% turn %d is at the top, want %d", scale*100, got, before)
		}
	}
}

func TestPressingAWordPlaysFromIt(t *testing.T) {
	story := longStory(6)
	v := showView(t, story, fyne.NewSize(800, 600), 1)
	var got string
	v.OnPlayFrom = func(turn, word int) { got = v.spansOf(turn).words[word].In(story.Turns[turn].Text) }
	for _, want := range []string{"house", "Nobody", "hills"} {
		at := strings.Index(story.Turns[1].Text, want)
		p := v.pieces(1, transcript.Span{Start: at, End: at + len(want)})[0]
		v.Tapped(&fyne.PointEvent{Position: fyne.NewPos(p.x+p.width/2, p.y+p.height/2)})
		if got != want {
			t.Errorf("pressing %q plays from %q", want, got)
		}
	}
}

func TestOnlyWhatIsInSightIsDrawn(t *testing.T) {
	v := showView(t, longStory(2000), fyne.NewSize(800, 600), 1)
	for turn := 0; turn < 2000; turn += 40 {
		v.Mark(at(turn, 0, 0))
	}
	if n := len(v.renderer.all.Objects); n > 200 {
		t.Errorf("%d objects on the canvas for a view of about 18 lines", n)
	}
}

func TestUnsureTimesMarkTheLargerUnit(t *testing.T) {
	v := showView(t, longStory(4), fyne.NewSize(800, 600), 1)
	cases := []struct {
		name                 string
		place                sync.Place
		turn, sentence, word bool
	}{
		{"nothing", sync.Nowhere, false, false, false},
		{"turn only", at(1, -1, -1), true, false, false},
		{"sentence", at(1, 1, -1), true, true, false},
		{"word", at(1, 1, 12), true, true, true},
		{"a sentence that is not there", at(1, 99, -1), true, false, false},
		{"a turn that is not there", at(99, 0, 0), false, false, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			v.Mark(c.place)
			r := v.renderer
			got := fmt.Sprint(r.tint.Visible(), len(v.markedSentence()) > 0 && r.sentence[0].Visible(), len(r.words) > 0 && r.words[0].Visible())
			if want := fmt.Sprint(c.turn, c.sentence, c.word); got != want {
				t.Errorf("turn, sentence, word marked: %s, want %s", got, want)
			}
		})
	}
}

func BenchmarkMovingTheHighlight(b *testing.B) {
	test.NewTempApp(b).Settings().SetTheme(look.New(look.Options{Look: look.Paper, Text: 1, Control: 1}))
	v := NewView(longStory(2000))
	v.SetStill(true)
	w := test.NewTempWindow(b, v)
	w.Resize(fyne.NewSize(1280, 800))
	b.ResetTimer()
	for i := range b.N {
		v.Mark(at(1000, 0, i%6))
	}
}

func BenchmarkLayingOutThreeHours(b *testing.B) {
	test.NewTempApp(b).Settings().SetTheme(look.New(look.Options{Look: look.Paper, Text: 1, Control: 1}))
	text := measure(longStory(2000).Turns, nil, letters.New(fyne.MeasureText))
	for i := range b.N {
		text.layOut(20+float32(i%5), 700, look.UsualSpacing())
	}
}

func TestTheCaretIsWhereItWasLeftUnlessThePageHasMovedOn(t *testing.T) {
	v := showView(t, longStory(40), fyne.NewSize(800, 600), 1)
	v.FocusGained()
	for range 3 {
		v.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	}
	left := v.caret.place
	v.FocusLost()
	v.FocusGained()
	if v.caret.place != left || left == nowhere {
		t.Errorf("after a look elsewhere the caret is at %v, was left at %v", v.caret.place, left)
	}
	v.FocusLost()
	v.scroll(2000)
	v.FocusGained()
	if !v.caretInSight() {
		t.Errorf("the caret is at %v, which is out of sight", v.caret.place)
	}
}
