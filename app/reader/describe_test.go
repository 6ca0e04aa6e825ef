package reader

import (
	"fmt"
	"image"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"alongside/app/access"
	"alongside/app/look"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// told is what a view's parts say, a line each.
func (v *View) told() string {
	var b strings.Builder
	for _, p := range v.Describe().Parts() {
		switch n := p.Node; n.Role {
		case access.Heading:
			fmt.Fprintf(&b, "heading %d: %s\n", n.Level, n.Text.Content)
		case access.Paragraph:
			fmt.Fprintf(&b, "%s\n", n.Text.Content)
		case access.Image:
			fmt.Fprintf(&b, "picture: %s (%s)\n", n.Name, n.Description)
		}
		if p.Node.Description != "" && p.Node.Role == access.Paragraph {
			fmt.Fprintf(&b, "  %s\n", p.Node.Description)
		}
	}
	return b.String()
}

func TestTurnsAreReadWithWhoSpeaks(t *testing.T) {
	sound := func(speaker, text string) transcript.Turn {
		return transcript.Turn{Speaker: speaker, Kind: transcript.Sound, Text: text}
	}
	note := transcript.Turn{Kind: transcript.Note, Text: "This was put right in May."}
	reporter := []transcript.Speaker{{Name: "Ann", Role: "byline"}, {Name: "Ben"}}
	cases := []struct {
		name     string
		speakers []transcript.Speaker
		turns    []transcript.Turn
		chapters []Chapter
		want     string
	}{
		{"a speaker", nil, []transcript.Turn{say("Ben", "Yes.")}, nil, "Ben: Yes.\n"},
		{"nobody named", nil, []transcript.Turn{say("", "Yes.")}, nil, "Yes.\n"},
		{"who goes on is not named again", nil, []transcript.Turn{say("Ben", "Yes."), say("Ben", "No.")}, nil, "Ben: Yes.\nNo.\n"},
		{"a role where it is first heard", reporter, []transcript.Turn{say("Ann", "One."), say("Ben", "Two."), say("Ann", "Three.")}, nil, "Ann, reporter: One.\nBen: Two.\nAnn: Three.\n"},
		{"a sound in brackets", nil, []transcript.Turn{sound("", "(SOUNDBITE OF MUSIC)")}, nil, "(SOUNDBITE OF MUSIC)\n"},
		{"a sound without brackets", nil, []transcript.Turn{sound("", "Music")}, nil, "Sound: Music\n"},
		{"a sound of someone's", nil, []transcript.Turn{sound("Ben", "(LAUGHTER)")}, nil, "Ben: (LAUGHTER)\n"},
		{"a note", nil, []transcript.Turn{note}, nil, "Note: This was put right in May.\n"},
		{"a chapter's title", nil, []transcript.Turn{say("", "Yes.")}, []Chapter{{Title: "One"}}, "heading 2: One\nYes.\n"},
		{"a title within another", nil, []transcript.Turn{say("", "Yes.")}, []Chapter{{Title: "Part"}, {Title: "One", Level: 1}}, "heading 2: Part\nheading 3: One\nYes.\n"},
		{"a turn that is a title", nil, []transcript.Turn{say("", "One"), say("", "Yes.")}, []Chapter{{Title: "One", Level: 1}}, "heading 3: One\nYes.\n"},
		{"a turn without words", nil, []transcript.Turn{say("", "Yes."), say("", " ")}, nil, "Yes.\n"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			v := showChapters(t, transcript.Transcript{Speakers: c.speakers, Turns: c.turns}, c.chapters, fyne.NewSize(800, 600))
			if got := v.told(); got != c.want {
				t.Errorf("read:\n%swant:\n%s", got, c.want)
			}
		})
	}
}

func TestPictureIsToldByItsWords(t *testing.T) {
	v := showChapters(t, transcript.Transcript{Turns: []transcript.Turn{say("", "Yes.")}}, nil, fyne.NewSize(800, 600))
	v.SetPicture(Picture{Image: image.NewNRGBA(image.Rect(0, 0, 40, 30)), Alt: "A bridge in fog", Credit: "M. Weir"})
	if got, want := v.told(), "picture: A bridge in fog (M. Weir)\nYes.\n"; got != want {
		t.Errorf("read:\n%swant:\n%s", got, want)
	}
}

func TestUnsureTurnsAreToldAsSuch(t *testing.T) {
	v := showChapters(t, transcript.Transcript{Turns: []transcript.Turn{say("", "Yes."), say("", "No.")}}, nil, fyne.NewSize(800, 600))
	v.ShowUnsure(timing.Alignment{Turns: []timing.Turn{{Timing: timing.Timing{Start: 0, End: time.Second, Confidence: 1}}, {}}})
	if got, want := v.told(), "Yes.\nNo.\n  time not sure\n"; got != want {
		t.Errorf("read:\n%swant:\n%s", got, want)
	}
}

