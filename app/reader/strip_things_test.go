package reader

import (
	"fmt"
	"image"
	"image/color"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"alongside/app/look"
	"alongside/sync/finding"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

func seconds(all ...int) (d []time.Duration) {
	for _, s := range all {
		d = append(d, time.Duration(s)*time.Second)
	}
	return d
}

func TestTheThingBeforeAndAfterATime(t *testing.T) {
	stops := seconds(10, 20, 21, 40)
	cases := []struct {
		name       string
		from, come time.Duration
		by         int
		want       time.Duration // below 0 for none
	}{
		{"the first one", 0, -1, 1, 10 * time.Second},
		{"after one that one is at", 10 * time.Second, -1, 1, 20 * time.Second},
		{"after the last", 40 * time.Second, -1, 1, -1},
		{"before the first", 10 * time.Second, -1, -1, -1},
		{"before one that one is at", 40 * time.Second, -1, -1, 21 * time.Second},
		{"before one shortly after one has come to it", 21*time.Second + 700*time.Millisecond, 21 * time.Second, -1, 20 * time.Second},
		{"after one shortly after one has come to it", 20*time.Second + 700*time.Millisecond, 20 * time.Second, 1, 21 * time.Second},
		{"before one that was only just passed", 41 * time.Second, -1, -1, 21 * time.Second},
		{"before one that was passed a while ago", 50 * time.Second, 10 * time.Second, -1, 40 * time.Second},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, ok := beside(stops, c.from, c.come, c.by)
			if ok != (c.want >= 0) || ok && got != c.want {
				t.Errorf("got %v, %v, want %v", got, ok, c.want)
			}
		})
	}
}

// marked is a strip of four turns of ten seconds: two of speech, a sound, and one whose time is not sure.
func marked() *Strip {
	story := transcript.Transcript{Turns: []transcript.Turn{
		say("Ann", "One bell rang."), say("Ben", "Two bells rang, and then there was a very long silence over all of the harbor."),
		{Kind: transcript.Sound, Text: "(BELL)"},
		say("Ann", "It rang."),
	}}
	var a timing.Alignment
	for n := range story.Turns {
		a.Turns = append(a.Turns, timing.Turn{Timing: timing.Timing{
			Start: time.Duration(n) * 10 * time.Second, End: time.Duration(n)*10*time.Second + 9*time.Second, Confidence: 1,
		}})
	}
	s := NewStrip(Story{Transcript: story, Alignment: a, Duration: 40 * time.Second})
	s.SetUnsure([]bool{false, false, false, true})
	s.SetNoted([]Noted{{ID: 1, Kind: Bookmark, Turn: 1, Span: transcript.Span{End: 3}}})
	s.SetFound(found{matches: finding.Words(story.Turns, "rang"), current: 1})
	return s
}

func TestEachKindOfThingHasItsPlaces(t *testing.T) {
	for by, want := range map[Thing][]time.Duration{
		ByTurn: seconds(0, 10, 20, 30), BySound: seconds(20), ByMark: seconds(10), ByMatch: seconds(0, 10, 30), ByUnsure: seconds(30),
	} {
		if got := marked().stops(by); !slices.Equal(got, want) {
			t.Errorf("%s are at %v, want %v", by, got, want)
		}
	}
}

func TestWhatLiesAtATimeIsToldInWords(t *testing.T) {
	for at, want := range map[time.Duration]string{
		0:                        "Ann: One bell rang.; match 1 of 3",
		10 * time.Second:         "Ben: Two bells rang, and then there was a very…; bookmark; match 2 of 3",
		15 * time.Second:         "Ben: Two bells rang, and then there was a very…",
		22 * time.Second:         "Sound: (BELL)",
		35 * time.Second:         "Ann: It rang.; time not sure",
		39500 * time.Millisecond: "",
	} {
		if got := strings.Join(marked().lies(at, near), "; "); got != want {
			t.Errorf("at %v lies %q, want %q", at, got, want)
		}
	}
}

func TestWhatIsHiddenIsNotToldByTheStrip(t *testing.T) {
	s := marked()
	s.Words = func(int) string { return "" }
	if got := s.lies(15*time.Second, near); !slices.Equal(got, []string{"Ben"}) {
		t.Errorf("told is %q", got)
	}
}

