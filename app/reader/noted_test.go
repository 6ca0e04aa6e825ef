package reader

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"alongside/app/access"
	"alongside/sync"
	"alongside/sync/transcript"
)

// notedView shows a short story in which something is marked.
func notedView(t *testing.T, all ...Noted) *View {
	t.Helper()
	turns := []transcript.Turn{say("Ann", "The bell rang. Nobody came."), say("Ben", "It rang twice.")}
	v := showView(t, transcript.Transcript{Turns: turns}, fyne.NewSize(800, 600), 1)
	v.ShowNoted(all)
	return v
}

func spanIn(text, words string) transcript.Span {
	at := strings.Index(text, words)
	return transcript.Span{Start: at, End: at + len(words)}
}

func TestWhatIsMarkedHasASignAndALine(t *testing.T) {
	v := notedView(t,
		Noted{ID: 1, Kind: Bookmark, Span: transcript.Span{End: 14}},
		Noted{ID: 2, Kind: Highlight, Turn: 1, Span: transcript.Span{End: 14}})
	if n := v.renderer.signs.Len(); n != 2 {
		t.Errorf("%d signs are shown", n)
	}
	if n := v.renderer.ruled; n != 3 { // the line and its two ends
		t.Errorf("%d lines are drawn", n)
	}
	v.ShowNoted(nil)
	if v.renderer.signs.Len() != 0 || v.renderer.ruled != 0 {
		t.Error("what is no longer marked is shown")
	}
}

func TestTheLineOfAMarkIsNotTheSpokenWords(t *testing.T) {
	v := notedView(t, Noted{ID: 1, Kind: Highlight, Span: transcript.Span{End: 14}})
	v.Mark(sync.Place{Turn: 0, Sentence: 0, Word: 1})
	word := v.renderer.words[0]
	for _, rule := range v.renderer.rules[:v.renderer.ruled] {
		if top := rule.Position().Y; rule.Size().Width > rule.Size().Height && top < word.Position().Y+word.Size().Height {
			t.Errorf("a mark's line at %v is on the spoken word's at %v", top, word.Position().Y)
		}
		if rule.Size().Width > 10 && rule.Size().Height >= word.Size().Height {
			t.Errorf("a mark's line is %v thick, the spoken word's %v", rule.Size().Height, word.Size().Height)
		}
	}
}

func TestSignsTellKindsApartByShape(t *testing.T) {
	seen := map[string]NotedKind{}
	for _, k := range []NotedKind{Bookmark, Highlight, Note, WordKept} {
		if other, taken := seen[string(k.Icon())]; taken {
			t.Errorf("%s looks like %s", k, other)
		}
		seen[string(k.Icon())] = k
	}
}

func TestMarksThatDoNotFitAreNotShown(t *testing.T) {
	v := notedView(t,
		Noted{ID: 1, Kind: Note, Turn: 7, Span: transcript.Span{End: 1}},
		Noted{ID: 2, Kind: Note, Span: transcript.Span{Start: 5, End: 5}},
		Noted{ID: 3, Kind: Note, Span: transcript.Span{Start: -1, End: 5}},
		Noted{ID: 4, Kind: Note, Span: transcript.Span{End: 500}})
	if len(v.noted) != 0 {
		t.Errorf("shown are %+v", v.noted)
	}
}

func TestAMarkIsToldToThoseWhoCannotSeeIt(t *testing.T) {
	text := "The bell rang. Nobody came."
	v := notedView(t,
		Noted{ID: 1, Kind: Note, Span: spanIn(text, "The bell rang."), Note: "Ask\nhim"},
		Noted{ID: 2, Kind: WordKept, Span: spanIn(text, "rang")})
	for _, p := range v.parts() {
		if p.Key != (passage{0, ownText}) {
			continue
		}
		if want := "note: Ask him; word to learn: rang"; p.Node.Description != want {
			t.Errorf("it is described as %q, want %q", p.Node.Description, want)
		}
		at := strings.Index(p.Node.Text.Content, "rang")
		if got, _ := p.Node.Text.Attributes(at); got["mark"] != "note word" {
			t.Errorf("the word has %v", got)
		}
		if got, span := p.Node.Text.Attributes(at + 8); got["mark"] != "" || span.Start < at {
			t.Errorf("what is not marked has %v in %v", got, span)
		}
	}
}

func TestAttributesOfAWholeTextAndOfMarksInItAreBothTold(t *testing.T) {
	whole := []access.Mark{{Span: access.Span{End: 20}, Attributes: map[string]string{"unsure": "true"}}}
	over := []access.Mark{{Span: access.Span{Start: 5, End: 8}, Attributes: map[string]string{"mark": "note"}}}
	text := access.Text{Content: strings.Repeat("a", 20), Marks: join(whole, over, 20)}
	for at, want := range map[int]string{0: "", 6: "note", 9: ""} {
		if got, _ := text.Attributes(at); got["unsure"] != "true" || got["mark"] != want {
			t.Errorf("at %d it is %v", at, got)
		}
	}
}

func TestWhereAMarkWouldBePut(t *testing.T) {
	text := "The bell rang. Nobody came."
	for name, test := range map[string]struct {
		prepare func(v *View)
		want    string
	}{
		"at the beginning":              {func(*View) {}, "The bell rang."},
		"on the sentence that is heard": {func(v *View) { v.Mark(sync.Place{Turn: 0, Sentence: 1, Word: -1}) }, "Nobody came."},
		"on the caret's sentence": {func(v *View) {
			v.Mark(sync.Place{Turn: 0, Sentence: 0, Word: -1})
			v.moveCaret(place{passage{0, ownText}, strings.Index(text, "came")})
		}, "Nobody came."},
		"on what is selected": {func(v *View) {
			v.moveCaret(place{passage{0, ownText}, strings.Index(text, "bell")})
			v.selectTo(place{passage{0, ownText}, strings.Index(text, " rang")})
		}, "bell"},
	} {
		t.Run(name, func(t *testing.T) {
			v := notedView(t)
			test.prepare(v)
			at, ok := v.Here()
			if got := at.Span.In(v.turns[at.Turn].Text); !ok || got != test.want {
				t.Errorf("it is %q in turn %d, want %q", got, at.Turn, test.want)
			}
		})
	}
}

func TestASelectionOverSeveralTurnsIsAStretchInEach(t *testing.T) {
	v := notedView(t)
	v.moveCaret(place{passage{0, ownText}, strings.Index(v.turns[0].Text, "Nobody")})
	v.selectTo(place{passage{1, ownText}, len("It rang")})
	got := ""
	for _, s := range v.Selected() {
		got += "|" + s.Span.In(v.turns[s.Turn].Text)
	}
	if got != "|Nobody came.|It rang" {
		t.Errorf("selected is %q", got)
	}
}
