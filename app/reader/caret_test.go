package reader

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/clipperhouse/uax29/v2/graphemes"

	"alongside/app/look"
	"alongside/sync/transcript"
)

// press types keys as people write them: "Right", "Ctrl+Left", "Shift+End", "Ctrl+Shift+Home".
func (v *View) press(keys ...string) {
	for _, key := range keys {
		parts := strings.Split(key, "+")
		name, held := fyne.KeyName(parts[len(parts)-1]), parts[:len(parts)-1]
		switch name {
		case "PageUp":
			name = fyne.KeyPageUp
		case "PageDown":
			name = fyne.KeyPageDown
		}
		var modifier fyne.KeyModifier
		for _, h := range held {
			if h == "Ctrl" {
				modifier |= fyne.KeyModifierShortcutDefault
			} else {
				modifier |= fyne.KeyModifierShift
			}
		}
		if modifier&fyne.KeyModifierShortcutDefault != 0 {
			v.TypedShortcut(&desktop.CustomShortcut{KeyName: name, Modifier: modifier})
			continue
		}
		if modifier != 0 {
			v.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
		}
		v.TypedKey(&fyne.KeyEvent{Name: name})
		if modifier != 0 {
			v.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
		}
	}
}

// where is the caret as "turn: before|after", with a few letters on both sides; a title's place begins with its number.
func (v *View) where() string {
	if v.caret.place == nowhere {
		return "nowhere"
	}
	text, at := v.textOf(v.caret.passage), v.caret.at
	name := fmt.Sprint(v.caret.turn)
	if v.caret.title != ownText {
		name += fmt.Sprintf(".%d", v.caret.title)
	}
	return fmt.Sprintf("%s: %s|%s", name, lastOf(text[:at]), firstOf(text[at:]))
}

func lastOf(text string) string  { r := []rune(text); return string(r[max(len(r)-4, 0):]) }
func firstOf(text string) string { r := []rune(text); return string(r[:min(len(r), 4)]) }

// shortStory has two chapters, two paragraphs in a turn, letters of several runes, a sound, and a turn without words.
func shortStory() (transcript.Transcript, []Chapter) {
	return transcript.Transcript{Title: "The café", Language: "en-GB", Turns: []transcript.Turn{
		say("Ann", "We met at the cafe\u0301.\n\nIt was late."),
		say("Ann", "Then it rained."),
		{Kind: transcript.Sound, Text: "(SOUNDBITE OF RAIN)"},
		say("Ben", ""),
		say("Ben", "I said: 👩‍👩‍👧 yes."),
	}}, []Chapter{{Title: "Meeting", Turn: 0}, {Title: "Rain", Turn: 4}}
}

func showShortStory(t testing.TB) *View {
	t.Helper()
	story, chapters := shortStory()
	return showChapters(t, story, chapters, fyne.NewSize(800, 600))
}

func TestKeysMoveTheCaretAsInAnyText(t *testing.T) {
	home := []string{"Ctrl+Home"}
	cases := []struct {
		name string
		keys []string
		want string
	}{
		{"the story's beginning is its first title", home, "0.0: |Meet"},
		{"the story's end", []string{"Ctrl+End"}, "4: yes.|"},
		{"a letter on", []string{"Ctrl+Home", "Right"}, "0.0: M|eeti"},
		{"a letter back", []string{"Ctrl+End", "Left"}, "4:  yes|."},
		{"from a title into its turn", []string{"Ctrl+Home", "End", "Right"}, "0: |We m"},
		{"back into the title", []string{"Ctrl+Home", "Down", "Left"}, "0.0: ting|"},
		{"a letter of two runes", []string{"Ctrl+Home", "Down", "End", "Left", "Left"}, "0:  caf|e\u0301.\n"},
		{"over the gap between paragraphs", []string{"Ctrl+Home", "Down", "End", "Right"}, "0: \u0301.\n\n|It w"},
		{"back over the gap", []string{"Ctrl+Home", "Down", "Down", "Left"}, "0: fe\u0301.|\n\nIt"},
		{"a letter of five runes", []string{"Ctrl+End", "Ctrl+Left", "Left", "Left"}, "4: id: |👩\u200d👩\u200d"},
		{"a word on", []string{"Ctrl+Home", "Down", "Ctrl+Right"}, "0: We |met "},
		{"a word back", []string{"Ctrl+End", "Ctrl+Left"}, "4: 👩\u200d👧 |yes."},
		{"a word back from within", []string{"Ctrl+Home", "Down", "Right", "Ctrl+Left"}, "0: |We m"},
		{"words over a turn's end", []string{"Ctrl+End", "Ctrl+PageUp", "Ctrl+PageUp", "Ctrl+PageUp", "Ctrl+Left"}, "1:  it |rain"},
		{"to the turn's beginning", []string{"Ctrl+End", "Ctrl+PageUp"}, "4: |I sa"},
		{"to the one before", []string{"Ctrl+End", "Ctrl+PageUp", "Ctrl+PageUp"}, "4.0: |Rain"},
		{"to the next turn", []string{"Ctrl+Home", "Ctrl+PageDown", "Ctrl+PageDown"}, "1: |Then"},
		{"past the turn without words", []string{"Ctrl+Home", "Ctrl+PageDown", "Ctrl+PageDown", "Ctrl+PageDown", "Ctrl+PageDown"}, "4.0: |Rain"},
		{"a line down keeps the column", []string{"Ctrl+Home", "Down", "Right", "Right", "Down"}, "0: It w|as l"},
		{"up from the first line", []string{"Ctrl+Home", "Up"}, "0.0: |Meet"},
		{"down from the last line", []string{"Ctrl+End", "Down"}, "4: yes.|"},
		{"the line's end", []string{"Ctrl+Home", "Down", "End"}, "0: fe\u0301.|\n\nIt"},
		{"the line's beginning", []string{"Ctrl+End", "Home"}, "4: |I sa"},
		{"a screenful", []string{"Ctrl+Home", "PageDown"}, "4: |I sa"},
		{"a screenful back", []string{"Ctrl+End", "Home", "PageUp"}, "0.0: |Meet"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			v := showShortStory(t)
			v.FocusGained()
			v.press(c.keys...)
			if got := v.where(); got != c.want {
				t.Errorf("the caret is at %q, want %q", got, c.want)
			}
		})
	}
}