func TestSomeoneNotNamedIsToldByTheirWords(t *testing.T) {
	s := NewStrip(Story{
		Transcript: transcript.Transcript{Turns: []transcript.Turn{{Text: "A bell rang."}}},
		Alignment:  timing.Alignment{Turns: []timing.Turn{{Timing: timing.Timing{End: time.Second}}}}, Duration: time.Second,
	})
	if got := s.lies(0, near); !slices.Equal(got, []string{"A bell rang."}) {
		t.Errorf("told is %q", got)
	}
}

func TestWhereThereIsNothingToGoToItIsSaid(t *testing.T) {
	cases := []struct {
		by   Thing
		at   time.Duration
		key  fyne.KeyName
		says string
	}{
		{BySound, 25 * time.Second, fyne.KeyDown, "No sound after this"},
		{ByMark, 5 * time.Second, fyne.KeyUp, "No mark of your own before this"},
		{ByTurn, 0, fyne.KeyPageDown, "1 in this story"},
		{ByTurn, 0, fyne.KeyPageUp, "1 in this story"},
	}
	for _, c := range cases {
		s, said := marked(), ""
		s.OnSay = func(text string) { said = text }
		s.SetBy(c.by)
		s.SetPosition(c.at)
		s.TypedKey(&fyne.KeyEvent{Name: c.key})
		if said != c.says {
			t.Errorf("by %s at %v: said is %q, want %q", c.by, c.at, said, c.says)
		}
	}
}

func TestALabelSaysWhatLiesUnderThePointerAndAtThePlaceWithTheFocus(t *testing.T) {
	s, w := showScreen(t, longStory(2))
	strip := s.play.strip
	strip.SetAlignment(timing.Alignment{Turns: []timing.Turn{{Timing: timing.Timing{Start: 0, End: 100 * time.Second}}}})
	text := func() string {
		if !s.label.Visible() {
			return ""
		}
		return strings.Join(s.label.lines, " / ")
	}
	strip.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(strip.Size().Width/3, 20)}})
	if want := "1:15 / Ann: "; !strings.HasPrefix(text(), want) {
		t.Errorf("under the pointer it says %q, want %q", text(), want)
	}
	strip.MouseOut()
	if text() != "" {
		t.Errorf("without the pointer it says %q", text())
	}
	w.Canvas().Focus(strip)
	s.SetPosition(200 * time.Second)
	if want := "3:20 / Nothing is transcribed here / Up and Down go by turns"; text() != want {
		t.Errorf("with the focus it says %q, want %q", text(), want)
	}
	if strip.Dismiss(); text() != "" {
		t.Errorf("sent away it says %q", text())
	}
	strip.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown})
	if want := "Up and Down go by sounds"; !strings.HasSuffix(text(), want) {
		t.Errorf("after a key it says %q, want %q", text(), want)
	}
	for _, x := range []float32{0, strip.Size().Width} {
		strip.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, 20)}})
		if at := s.label.Position(); at.X < 0 || at.X+s.label.Size().Width > s.Size().Width {
			t.Errorf("the label stands at %v, %v wide", at.X, s.label.Size().Width)
		}
	}
}

func TestTheLabelFitsIntoTheSmallestWindowWithTheLargestText(t *testing.T) {
	s, w := showScreen(t, longStory(2))
	w.Resize(fyne.NewSize(640, 440))
	fyne.CurrentApp().Settings().SetTheme(look.New(look.Options{Look: look.Paper, Text: 4, Control: 2}))
	strip := s.play.strip
	strip.SetBy(ByUnsure)
	strip.SetAlignment(timing.Alignment{Turns: []timing.Turn{{Timing: timing.Timing{Start: 0, End: 225 * time.Second}}}})
	w.Canvas().Focus(strip)
	for _, at := range []time.Duration{0, 100 * time.Second, 225*time.Second - 1} {
		s.SetPosition(at)
		from, size := s.label.Position(), s.label.Size()
		if !s.label.Visible() || from.X < 0 || from.Y < 0 || from.X+size.Width > 640 || from.Y+size.Height > s.play.Position().Y {
			t.Errorf("at %v the label is at %v, %v large", at, from, size)
		}
		for _, o := range test.LaidOutObjects(s.label) {
			if text, ok := o.(*canvas.Text); ok && text.MinSize().Width > size.Width {
				t.Errorf("%q is wider than the label", text.Text)
			}
		}
	}
}