func TestLinesAreThoseOnTheScreen(t *testing.T) {
	v := showChapters(t, longStory(3), nil, fyne.NewSize(420, 600))
	for i, p := range v.Describe().Parts() {
		text := p.Node.Text
		for n := range v.page.blocks[i].lines {
			l := v.page.blocks[i].lines[n]
			want := v.turns[i].Text[l.start:l.end]
			span := text.Around(l.start+len(v.leadOf(passage{i, ownText})), access.Line)
			got := strings.TrimSpace(text.Content[span.Start:span.End])
			if n == 0 {
				want = v.leadOf(passage{i, ownText}) + want
			}
			if got != want {
				t.Errorf("line %d of turn %d is read as %q, want %q", n, i, got, want)
			}
		}
	}
}

func TestLettersStandWhereTheyAreDrawn(t *testing.T) {
	v := showChapters(t, longStory(9), nil, fyne.NewSize(420, 400))
	v.scroll(150)
	node := v.Describe()
	for i, p := range node.Parts() {
		lead := len(v.leadOf(passage{i, ownText}))
		for _, w := range v.spansOf(i).words {
			area := p.Node.Text.Rectangle(access.Span{Start: lead + w.Start, End: lead + w.End})
			drawn := v.pieces(i, w)[0]
			at := area.Position.Add(p.At).Add(node.Offset)
			if d := at.Subtract(fyne.NewPos(drawn.x, drawn.y)); d.X > 3 || d.X < -3 || d.Y > 1 || d.Y < -1 {
				t.Fatalf("%q of turn %d is told to stand at %v and drawn at %.0f, %.0f", w.In(v.turns[i].Text), i, at, drawn.x, drawn.y)
			}
		}
		if lead > 0 {
			name := p.Node.Text.Rectangle(access.Span{Start: 0, End: lead})
			if name.Y != 0 || name.Height < 1 || name.Height > v.page.blocks[i].lines[0].top+1 {
				t.Errorf("the speaker of turn %d is told to stand at %v, %v", i, name.Position, name.Size)
			}
		}
	}
}

func TestPartsAreMadeAnewOnlyWhenTheyChange(t *testing.T) {
	steps := []struct {
		name string
		do   func(*View)
		want bool
	}{
		{"the highlight", func(v *View) { v.Mark(at(2, 0, 1)) }, false},
		{"the caret", func(v *View) { v.press("Right") }, false},
		{"selecting", func(v *View) { v.press("Shift+Right") }, false},
		{"scrolling", func(v *View) { v.scroll(100) }, false},
		{"what is sure", func(v *View) { v.ShowUnsure(timing.Alignment{}) }, true},
		{"the width", func(v *View) { v.Resize(fyne.NewSize(500, 600)) }, true},
	}
	for _, s := range steps {
		t.Run(s.name, func(t *testing.T) {
			v := showChapters(t, longStory(30), nil, fyne.NewSize(800, 600))
			v.FocusGained()
			before := v.Describe().Revision
			s.do(v)
			if changed := v.Describe().Revision != before; changed != s.want {
				t.Errorf("the parts are made anew: %v", changed)
			}
		})
	}
}

func TestCaretAndSelectionAreToldInWhatIsRead(t *testing.T) {
	v := showShortStory(t)
	v.FocusGained()
	v.press("Ctrl+Home", "Down", "Ctrl+Right", "Shift+Right", "Shift+Right")
	n := v.Describe()
	text := v.leadOf(passage{0, ownText}) + v.turns[0].Text
	if n.Current != (passage{0, ownText}) || n.Caret > len(text) || text[:n.Caret] != "Ann: We me" || text[n.Selection.Start:n.Selection.End] != "me" {
		t.Errorf("current is %v, the caret at %d, %v selected in %q", n.Current, n.Caret, n.Selection, text)
	}
}

func TestScreenReaderPutsTheCaret(t *testing.T) {
	cases := []struct {
		name string
		do   func(access.Part)
		want string
	}{
		{"within the words", func(p access.Part) { p.Node.Text.SetCaret(len("Ann: We ")) }, "0: We |met "},
		{"on the speaker's name", func(p access.Part) { p.Node.Text.SetCaret(1) }, "0: |We m"},
		{"past the end", func(p access.Part) { p.Node.Text.SetCaret(900) }, "0: ate.|"},
		{"before the beginning", func(p access.Part) { p.Node.Text.SetCaret(-1) }, "0: |We m"},
		{"by the focus", func(p access.Part) { p.Focus() }, "0: |We m"},
		{"by selecting", func(p access.Part) { p.Node.Text.Select(access.Span{Start: 5, End: 7}) }, "0: We| met"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			v := showShortStory(t)
			c.do(v.Describe().Parts()[1])
			if got := v.where(); got != c.want {
				t.Errorf("the caret is at %q, want %q", got, c.want)
			}
		})
	}
}

func TestLanguageIsTold(t *testing.T) {
	if got := showShortStory(t).Describe().Attributes["language"]; got != "en-GB" {
		t.Errorf("the language is %q", got)
	}
}

