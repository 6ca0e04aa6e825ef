package reader

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"alongside/app/look"
	"alongside/sync"
	"alongside/sync/finding"
	"alongside/sync/timing"
)

// timesOf are times for every sentence and word of a view's story but those that are left out.
func timesOf(v *View, leaveOut func(turn, sentence int) bool) timing.Alignment {
	var a timing.Alignment
	now := time.Second
	next := func() timing.Timing {
		now += time.Second
		return timing.Timing{Start: now, End: now + time.Second/2, Confidence: 1}
	}
	for i, turn := range v.turns {
		timed := timing.Turn{Timing: next()}
		spans, words := turn.Spans()
		for n := range spans {
			if leaveOut(i, n) {
				timed.Sentences = append(timed.Sentences, timing.Timing{})
			} else {
				timed.Sentences = append(timed.Sentences, next())
			}
		}
		for _, w := range words {
			of := 0
			for n, s := range spans {
				if w.Start >= s.Start {
					of = n
				}
			}
			if leaveOut(i, of) {
				timed.Words = append(timed.Words, timing.Timing{})
			} else {
				timed.Words = append(timed.Words, next())
			}
		}
		a.Turns = append(a.Turns, timed)
	}
	return a
}

func nothingLeftOut(int, int) bool { return false }

func TestTheRulerStandsAroundTheLineThatIsHeard(t *testing.T) {
	v := emphasized(t, func(e *Emphasis) { e.Ruler = true })
	v.SetTimes(timesOf(v, func(turn, sentence int) bool { return turn == 1 && sentence == 3 || turn == 2 }))
	lines := len(v.page.blocks[1].lines)
	last := v.spansOf(1).sentences[3]
	cases := []struct {
		name        string
		places      []sync.Place
		shown       bool
		turn        int
		first, last int
	}{
		{"before anything is heard", []sync.Place{sync.Nowhere}, false, 0, 0, 0},
		{"a word", []sync.Place{at(1, 0, 1)}, true, 1, 0, 0},
		{"a pause between two words", []sync.Place{at(1, 0, 1), at(1, 0, -1)}, true, 1, 0, 0},
		{"a pause between two sentences", []sync.Place{at(1, 0, 8), at(1, -1, -1)}, true, 1, 0, 0},
		{"where no more than the turn is known", []sync.Place{at(1, 2, 20), at(1, -1, -1)}, true, 1, 0, lines - 1},
		{"a sentence without times of its words", []sync.Place{at(1, 3, -1)}, true, 1, v.page.blocks[1].lineOf(last.Start), lines - 1},
		{"a pause between two turns", []sync.Place{at(1, 0, 1), sync.Nowhere}, false, 0, 0, 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			v.SetTimes(timing.Alignment{Turns: v.times}) // as at first
			for _, p := range c.places {
				v.Mark(p)
			}
			ruler := v.renderer.aids.ruler
			if shown := ruler[0] != nil && ruler[0].Visible(); shown != c.shown {
				t.Fatalf("the ruler is shown: %v, want %v", shown, c.shown)
			}
			if !c.shown {
				return
			}
			b := v.page.blocks[c.turn]
			top, bottom := b.top+b.lines[c.first].top-v.offset, b.top+b.lines[c.last].top+b.lineHeight()-v.offset
			for i, want := range []float32{top, bottom} {
				if got := ruler[i].Position().Y + ruler[i].Size().Height/2; got < want-1 || got > want+1 {
					t.Errorf("line %d of the ruler is at %.0f, want %.0f", i, got, want)
				}
			}
		})
	}
}

// open is what is to be seen between the covers of the window.
func (v *View) open() string {
	var seen []string
	for i, b := range v.page.blocks {
		for n, l := range b.lines {
			if at := (b.top + l.top - v.offset) + b.lineHeight()/2; at > v.renderer.aids.covers[0].Size().Height && at < v.renderer.aids.covers[1].Position().Y {
				seen = append(seen, fmt.Sprintf("%d.%d", i, n))
			}
		}
	}
	return strings.Join(seen, " ")
}

