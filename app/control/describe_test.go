package control

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"alongside/app/access"
)

// tell writes what matters of a node, for comparing.
func tell(n access.Node) string {
	text := fmt.Sprintf("role %d %q", n.Role, n.Name)
	if n.Description != "" {
		text += fmt.Sprintf(" (%s)", n.Description)
	}
	if n.States != 0 {
		text += fmt.Sprintf(" states %b", n.States)
	}
	if n.Level > 0 {
		text += fmt.Sprintf(" level %d", n.Level)
	}
	if n.Count > 0 {
		text += fmt.Sprintf(" %d of %d", n.Position, n.Count)
	}
	if n.Value != nil {
		text += " at " + n.Value.Text
	}
	if n.Text != nil {
		text += fmt.Sprintf(" text %q", n.Text.Content)
	}
	for _, a := range n.Actions {
		text += " " + a.Name + "[" + a.Keys + "]"
	}
	return text
}

func TestWhatControlsSayTheyAre(t *testing.T) {
	ways := func() []*Button {
		return []*Button{NewButton("A file", "", "", func() {}), NewButton("A page", "", "", func() {})}
	}
	cases := []struct {
		name string
		of   func() access.Describer
		want access.Node
	}{
		{
			"a button", func() access.Describer { return NewButton("Next sentence", "Next", "", func() {}) },
			access.Node{Role: access.Button, Name: "Next sentence", Actions: access.Press(nil)},
		},
		{"a button with a key and more to say", func() access.Describer {
			b := NewButton("Add a story", "", IconAdd, func() {})
			b.Keys, b.Description = "Ctrl + N", "From a file or a page"
			return b
		}, access.Node{Role: access.Button, Name: "Add a story", Description: "From a file or a page", Actions: []access.Action{{Name: "press", Keys: "Ctrl+N"}}}},
		{"a button that opens a menu", func() access.Describer {
			b := NewButton("Looks", "", IconLooks, nil)
			b.OpensMenu(func(fyne.CanvasObject) {})
			return b
		}, access.Node{Role: access.Button, Name: "Looks", States: access.Expandable, Actions: access.Press(nil)}},
		{"a button that stays pressed", func() access.Describer {
			b := NewButton("Mute", "", IconMuted, func() {})
			b.Role, b.States = access.Toggle, access.Checkable|access.Checked
			return b
		}, access.Node{Role: access.Toggle, Name: "Mute", States: access.Checkable | access.Checked, Actions: access.Press(nil)}},
		{
			"the one that is chosen", func() access.Describer { w := ways(); Choose(1, w...); return w[1] },
			access.Node{Role: access.RadioButton, Name: "A page", States: access.Checkable | access.Checked, Position: 2, Count: 2, Actions: access.Press(nil)},
		},
		{
			"one that is chosen no more", func() access.Describer { w := ways(); Choose(1, w...); Choose(0, w...); return w[1] },
			access.Node{Role: access.RadioButton, Name: "A page", States: access.Checkable, Position: 2, Count: 2, Actions: access.Press(nil)},
		},
		{
			"a field", func() access.Describer { f := NewField("Address", "https://"); f.SetText("fog"); return f.entry },
			access.Node{Role: access.Entry, Name: "Address", Description: "https://", States: access.Editable, Text: &access.Text{Content: "fog"}},
		},
		{
			"a field whose hint is its name", func() access.Describer { return NewField("Find", "Find").entry },
			access.Node{Role: access.Entry, Name: "Find", States: access.Editable, Text: &access.Text{}},
		},
		{
			"a field of several lines", func() access.Describer { return NewTextField("Transcript", "", 3).entry },
			access.Node{Role: access.Entry, Name: "Transcript", States: access.Editable | access.MultiLine, Text: &access.Text{}},
		},
		{"a field's frame", func() access.Describer { return NewField("Find", "") }, access.Node{}},
		{
			"progress", func() access.Describer { p := NewProgress(); p.Say("Downloading", 0.42, nil); return p },
			access.Node{Role: access.Progress, Name: "Downloading", Value: &access.Value{Text: "42%"}},
		},
		{
			"a message", func() access.Describer { n := NewNotice(); n.Say(Message{Text: "It was removed."}); return n.text },
			access.Node{Role: access.Status, Name: "It was removed.", Text: &access.Text{Content: "It was removed."}},
		},
		{"a message about a problem", func() access.Describer {
			n := NewNotice()
			n.Say(Message{Text: "The file is empty.", Problem: true})
			return n.text
		}, access.Node{Role: access.Alert, Name: "The file is empty.", Text: &access.Text{Content: "The file is empty."}}},
		{"a message about work", func() access.Describer {
			n := NewNotice()
			n.Say(Message{Text: "Saving, 10%", Ongoing: true})
			return n.text
		}, access.Node{Role: access.Status, Name: "Saving, 10%", States: access.Busy, Text: &access.Text{Content: "Saving, 10%"}}},
		{
			"a problem in a form", func() access.Describer { p := NewProblem(); p.Say("Choose a file first."); return p },
			access.Node{Role: access.Alert, Name: "Choose a file first.", Text: &access.Text{Content: "Choose a file first."}},
		},
		{
			"an amount", func() access.Describer { return NewAmount("Sound", "2 MB", 0.5) },
			access.Node{Role: access.Label, Name: "Sound: 2 MB", Text: &access.Text{Content: "Sound: 2 MB"}},
		},
		{
			"a heading", func() access.Describer { return NewHeading("Look after it", 2) },
			access.Node{Role: access.Heading, Name: "Look after it", Level: 2, Text: &access.Text{Content: "Look after it"}},
		},
		{
			"a bar", func() access.Describer { return NewGroup(access.Toolbar, "Library", container.NewHBox()) },
			access.Node{Role: access.Toolbar, Name: "Library"},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			themed(t, 1)
			if got, want := tell(c.of().Describe()), tell(c.want); got != want {
				t.Errorf("it says\n%s, want\n%s", got, want)
			}
		})
	}
}

