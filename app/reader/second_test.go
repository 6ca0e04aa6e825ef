package reader

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"alongside/app/access"
	"alongside/app/look"
	"alongside/sync"
	"alongside/sync/transcript"
)

// translationOf has a text for each turn of a story, longer and shorter ones.
func translationOf(story transcript.Transcript) Second {
	s := Second{Language: "de"}
	for i := range story.Turns {
		s.Texts = append(s.Texts, Beside{i, i, fmt.Sprintf("Um %d Uhr gingen wir aus dem Haus. ", i+1) + strings.Repeat("Niemand war auf der Straße. ", i%4)})
	}
	return s
}

// showBeside puts a view of a story with a second text on a test window.
func showBeside(t testing.TB, story transcript.Transcript, s Second, size fyne.Size, text float32) *View {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(look.New(look.Options{Look: look.Paper, Text: text, Control: 1}))
	v := NewView(story)
	v.SetStill(true)
	v.SetSecond(s)
	w := test.NewTempWindow(t, v)
	w.SetPadded(false)
	w.Resize(size)
	return v
}

func wide() fyne.Size { return fyne.NewSize(1280, 700) }

func TestBothTextsOfATurnBeginAtOneHeight(t *testing.T) {
	v := showBeside(t, longStory(20), translationOf(longStory(20)), wide(), 1)
	if !v.page.columns.beside {
		t.Fatal("in a wide window the texts are not beside each other")
	}
	for i, b := range v.page.seconds {
		turn := v.page.blocks[i]
		if got, want := b.top, turn.top+turn.lines[0].top; got != want {
			t.Errorf("turn %d begins at %.0f, its second text at %.0f", i, want, got)
		}
		if i > 0 && v.page.blocks[i].top < v.page.seconds[i-1].top+v.page.seconds[i-1].height {
			t.Errorf("turn %d begins before the second text of the turn before ends", i)
		}
	}
	if left, right := v.left(), v.left()+v.page.columns.at+v.page.columns.second; left < tintEdge || right > wide().Width-tintEdge {
		t.Errorf("the columns go from %.0f to %.0f in a view %.0f wide", left, right, wide().Width)
	}
	if end := v.page.columns.first; v.page.columns.at-end < 2*tintEdge {
		t.Error("the second column touches the tint of the first")
	}
}

func TestWithoutRoomTheSecondTextStandsBelow(t *testing.T) {
	for _, c := range []struct {
		name  string
		size  fyne.Size
		text  float32
		panes Panes
	}{
		{"in a narrow window", fyne.NewSize(560, 700), 1, UsualPanes()},
		{"with large letters", fyne.NewSize(1280, 700), 3, UsualPanes()},
		{"with large letters in the smallest window", fyne.NewSize(420, 300), 3, UsualPanes()},
		{"where that was chosen", wide(), 1, Panes{On: true, Below: true, Share: 0.5}},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := showBeside(t, longStory(12), translationOf(longStory(12)), c.size, c.text)
			v.SetPanes(c.panes)
			if v.page.columns.beside {
				t.Fatal("the texts are beside each other")
			}
			for i, b := range v.page.seconds {
				if turn := v.page.blocks[i]; b.top < turn.top+turn.height {
					t.Errorf("the second text of turn %d begins before the turn ends", i)
				}
				if i+1 < len(v.page.blocks) && v.page.blocks[i+1].top < b.top+b.height {
					t.Errorf("turn %d begins before the second text above it ends", i+1)
				}
				for _, l := range b.lines {
					if w := v.letters.Exact(strings.TrimSpace(b.Text[l.start:l.end]), v.page.size, fyne.TextStyle{}); w > v.page.columns.second*1.02 {
						t.Errorf("%q is %.0f wide, its column %.0f", b.Text[l.start:l.end], w, v.page.columns.second)
					}
				}
			}
			if right := v.left() + v.page.columns.at + v.page.columns.second; right > c.size.Width {
				t.Errorf("the second text goes to %.0f of %.0f", right, c.size.Width)
			}
		})
	}
}