func TestTheRulerStaysInAPauseWhereOnlyWordsHaveTimes(t *testing.T) {
	v := emphasized(t, func(e *Emphasis) { e.Ruler = true })
	a := timesOf(v, nothingLeftOut)
	for i := range a.Turns {
		a.Turns[i].Sentences = nil
	}
	v.SetTimes(a)
	v.Mark(at(1, 0, 8))
	before := v.renderer.aids.ruler[1].Position()
	v.Mark(at(1, -1, -1))
	if got := v.renderer.aids.ruler[1].Position(); got != before {
		t.Errorf("it goes from %v to %v", before, got)
	}
}

func TestTheWindowShowsTheLinesAroundTheVoice(t *testing.T) {
	story := emphasized(t, func(e *Emphasis) { e.Window = true })
	before := len(story.page.blocks[1].lines) - 1
	if len(story.page.blocks[1].lines) < 3 {
		t.Fatalf("the turn has %d lines; this needs 3", len(story.page.blocks[1].lines))
	}
	for lines, want := range map[int]string{1: "2.0", 3: fmt.Sprintf("1.%d 2.0 2.1", before), 5: fmt.Sprintf("1.%d 1.%d 2.0 2.1 2.2", before-1, before)} {
		v := emphasized(t, func(e *Emphasis) { e.Window, e.Lines = true, lines })
		v.Mark(at(2, 0, 1))
		if got := v.open(); got != want {
			t.Errorf("%d lines: to be seen are %s, want %s", lines, got, want)
		}
	}
}

func TestTheWindowOpensWhileTheReaderIsElsewhere(t *testing.T) {
	v := emphasized(t, func(e *Emphasis) { e.Window, e.Lines = true, 1 })
	v.Mark(at(2, 0, 1))
	v.scroll(50)
	if v.renderer.aids.covers[0].Visible() {
		t.Error("the page is covered where the reader has scrolled to")
	}
	if !v.NeedsReturn() {
		t.Error("there is no way back to the window")
	}
	v.Follow()
	if !v.renderer.aids.covers[0].Visible() {
		t.Error("the page is not covered once it follows again")
	}
	v.FocusGained()
	v.press("Down")
	if got := v.open(); got != "2.1" {
		t.Errorf("with the caret a line below the voice, lines %s are to be seen", got)
	}
}

func TestMatchesAreNotCovered(t *testing.T) {
	for name, with := range map[string]func(*Emphasis){
		"a window of one line": func(e *Emphasis) { e.Window, e.Lines = true, 1 },
		"one word at a time":   func(e *Emphasis) { e.Single = true },
	} {
		v := emphasized(t, with)
		v.Mark(at(2, 0, 1))
		v.showFound(found{matches: finding.Words(v.turns, "dog"), current: 2})
		if a := v.renderer.aids; a.covers[0] != nil && a.covers[0].Visible() || a.single != nil && a.single.ground.Visible() {
			t.Errorf("%s lies over what was found", name)
		}
	}
}

func TestAPressOnWhatIsCoveredPlaysNothing(t *testing.T) {
	v := emphasized(t, func(e *Emphasis) { e.Window, e.Lines = true, 1 })
	v.Mark(at(2, 0, 1))
	v.OnPlayFrom = func(turn, _ int) { t.Errorf("plays from turn %d", turn) }
	v.Tapped(&fyne.PointEvent{Position: fyne.NewPos(400, 580)})
}

// hiddenOnScreen are the words of a turn under a cover.
func (v *View) hiddenOnScreen(turn int) string {
	var hidden []string
	for _, w := range v.spansOf(turn).words {
		p := v.pieces(turn, w)[0]
		for _, b := range v.renderer.aids.blanks {
			from, size := b.cover.Position(), b.cover.Size()
			if b.cover.Visible() && p.y == from.Y && p.x+p.width/2 > from.X && p.x+p.width/2 < from.X+size.Width {
				hidden = append(hidden, w.In(v.turns[turn].Text))
			}
		}
	}
	return strings.Join(hidden, " ")
}