func TestColumnIsKeptThroughAShorterLine(t *testing.T) {
	v := showView(t, transcript.Transcript{Turns: []transcript.Turn{
		say("", "One two three four five six."), say("", "Yes."), say("", "One two three four five six."),
	}}, fyne.NewSize(800, 600), 1)
	v.FocusGained()
	v.press("Ctrl+Home", "Ctrl+Right", "Ctrl+Right", "Ctrl+Right", "Down", "Down")
	if got := v.where(); got != "2: ree |four" {
		t.Errorf("the caret is at %q", got)
	}
}

func TestCaretStandsOnWhatIsHeardUntilTheReaderMovesIt(t *testing.T) {
	v := showView(t, longStory(30), fyne.NewSize(800, 600), 1)
	v.Mark(at(3, 0, 2))
	v.FocusGained()
	if got := v.where(); got != "3: eft |the " {
		t.Fatalf("the caret is at %q", got)
	}
	v.Mark(at(3, 0, 3))
	if got := v.where(); got != "3: the |hous" {
		t.Errorf("with the next word heard the caret is at %q", got)
	}
	v.press("Left")
	v.Mark(at(3, 0, 5))
	if got := v.where(); got != "3:  the| hou" {
		t.Errorf("the reader's caret went to %q", got)
	}
	v.Follow()
	if got := v.where(); got != "3:  at |4 in" {
		t.Errorf("after going back the caret is at %q", got)
	}
}

func TestMovingTheCaretStopsFollowing(t *testing.T) {
	v := showView(t, longStory(30), fyne.NewSize(800, 600), 1)
	v.Mark(at(3, 0, 2))
	v.FocusGained()
	v.press("Right")
	offset := v.offset
	v.Mark(at(12, 0, 0))
	if v.offset != offset {
		t.Error("the page went from under the caret")
	}
}

func TestCaretStaysInSight(t *testing.T) {
	v := showView(t, longStory(60), fyne.NewSize(800, 600), 1)
	v.Mark(at(3, 0, 2))
	v.FocusGained()
	for _, keys := range []string{"Down", "PageDown", "Ctrl+PageDown", "Up", "PageUp", "Ctrl+End", "Ctrl+Home"} {
		for range 25 {
			v.press(keys)
			top, height := v.caretLine()
			if top < v.offset || top+height > v.offset+v.Size().Height {
				t.Fatalf("after %s the caret's line, at %.0f, is out of sight (%.0f to %.0f)", keys, top, v.offset, v.offset+v.Size().Height)
			}
		}
	}
}