// looked is what a program that reads the window finds in it.
func looked(w fyne.Window) *access.Snapshot {
	tree := access.NewTree("Test", func(f func()) { f() })
	tree.AddWindow(w)
	tree.Activate(w)
	return tree.Look()
}

// outline writes the names below the window, in reading order.
func outline(s *access.Snapshot) string {
	var names []string
	s.Walk(func(e *access.Element) bool {
		if e.Parent != 0 {
			names = append(names, e.Name)
		}
		return true
	})
	return strings.Join(names, " | ")
}

func TestAMessageIsReadBeforeWhatCanBeDone(t *testing.T) {
	themed(t, 1)
	n := NewNotice()
	w := test.NewTempWindow(t, n)
	w.SetTitle("Test")
	w.Resize(fyne.NewSize(640, 480))
	n.Say(Message{Text: "It was removed.", Action: "Undo", Do: func() {}})
	s := looked(w)
	if got, want := outline(s), "It was removed. | Undo | Close this message"; got != want {
		t.Errorf("it reads %q, want %q", got, want)
	}
	for _, f := range s.Faults() {
		t.Errorf("%q %s", f.Element.Name, f.What)
	}
}

func TestAnotherMessageIsANewOne(t *testing.T) {
	working := Message{Text: "Saving, 10%", Ongoing: true}
	cases := []struct {
		name          string
		before, after Message
		anew          bool
	}{
		{"another message", Message{Text: "One."}, Message{Text: "Two."}, true},
		{"the same work, further on", working, Message{Text: "Saving, 20%", Ongoing: true}, false},
		{"work that failed", working, Message{Text: "The disk is full.", Problem: true}, true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			themed(t, 1)
			n := NewNotice()
			n.Say(c.before)
			text := n.text
			n.Say(c.after)
			if anew := n.text != text; anew != c.anew || n.text.Text != c.after.Text {
				t.Errorf("it is told as new: %v, as %q; want %v, %q", anew, n.text.Text, c.anew, c.after.Text)
			}
		})
	}
}

func TestAPanelIsADialogThatSaysWhatItIsAbout(t *testing.T) {
	long := strings.Repeat("A long story. ", 50)
	cases := []struct {
		name    string
		content fyne.CanvasObject
		want    string
	}{
		{"words", widget.NewLabel("It works without a network.\n\nIt is free."), "It works without a network. It is free."},
		{"words before a button", container.NewVBox(widget.NewLabel("Type an address."), NewField("Address", ""), widget.NewLabel("Or not.")), "Type an address."},
		{"more than one would listen to", widget.NewLabel(long), ""},
		{"a heading first", container.NewVBox(NewHeading("Parts", 2), widget.NewLabel("One.")), ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			themed(t, 1)
			w := test.NewTempWindow(t, NewButton("Help", "Help", "", func() {}))
			w.Resize(fyne.NewSize(640, 480))
			n := ShowPanel(w.Canvas(), Panel{Title: "About", Content: c.content}).Describe()
			if got := tell(n); got != tell(access.Node{Role: access.Dialog, Name: "About", Description: c.want, States: access.Modal}) {
				t.Errorf("it says %s, want the description %q", got, c.want)
			}
		})
	}
}

func TestAPanelIsReadFromItsTitleToItsButtons(t *testing.T) {
	themed(t, 1)
	w := test.NewTempWindow(t, NewButton("Help", "Help", "", func() {}))
	w.Resize(fyne.NewSize(640, 480))
	ShowPanel(w.Canvas(), Panel{
		Title: "Add a feed", Content: container.NewVBox(widget.NewLabel("Its address."), NewField("Address", "")),
		Buttons: []*Button{NewButton("Subscribe", "Subscribe", "", func() {})},
	})
	s := looked(w)
	if got, want := outline(s), "Help | Add a feed | Add a feed | Its address. | Address | Subscribe | Close"; got != want {
		t.Errorf("it reads %q, want %q", got, want)
	}
	if f := s.Focused(); f == nil || f.Name != "Close" {
		t.Errorf("the focus is told to be on %+v, want Close", f)
	}
}

func TestAFieldStillSelectsWithShift(t *testing.T) {
	themed(t, 1)
	f := NewField("Find", "")
	f.SetText("fog")
	test.NewTempWindow(t, f).Canvas().Focus(f.Focus())
	for _, step := range []func(){
		func() { f.entry.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft}) },
		func() { f.entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight}) },
		func() { f.entry.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft}) },
	} {
		step()
	}
	if got := f.entry.SelectedText(); got != "f" {
		t.Errorf("%q is selected, want the first letter", got)
	}
}