func TestWordsAreHiddenUntilTheyAreHeard(t *testing.T) {
	v := emphasized(t, func(e *Emphasis) { e.Hide = true })
	v.SetTimes(timesOf(v, func(turn, sentence int) bool { return turn == 1 && sentence == 1 || turn == 2 }))
	words := v.spansOf(1).words
	from := func(n int) string {
		var all []string
		for _, w := range words[n:] {
			all = append(all, w.In(v.turns[1].Text))
		}
		return strings.Join(all, " ")
	}
	second, third := 0, 0
	for i, w := range words {
		if w.Start < v.spansOf(1).sentences[1].Start {
			second = i + 1
		}
		if w.Start < v.spansOf(1).sentences[2].Start {
			third = i + 1
		}
	}
	steps := []struct {
		name   string
		place  sync.Place
		hidden string
	}{
		{"before it", at(0, 0, 1), from(0)},
		{"the first word", at(1, 0, 0), from(1)},
		{"the third word", at(1, 0, 2), from(3)},
		{"a pause", at(1, 0, -1), from(3)},
		{"a sentence whose words have no times", at(1, 1, -1), from(third)},
		{"back again", at(1, 0, second-1), from(second)},
		{"a turn in which nothing has a time", at(2, -1, -1), ""},
	}
	for _, s := range steps {
		v.Mark(s.place)
		if got := v.hiddenOnScreen(1); got != s.hidden {
			t.Errorf("%s: hidden are %q, want %q", s.name, got, s.hidden)
		}
	}
	if got := v.hiddenOnScreen(2); got != "" {
		t.Errorf("while a turn without times is heard, %q is hidden of it", got)
	}
}

func TestWhatIsHiddenIsNotTold(t *testing.T) {
	v := emphasized(t, func(e *Emphasis) { e.Hide = true })
	v.SetTimes(timesOf(v, nothingLeftOut))
	v.Mark(at(1, 0, 1))
	lines := strings.Split(v.told(), "\n")
	if got := strings.TrimRight(lines[1], " "); got != "Ben: We left …" {
		t.Errorf("told of the heard turn is %q", got)
	}
	if got := strings.TrimRight(lines[2], " "); got != "Ann: …" {
		t.Errorf("told of the next turn is %q", got)
	}
	if got, want := len(lines[1]), len("Ben: "+v.turns[1].Text); got != want {
		t.Errorf("%d bytes are told, want %d: letters have to stand where they stand in the text", got, want)
	}
}

func TestAPressOnAHiddenWordShowsItsSentence(t *testing.T) {
	v := emphasized(t, func(e *Emphasis) { e.Hide = true })
	v.SetTimes(timesOf(v, nothingLeftOut))
	v.Mark(at(1, 0, 1))
	plays := 0
	v.OnPlayFrom = func(int, int) { plays++ }
	p := v.pieces(1, v.spansOf(1).sentences[1])[0]
	press := func() { v.Tapped(&fyne.PointEvent{Position: fyne.NewPos(p.x+10, p.y+p.height/2)}) }
	press()
	if hidden := v.hiddenOnScreen(1); plays != 0 || strings.Contains(hidden, "Nobody") || !strings.Contains(hidden, "dog") {
		t.Errorf("after a press it played %d times, and hidden are %q", plays, hidden)
	}
	press()
	if plays != 1 {
		t.Errorf("after a second press it played %d times", plays)
	}
}

func TestTheNextHiddenSentenceIsShownByItsCommand(t *testing.T) {
	v := emphasized(t, func(e *Emphasis) { e.Hide = true })
	v.SetTimes(timesOf(v, nothingLeftOut))
	v.Mark(at(1, 0, 1))
	v.RevealNext()
	if hidden := v.hiddenOnScreen(1); strings.Contains(hidden, "house") || !strings.Contains(hidden, "Nobody") {
		t.Errorf("first the rest of the sentence is shown; hidden are %q", hidden)
	}
	v.RevealNext()
	if hidden := v.hiddenOnScreen(1); strings.Contains(hidden, "Nobody") || !strings.Contains(hidden, "dog") {
		t.Errorf("then the next one; hidden are %q", hidden)
	}
}