func TestEnterPlaysFromTheCaretsWord(t *testing.T) {
	cases := []struct {
		name string
		keys []string
		want string
	}{
		{"at a word's beginning", []string{"Ctrl+Home", "Down", "Ctrl+Right"}, "0 1"},
		{"within a word", []string{"Ctrl+Home", "Down", "Ctrl+Right", "Right"}, "0 1"},
		{"behind a word", []string{"Ctrl+Home", "Down", "Right", "Right"}, "0 0"},
		{"at the turn's end", []string{"Ctrl+Home", "Down", "End"}, "0 4"},
		{"in a title", []string{"Ctrl+Home", "Right"}, "0 0"},
		{"in a sound", []string{"Ctrl+Home", "Ctrl+PageDown", "Ctrl+PageDown", "Ctrl+PageDown", "Right"}, "2 0"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			v := showShortStory(t)
			played := ""
			v.OnPlayFrom = func(turn, word int) { played = fmt.Sprint(turn, " ", word) }
			v.FocusGained()
			v.press(append(c.keys, "Return")...)
			if played != c.want {
				t.Errorf("played from turn and word %q, want %q", played, c.want)
			}
		})
	}
}

func TestRingIsAroundTheWordThatEnterPlays(t *testing.T) {
	v := showShortStory(t)
	v.FocusGained()
	if _, ok := v.ringed(); ok {
		t.Error("a word has the ring before the reader went to one")
	}
	v.press("Ctrl+Home", "Down", "Ctrl+Right", "Right")
	if p, ok := v.ringed(); !ok || p.text != "met" {
		t.Errorf("the ring is around %q", p.text)
	}
}

func TestShiftSelectsAndCtrlCCopies(t *testing.T) {
	cases := []struct {
		name string
		keys []string
		want string
	}{
		{"letters", []string{"Ctrl+Home", "Down", "Shift+Right", "Shift+Right"}, "We"},
		{"backwards", []string{"Ctrl+End", "Shift+Left", "Shift+Left"}, "s."},
		{"a word", []string{"Ctrl+Home", "Down", "Ctrl+Shift+Right"}, "We "},
		{"two turns, with who speaks", []string{"Ctrl+Home", "Ctrl+PageDown", "Ctrl+PageDown", "Ctrl+Shift+Left", "Ctrl+Shift+Left"}, "was late.\n\n"},
		{"from a title", []string{"Ctrl+Home", "Shift+Down", "Shift+End"}, "Meeting\n\nAnn: We met at the cafe\u0301."},
		{"moving on selects nothing", []string{"Ctrl+Home", "Shift+Right", "Right"}, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			v := showShortStory(t)
			v.FocusGained()
			v.press(c.keys...)
			v.TypedShortcut(&fyne.ShortcutCopy{})
			if got := fyne.CurrentApp().Clipboard().Content(); got != c.want {
				t.Errorf("copied %q, want %q", got, c.want)
			}
			if outlined := len(v.selectedPieces()) > 0; outlined != (c.want != "") {
				t.Errorf("outlined: %v", outlined)
			}
		})
	}
}

func FuzzCaret(f *testing.F) {
	f.Add("We met.\n\nLate.", "a\u0301", []byte{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
	f.Add("🇬🇧🇫🇷 👩‍👩‍👧", " \u0301x", []byte{1, 1, 1, 0, 0, 7, 7, 2, 2})
	f.Add("\r\n \xff\xfe", "नमस्ते ภาษาไทย", []byte{1, 12, 9, 5, 4, 0})
	keys := []string{
		"Left", "Right", "Up", "Down", "Home", "End", "PageUp", "PageDown", "Ctrl+Left", "Ctrl+Right", "Ctrl+PageUp", "Ctrl+PageDown",
		"Ctrl+End", "Shift+Left", "Ctrl+Shift+Right",
	}
	test.NewTempApp(f).Settings().SetTheme(look.New(look.Options{Look: look.Paper, Text: 1, Control: 1}))
	f.Fuzz(func(t *testing.T, first, second string, pressed []byte) {
		if len(first)+len(second) > 2000 || len(pressed) > 200 {
			return
		}
		story := transcript.Transcript{Turns: []transcript.Turn{say("Ann", first), say("Ben", second)}}
		v := NewView(story, Chapter{Title: second, Turn: 1})
		v.SetStill(true)
		test.WidgetRenderer(v)
		v.Resize(fyne.NewSize(240, 160))
		v.FocusGained()
		for _, p := range pressed {
			v.press(keys[int(p)%len(keys)])
			checkCaret(t, v)
		}
		v.selectedText()
		v.Describe()
	})
}

// checkCaret fails where the caret stands within a letter or outside of its text.
func checkCaret(t *testing.T, v *View) {
	t.Helper()
	if v.caret.place == nowhere {
		return
	}
	text := v.textOf(v.caret.passage)
	if v.caret.at == len(text) {
		return
	}
	for letter := graphemes.FromString(text); letter.Next(); {
		if letter.Start() == v.caret.at {
			return
		}
	}
	t.Fatalf("the caret stands at byte %d of %q, within a letter", v.caret.at, text)
}