func TestTheShareOfTheWidthIsFollowed(t *testing.T) {
	v := showBeside(t, longStory(8), translationOf(longStory(8)), fyne.NewSize(1600, 700), 1)
	v.SetPanes(Panes{On: true, Share: 0.6})
	if c := v.page.columns; c.first <= c.second*1.4 || c.first >= c.second*1.6 {
		t.Errorf("the columns are %.0f and %.0f wide", c.first, c.second)
	}
}

// A run of turns that pairs with one text stands beside it as a whole, and the turns follow each other as they would alone.
func TestOneTextBesideARunOfTurns(t *testing.T) {
	second := Second{Texts: []Beside{{0, 2, "Kurz."}, {3, 3, "Auch kurz."}}}
	v := showBeside(t, longStory(5), second, wide(), 1)
	alone := showView(t, longStory(5), wide(), 1)
	gap := func(v *View, i int) float32 {
		return v.page.blocks[i+1].top - v.page.blocks[i].top - v.page.blocks[i].height
	}
	for i := range 4 {
		if got, want := gap(v, i), gap(alone, i); got < want-0.1 || got > want+0.1 {
			t.Errorf("after turn %d there are %.1f, and %.1f without a second text", i, got, want)
		}
	}
	for turn, want := range []int{0, 0, 0, 1, -1} {
		if got := v.page.secondOf(turn); got != want {
			t.Errorf("turn %d has the second text %d, want %d", turn, got, want)
		}
	}
}

func TestTheHeardTurnIsMarkedInBoth(t *testing.T) {
	for _, size := range []fyne.Size{wide(), fyne.NewSize(560, 700)} {
		v := showBeside(t, longStory(20), translationOf(longStory(20)), size, 1)
		v.Mark(sync.Place{Turn: 7, Sentence: 1, Word: 3})
		b := v.page.seconds[7]
		tint := v.renderer.secondTint
		if !tint.Visible() || tint.Position().Y > b.top-v.offset || tint.Position().Y+tint.Size().Height < b.top+b.height-v.offset {
			t.Errorf("the second text is at %.0f, its mark at %v, %v", b.top-v.offset, tint.Position(), tint.Size())
		}
		if right := tint.Position().X + tint.Size().Width; right > size.Width {
			t.Errorf("the mark goes to %.0f of %.0f", right, size.Width)
		}
		if !v.renderer.secondBar.Visible() {
			t.Error("colour is the only sign of it")
		}
		v.Mark(sync.Nowhere)
		if tint.Visible() {
			t.Error("in a pause it is still marked")
		}
	}
}

func TestTheSecondTextCanBeSwitchedOff(t *testing.T) {
	v := showBeside(t, longStory(40), translationOf(longStory(40)), wide(), 1)
	v.scroll(v.page.blocks[20].top - v.offset)
	stands := v.page.blocks[20].top - v.offset
	v.SetPanes(Panes{On: false, Share: 0.5})
	if len(v.page.seconds) > 0 || v.renderer.seconds.Len() > 0 {
		t.Error("it is still there")
	}
	if alone := showView(t, longStory(40), wide(), 1); v.page.column != alone.page.column {
		t.Errorf("the column is %.0f wide, and %.0f without a second text", v.page.column, alone.page.column)
	}
	if now := v.page.blocks[20].top - v.offset; now < stands-1 || now > stands+1 {
		t.Errorf("what was read stood at %.0f and stands at %.0f", stands, now)
	}
}

func TestAScreenReaderGetsTheSecondTextAfterItsTurns(t *testing.T) {
	second := Second{Language: "ar", Texts: []Beside{{0, 1, "صباح الخير"}, {2, 2, "مساء الخير"}}}
	v := showBeside(t, longStory(4), second, wide(), 1)
	var got []string
	for _, p := range v.Describe().Parts() {
		switch key := p.Key.(type) {
		case passage:
			got = append(got, fmt.Sprint("turn ", key.turn))
		case secondPart:
			got = append(got, p.Node.Text.Content)
			if p.Node.Role != access.Paragraph || p.Node.Attributes["language"] != "ar" {
				t.Errorf("%q is %+v", p.Node.Text.Content, p.Node)
			}
		}
	}
	want := []string{"turn 0", "turn 1", "صباح الخير", "turn 2", "مساء الخير", "turn 3"}
	if strings.Join(got, "; ") != strings.Join(want, "; ") {
		t.Errorf("it is told %q, want %q", got, want)
	}
}