// singled is what stands in place of the page: the large word, and the lines below.
func (v *View) singled() string {
	w := v.renderer.aids.single
	if w == nil || !w.ground.Visible() {
		return "the page"
	}
	var lines []string
	for _, l := range w.lines {
		if l.Visible() {
			lines = append(lines, l.Text)
		}
	}
	return w.word.Text + " / " + strings.Join(lines, " ")
}

func TestOneWordIsShownAtATime(t *testing.T) {
	v := emphasized(t, func(e *Emphasis) { e.Single = true })
	v.SetTimes(timesOf(v, func(turn, sentence int) bool { return turn == 2 || turn == 3 && sentence == 0 }))
	sentence := v.spansOf(1).sentences[0].In(v.turns[1].Text)
	steps := []struct {
		name string
		do   func()
		want string
	}{
		{"before anything is heard", func() {}, "the page"},
		{"a word", func() { v.Mark(at(1, 0, 2)) }, "the / " + sentence},
		{"a pause", func() { v.Mark(at(1, 0, -1)) }, " / " + sentence},
		{"words without times", func() { v.Mark(at(3, 0, -1)) }, " / " + v.spansOf(3).sentences[0].In(v.turns[3].Text)},
		{"a turn without times", func() { v.Mark(at(2, -1, -1)) }, " / " + v.turns[2].Text},
		{"scrolled away", func() { v.scroll(100) }, "the page"},
		{"back", func() { v.Follow() }, " / " + v.turns[2].Text},
	}
	for _, s := range steps {
		s.do()
		if got := v.singled(); got != s.want {
			t.Errorf("%s: shown is %q, want %q", s.name, got, s.want)
		}
	}
}

func TestTheLargeWordFitsTheColumn(t *testing.T) {
	story := longStory(3)
	story.Turns[1].Text = "Incomprehensibilities notwithstanding, we went on."
	for _, scale := range []float32{0.5, 1, 3} {
		v := showView(t, story, fyne.NewSize(640, 440), scale)
		e := UsualEmphasis()
		e.Single = true
		v.SetEmphasis(e)
		v.SetTimes(timesOf(v, nothingLeftOut))
		v.Mark(at(1, 0, 0))
		w := v.renderer.aids.single
		if got := w.word.MinSize().Width; got > v.page.column+1 || w.word.TextSize < 1.5*v.page.size && got < 0.9*v.page.column {
			t.Errorf("at %.0f%% the word is %.0f wide in a column of %.0f, its letters %.0f where the text's are %.0f", 100*scale, got, v.page.column, w.word.TextSize, v.page.size)
		}
		for _, l := range w.lines {
			if l.Visible() && l.Position().Y+l.Size().Height > v.Size().Height+1 && l != w.lines[0] {
				t.Errorf("at %.0f%% %q reaches down to %.0f in a view %.0f high", 100*scale, l.Text, l.Position().Y+l.Size().Height, v.Size().Height)
			}
		}
	}
}

func TestTheSentenceBelowTheLargeWordHidesWhatIsHidden(t *testing.T) {
	v := emphasized(t, func(e *Emphasis) { e.Single, e.Hide = true, true })
	v.SetTimes(timesOf(v, nothingLeftOut))
	v.Mark(at(1, 0, 2))
	if got := strings.TrimSpace(v.singled()); got != "the / We left the" {
		t.Errorf("shown is %q", got)
	}
}

func TestWhatLiesOverThePageFollowsTheLook(t *testing.T) {
	v := emphasized(t, func(e *Emphasis) { e.Window, e.Ruler = true, true })
	v.Mark(at(2, 0, 1))
	a := v.renderer.aids
	if got := fmt.Sprint(a.covers[0].FillColor); got != fmt.Sprint(theme.Color(look.ColorPage)) {
		t.Errorf("the cover is %s", got)
	}
}

func TestWhatIsNotChosenCostsNothing(t *testing.T) {
	v := emphasized(t, func(*Emphasis) {})
	v.Mark(at(2, 0, 1))
	if a := v.renderer.aids; a.over() || len(a.blanks) > 0 {
		t.Errorf("there is %+v to be drawn", a)
	}
}
