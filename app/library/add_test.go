package library

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"alongside/app/control"
	"alongside/app/look"
)

// A form is the panel in a window, and what it asked for.
type form struct {
	*AddPanel
	window    fyne.Window
	requests  []AddRequest
	cancelled bool
}

// fill opens a form in which the reader would choose these files.
func fill(t *testing.T, file, audio string) *form {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(look.New(look.Options{Look: look.Paper, Text: 1, Control: 1}))
	f := &form{}
	f.AddPanel = NewAddPanel(AddActions{
		ChooseFile:  func(chosen func(string)) { chosen(file) },
		ChooseAudio: func(chosen func(string)) { chosen(audio) },
		Add:         func(r AddRequest) { f.requests = append(f.requests, r) },
		Cancel:      func() { f.cancelled = true },
	})
	f.window = test.NewTempWindow(t, f.AddPanel)
	f.window.Resize(fyne.NewSize(600, 500))
	return f
}

// press presses the visible button with a name.
func (f *form) press(t *testing.T, name string) {
	t.Helper()
	var found fyne.Tappable
	walk(f.AddPanel, fyne.Position{}, func(o fyne.CanvasObject, _ fyne.Position) {
		if b, ok := o.(fyne.Accessible); ok && b.AccessibilityLabel() == name {
			found, _ = o.(fyne.Tappable)
		}
	})
	if found == nil {
		t.Fatalf("there is no button %q to press", name)
	}
	found.Tapped(nil)
}

// said is all that labels on the form say.
func (f *form) said() string {
	var out []string
	walk(f.AddPanel, fyne.Position{}, func(o fyne.CanvasObject, _ fyne.Position) {
		switch l := o.(type) {
		case *widget.Label:
			out = append(out, l.Text)
		case *control.Problem:
			out = append(out, l.Text)
		}
	})
	return strings.Join(out, "\n")
}

func TestWhatTheFormAsksFor(t *testing.T) {
	cases := []struct {
		name string
		do   func(*testing.T, *form)
		want AddRequest
	}{
		{"a file", func(t *testing.T, f *form) {
			f.press(t, "Choose a file")
		}, AddRequest{Source: "/home/me/bell.html"}},
		{"a file and its sound", func(t *testing.T, f *form) {
			f.press(t, "Choose a file")
			f.press(t, "Choose its sound")
		}, AddRequest{Source: "/home/me/bell.html", AudioPath: "/home/me/bell.mp3"}},
		{"its sound left out again", func(t *testing.T, f *form) {
			f.press(t, "Choose a file")
			f.press(t, "Choose its sound")
			f.press(t, "Leave the sound out")
		}, AddRequest{Source: "/home/me/bell.html"}},
		{"a page", func(t *testing.T, f *form) {
			f.press(t, "A page’s address")
			f.address.SetText(" https://example.org/bell \n")
		}, AddRequest{Source: "https://example.org/bell"}},
		{"copied text", func(t *testing.T, f *form) {
			f.press(t, "Copied text")
			f.title.SetText("The Fog Bell")
			f.text.SetText("ANNA: Hello.\n")
		}, AddRequest{Text: "ANNA: Hello.\n", Title: "The Fog Bell"}},
		{"only what is chosen, not what was typed elsewhere", func(t *testing.T, f *form) {
			f.press(t, "A page’s address")
			f.address.SetText("https://example.org/bell")
			f.press(t, "A file")
			f.press(t, "Choose a file")
		}, AddRequest{Source: "/home/me/bell.html"}},
		{"text that is known already", func(_ *testing.T, f *form) {
			f.Fill(AddRequest{Text: "ANNA: Hello.", AudioPath: "a.mp3"})
		}, AddRequest{Text: "ANNA: Hello.", AudioPath: "a.mp3"}},
		{"an address that is known already", func(_ *testing.T, f *form) {
			f.Fill(AddRequest{Source: "https://example.org/bell"})
		}, AddRequest{Source: "https://example.org/bell"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			f := fill(t, "/home/me/bell.html", "/home/me/bell.mp3")
			c.do(t, f)
			f.press(t, "Add the story")
			if len(f.requests) != 1 || f.requests[0] != c.want {
				t.Errorf("asked for %+v, want %+v", f.requests, c.want)
			}
		})
	}
}

func TestAnEmptyFormSaysWhatIsMissing(t *testing.T) {
	cases := []struct{ way, want string }{
		{"A page’s address", "Type the page’s address first."},
		{"Copied text", "Paste the transcript first."},
		{"A file, chosen", "Choose a file first."},
	}
	for _, c := range cases {
		t.Run(c.way, func(t *testing.T) {
			f := fill(t, "", "")
			f.press(t, c.way)
			f.press(t, "Add the story")
			if len(f.requests) > 0 || !strings.Contains(f.said(), c.want) {
				t.Errorf("asked for %+v and said %q, want it to say %q", f.requests, f.said(), c.want)
			}
			if got := f.window.Canvas().Focused(); got != f.First() {
				t.Errorf("the focus is on %T, want it where something is missing", got)
			}
		})
	}
}

func TestAChooserLeftWithoutChoosingChangesNothing(t *testing.T) {
	f := fill(t, "", "")
	f.Fill(AddRequest{Source: "bell.html"})
	f.press(t, "Choose another file")
	f.press(t, "Add the story")
	if want := (AddRequest{Source: "bell.html"}); len(f.requests) != 1 || f.requests[0] != want {
		t.Errorf("asked for %+v, want %+v", f.requests, want)
	}
}

func TestTheFormCanBeLeft(t *testing.T) {
	f := fill(t, "", "")
	f.press(t, "Cancel")
	if !f.cancelled || len(f.requests) > 0 {
		t.Errorf("cancelled %t, asked for %+v; want to leave without asking", f.cancelled, f.requests)
	}
}

func TestTheFormNamesWhatWasChosen(t *testing.T) {
	f := fill(t, "/home/me/bell.html", "/home/me/bell.mp3")
	f.press(t, "Choose a file")
	f.press(t, "Choose its sound")
	for _, want := range []string{"bell.html", "bell.mp3"} {
		if !strings.Contains(f.said(), want) {
			t.Errorf("the form says %q, without %s", f.said(), want)
		}
	}
}

func TestAWayThatOneTypesInGetsTheFocus(t *testing.T) {
	f := fill(t, "", "")
	for _, way := range []struct{ button, field string }{{"A page’s address", "The page’s address"}, {"Copied text", "The transcript"}} {
		f.press(t, way.button)
		if a, ok := f.window.Canvas().Focused().(fyne.Accessible); !ok || a.AccessibilityLabel() != way.field {
			t.Errorf("after %q the focus is on %v, want %q", way.button, f.window.Canvas().Focused(), way.field)
		}
	}
}

func TestTheFocusStaysOnTheFormWhenTheSoundIsLeftOut(t *testing.T) {
	f := fill(t, "", "/home/me/bell.mp3")
	f.press(t, "Choose its sound")
	f.window.Canvas().Focus(f.noAudio)
	f.press(t, "Leave the sound out")
	if got := f.window.Canvas().Focused(); got != f.chooseAudio {
		t.Errorf("the focus is on %v, want the button that chooses a sound", got)
	}
}