func TestALanguageFromTheRightStandsAtTheRight(t *testing.T) {
	second := Second{Language: "ar", Texts: []Beside{{0, 0, "صباح الخير يا عائشة"}, {1, 1, "Ann: صباح الخير"}}}
	v := showBeside(t, longStory(2), second, wide(), 1)
	for i, b := range v.page.seconds {
		runs := b.lines[0].runs
		if len(runs) == 0 {
			t.Fatalf("the lines of %q are taken for ones from the left", b.Text)
		}
		first := runs[0]
		for _, r := range runs {
			if r.Start < first.Start {
				first = r
			}
		}
		if end, want := first.x+first.width, v.page.columns.second; end < want-1 || end > want+1 {
			t.Errorf("line %d begins at %.0f, the column's right end is at %.0f", i, end, want)
		}
	}
}

func TestAPressOnTheSecondTextPlaysItsTurn(t *testing.T) {
	v := showBeside(t, longStory(10), translationOf(longStory(10)), wide(), 1)
	played := -1
	v.OnPlayFrom = func(turn, _ int) { played = turn }
	b := v.page.seconds[1]
	v.Tapped(&fyne.PointEvent{Position: fyne.NewPos(v.left()+v.page.columns.at+5, b.top+5-v.offset)})
	if played != 1 {
		t.Errorf("it plays turn %d", played)
	}
	v.Tapped(&fyne.PointEvent{Position: fyne.NewPos(v.left()+5, v.page.blocks[2].top+v.page.blocks[2].lines[0].top+5-v.offset)})
	if played != 2 {
		t.Errorf("a press on the story's own text plays turn %d", played)
	}
}

func TestDimmedTurnsAreDimmedInBoth(t *testing.T) {
	v := showBeside(t, longStory(10), translationOf(longStory(10)), wide(), 1)
	v.SetEmphasis(Emphasis{Mark: Turn, Dim: DimTurns}.Mended())
	v.Mark(sync.Place{Turn: 1, Sentence: -1, Word: -1})
	for turn, want := range map[int]bool{0: true, 1: false, 2: true} {
		if got := v.dimsSecond(v.page.seconds[turn]); got != want {
			t.Errorf("turn %d: dimmed is %v, want %v", turn, got, want)
		}
	}
}

// What is for no turn, or says nothing, is left out and harms nothing.
func TestASecondTextThatDoesNotFitIsLeftOut(t *testing.T) {
	second := Second{Texts: []Beside{{-1, 0, "davor"}, {1, 1, " "}, {2, 2, "da"}, {3, 9, "danach"}}}
	v := showBeside(t, longStory(4), second, wide(), 1)
	if len(v.page.seconds) != 1 || v.page.seconds[0].Text != "da" {
		t.Errorf("it shows %+v", v.page.seconds)
	}
}

// BenchmarkFollowingBesideASecondText moves the highlight in a story of five thousand turns with a translation.
func BenchmarkFollowingBesideASecondText(b *testing.B) {
	v := showBeside(b, longStory(5000), translationOf(longStory(5000)), wide(), 1)
	b.ResetTimer()
	for i := range b.N {
		v.Mark(at(2500, 0, i%6))
	}
}

// BenchmarkLayingOutASecondText sets both texts of five thousand turns anew, as while a window is resized.
func BenchmarkLayingOutASecondText(b *testing.B) {
	v := showBeside(b, longStory(5000), translationOf(longStory(5000)), wide(), 1)
	b.ResetTimer()
	for range b.N {
		v.page.size = 0
		v.layOut()
	}
}