// showScreen puts a whole reader on a test window.
func showScreen(t testing.TB, story transcript.Transcript, chapters ...Chapter) (*Screen, fyne.Window) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(look.New(look.Options{Look: look.Paper, Text: 1, Control: 1}))
	none, near := func() {}, func(fyne.CanvasObject) {}
	s := NewScreen(Story{Transcript: story, Chapters: chapters, Duration: 225 * time.Second}, Actions{
		Leave: none, Toggle: none, Seek: func(time.Duration) {}, PlayFrom: func(int, int) {},
		PreviousTurn: none, PreviousSentence: none, NextSentence: none, NextTurn: none, Smaller: none, Larger: none,
		ChooseLook: near, ChooseSpeed: near, ChooseVolume: near, ChooseMore: near, Zoom: func(int) {}, Find: none, Contents: none, ChooseThing: func(Thing) {},
	})
	s.View.SetStill(true)
	w := test.NewTempWindow(t, s)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(1180, 740))
	return s, w
}

// seen is what a window means, by name.
func seen(w fyne.Window) map[string]*access.Element {
	all := map[string]*access.Element{}
	tree := access.NewTree("Alongside", fyne.Do)
	tree.AddWindow(w)
	tree.Look().Walk(func(e *access.Element) bool { all[e.Name] = e; return true })
	return all
}

func TestScreenIsSeenInTheOrderOfUse(t *testing.T) {
	s, w := showScreen(t, longStory(2))
	s.SetPosition(80 * time.Second)
	s.Find()
	s.find.look("dog")
	tree := access.NewTree("Alongside", fyne.Do)
	tree.AddWindow(w)
	var got []string
	tree.Look().Walk(func(e *access.Element) bool {
		switch e.Role {
		case access.Toolbar, access.Heading, access.Slider, access.Document, access.Status:
			got = append(got, e.Name)
		case access.Group, access.Label:
			got = append(got, "("+e.Name+")")
		}
		return true
	})
	want := "Story, A long walk, (Find in this story), 1 of 2, A long walk, Playing, Place in the story, (1:20 of 3:45)"
	if all := strings.Join(got, ", "); all != want {
		t.Errorf("seen: %s\nwant: %s", all, want)
	}
}

func TestBarsAreToldToStandWhereTheyAreDrawn(t *testing.T) {
	s, w := showScreen(t, longStory(2))
	s.Find()
	tree := access.NewTree("Alongside", fyne.Do)
	tree.AddWindow(w)
	now := tree.Look()
	now.Walk(func(e *access.Element) bool {
		for _, o := range []struct {
			name   string
			object fyne.CanvasObject
		}{{"Larger text", s.top.larger}, {"Next turn", s.play.nextTurn}, {"Place in the story", s.play.strip}, {"Previous match", s.find.previous}} {
			if e.Name == o.name {
				if got, want := now.Bounds(e).Position, fyne.CurrentApp().Driver().AbsolutePositionForObject(o.object); got != want {
					t.Errorf("%s is told to stand at %v and drawn at %v", o.name, got, want)
				}
			}
		}
		return true
	})
}

func TestStripIsASliderOfSeconds(t *testing.T) {
	s, w := showScreen(t, longStory(2))
	var sought time.Duration
	s.play.strip.OnSeek = func(at time.Duration) { sought = at }
	s.SetPosition(80*time.Second + 300*time.Millisecond)
	v := seen(w)["Place in the story"].Value
	if v.Now != 80 || v.Most != 225 || v.Text != "1:20 of 3:45" {
		t.Errorf("the slider stands at %v of %v, %q", v.Now, v.Most, v.Text)
	}
	for _, c := range []struct {
		to   float64
		want time.Duration
	}{{90.5, 90500 * time.Millisecond}, {1e300, 225 * time.Second}, {-1, 0}} {
		if v.Set(c.to); sought != c.want {
			t.Errorf("set to %v it goes to %v", c.to, sought)
		}
	}
}

func BenchmarkDescribingFiveThousandTurns(b *testing.B) {
	v := showChapters(b, longStory(5000), nil, fyne.NewSize(800, 600))
	b.ReportAllocs()
	for b.Loop() {
		v.Describe().Parts()
	}
}

func BenchmarkLookingAtFiveThousandTurns(b *testing.B) {
	test.NewTempApp(b).Settings().SetTheme(look.New(look.Options{Look: look.Paper, Text: 1, Control: 1}))
	v := NewView(longStory(5000))
	v.SetStill(true)
	w := test.NewTempWindow(b, v)
	w.Resize(fyne.NewSize(800, 600))
	tree := access.NewTree("Alongside", fyne.Do)
	tree.AddWindow(w)
	tree.Activate(w)
	w.Canvas().Focus(v)
	tree.Look()
	n := 0
	b.ReportAllocs()
	for b.Loop() {
		v.Mark(at(1000+n%50, 0, n%6))
		tree.Look()
		n++
	}
}