func TestSignsOfDifferentKindsDifferInShape(t *testing.T) {
	shapes := map[string]string{}
	draw := func(name string, g glyph) {
		img := image.NewNRGBA(image.Rect(0, 0, 20, signRow))
		signPainter{img, color.Black, 1, time.Second}.draw(g, 10)
		shape := ""
		for i := 3; i < len(img.Pix); i += 4 {
			shape += fmt.Sprint(min(img.Pix[i], 1))
		}
		if other, ok := shapes[shape]; ok || !strings.Contains(shape, "1") {
			t.Errorf("%s looks as %q, or is empty", name, other)
		}
		shapes[shape] = name
	}
	for _, kind := range []NotedKind{Bookmark, Highlight, Note, WordKept} {
		draw(string(kind), glyphOf(kind))
	}
	draw("a match", matchGlyph(false))
	draw("the current match", matchGlyph(true))
}

func TestWhatIsNotSureIsStripedAlsoWhereTurnsAreNarrow(t *testing.T) {
	ink := color.NRGBA{R: 0xff, A: 0xff}
	img := image.NewNRGBA(image.Rect(0, 0, 40, stripHeight))
	for x := range 40 {
		fill(img, x, x+1, speakerForm(0), ink)
		stripe(img, x, x+1)
	}
	inked := 0
	for x := range 40 {
		if img.NRGBAAt(x, stripHeight/2) == ink {
			inked++
		}
	}
	if inked != 20 {
		t.Errorf("%d of 40 columns are inked, want half", inked)
	}
}

// longStrip is a strip of three hours with two thousand turns, and signs of all kinds.
func longStrip(tb testing.TB) (*Screen, fyne.Window) {
	story := longStory(2000)
	var a timing.Alignment
	for n := range story.Turns {
		at := time.Duration(n) * 5400 * time.Millisecond
		a.Turns = append(a.Turns, timing.Turn{Timing: timing.Timing{Start: at, End: at + 5*time.Second, Confidence: float64(n%4) / 4}})
	}
	s, w := showScreen(tb, story)
	s.SetDuration(3 * time.Hour)
	s.SetAlignment(a)
	s.ShowUnsure(a)
	s.ShowNoted([]Noted{{ID: 1, Kind: Bookmark, Turn: 700, Span: transcript.Span{End: 3}}})
	s.find.look("dog")
	return s, w
}

func TestTheStripIsPaintedOnceAndNotWhileTheStoryPlays(t *testing.T) {
	s, w := longStrip(t)
	w.Canvas().Capture()
	r := test.WidgetRenderer(s.play.strip).(*stripRenderer)
	before := r.painted
	if before == 0 {
		t.Fatal("nothing was painted")
	}
	for second := range 60 {
		s.SetPosition(time.Duration(second) * time.Second)
	}
	if r.painted != before {
		t.Errorf("it was painted %d times in a minute of the story", r.painted-before)
	}
	w.Resize(fyne.NewSize(900, 600))
	w.Canvas().Capture()
	if r.painted == before {
		t.Error("it was not painted anew in another size")
	}
}

func BenchmarkPaintingAStripOfThreeHours(b *testing.B) {
	s, _ := longStrip(b)
	r := test.WidgetRenderer(s.play.strip).(*stripRenderer)
	b.Run("turns", func(b *testing.B) {
		for b.Loop() {
			r.paint(1160, stripHeight)
		}
	})
	b.Run("matches", func(b *testing.B) {
		for b.Loop() {
			r.paintMatches(1160, signRow)
		}
	})
}

func BenchmarkAPlaceOnAStripOfThreeHours(b *testing.B) {
	for name, focused := range map[string]bool{"without the focus": false, "with the focus": true} {
		b.Run(name, func(b *testing.B) {
			s, w := longStrip(b)
			if focused {
				w.Canvas().Focus(s.play.strip)
			}
			at := time.Duration(0)
			for b.Loop() {
				at = (at + 250*time.Millisecond) % (3 * time.Hour)
				s.SetPosition(at)
			}
		})
	}
}

// The signs stand on the bar's ground in every look.
func TestTheStripsSignsStandOut(t *testing.T) {
	for _, l := range []look.Look{look.Paper, look.Ink, look.Contrast, look.Cream, look.Dusk} {
		p := look.New(look.Options{Look: l, Text: 1, Control: 1}).Palette()
		if ratio := look.Ratio(p.Text, p.Raised); ratio < 7 {
			t.Errorf("%v: %.1f:1", l, ratio)
		}
	}
}
