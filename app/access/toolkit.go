package access

import (
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Describe says what an object means: what it says itself, else what is known of the toolkit's objects, else what it says to
// the toolkit. An object that means nothing by itself has the role Unknown and no name; what it holds stands in its place.
func Describe(o fyne.CanvasObject) Node {
	switch o := o.(type) {
	case Describer:
		return o.Describe()
	case *fyne.Container:
		return Node{Objects: Objects(o.Objects...)}
	case *container.Scroll:
		return Node{Objects: Objects(o.Content)}
	case *container.Clip:
		return Node{Objects: Objects(o.Content)}
	case *canvas.Text:
		return read(o.Text)
	}
	if node, ok := toolkitWidget(o); ok {
		return node
	}
	if a, ok := o.(fyne.Accessible); ok {
		return Node{Role: roleOf(a.AccessibilityRole()), Name: a.AccessibilityLabel()}
	}
	return Node{}
}

// toolkitWidget describes the toolkit's widgets.
func toolkitWidget(o fyne.CanvasObject) (Node, bool) {
	switch o := o.(type) {
	case *widget.Label:
		return read(o.Text), true
	case *widget.Button:
		return Node{Role: Button, Name: o.Text, States: disabled(o), Actions: Press(func() { o.Tapped(nil) })}, true
	case *widget.Check:
		return check(o), true
	case *widget.Entry:
		return DescribeEntry(o, o.PlaceHolder), true
	case *widget.Slider:
		return slider(o), true
	case *widget.Select:
		return Node{
			Role: Choice, Name: o.PlaceHolder, States: disabled(o) | Expandable, Value: &Value{Text: o.Selected},
			Actions: Press(func() { o.Tapped(nil) }),
		}, true
	case *widget.ProgressBar:
		return Node{Role: Progress, Name: "Progress", Value: &Value{Now: o.Value, Least: o.Min, Most: o.Max}}, true
	case *widget.Hyperlink:
		return Node{Role: Link, Name: o.Text, Actions: Press(func() { o.Tapped(nil) })}, true
	case *widget.PopUp:
		return Node{Role: Dialog, Name: titleIn(o.Content), States: Modal, Objects: Objects(o.Content)}, true
	}
	return Node{}, false
}

func read(text string) Node {
	if text == "" {
		return Node{}
	}
	return Node{Role: Label, Name: text, Text: &Text{Content: text}}
}

func disabled(o fyne.Disableable) States {
	if o.Disabled() {
		return Disabled
	}
	return 0
}

func check(o *widget.Check) Node {
	states := disabled(o) | Checkable
	if o.Checked {
		states |= Checked
	}
	return Node{Role: CheckBox, Name: o.Text, States: states, Actions: []Action{{Name: "toggle", Do: func() { o.SetChecked(!o.Checked) }}}}
}

func slider(o *widget.Slider) Node {
	return Node{
		Role: Slider, Name: "Slider", States: disabled(o),
		Value: &Value{Now: o.Value, Least: o.Min, Most: o.Max, Step: o.Step, Set: o.SetValue},
	}
}

// DescribeEntry describes the toolkit's entry, which has no name of its own: its caret, what is selected in it and what may
// be done with it.
func DescribeEntry(e *widget.Entry, name string) Node {
	n := Node{Role: Entry, Name: name, States: disabled(e) | Editable}
	if e.MultiLine {
		n.States |= MultiLine
	}
	text := &Text{Content: e.Text, Lines: entryLines(e), Caret: entryCaret(e), Replace: e.SetText}
	text.SetCaret = func(at int) { setEntryCaret(e, at) }
	if selected := e.SelectedText(); selected != "" {
		text.Selection = selectionNear(e.Text, selected, text.Caret)
	}
	if e.Password {
		n.Role = Password
		text.Content = strings.Repeat("•", len([]rune(e.Text)))
		text.Caret = len("•") * len([]rune(e.Text[:min(text.Caret, len(e.Text))]))
		text.Selection = Span{}
		text.Lines, text.SetCaret = nil, nil
	}
	n.Text = text
	return n
}

// entryCaret is the caret in bytes; the toolkit counts letters.
func entryCaret(e *widget.Entry) int { return byteAt(e.Text, e.CursorTextOffset()) }

// byteAt is where the nth letter of a text begins.
func byteAt(text string, letters int) int {
	for at := range text {
		if letters <= 0 {
			return at
		}
		letters--
	}
	return len(text)
}

// entryLines are where the entry's lines begin as they are wrapped now. Only the caret knows, so it is put on each.
func entryLines(e *widget.Entry) []int {
	row, column := e.CursorRow, e.CursorColumn
	defer func() { e.CursorRow, e.CursorColumn = row, column }()
	letters := []int{0}
	for e.CursorRow, e.CursorColumn = 1, 0; ; e.CursorRow++ {
		at := e.CursorTextOffset()
		if at <= letters[len(letters)-1] {
			return bytesAt(e.Text, letters)
		}
		letters = append(letters, at)
	}
}

// bytesAt turns places counted in letters, in order, into bytes.
func bytesAt(text string, letters []int) []int {
	at := make([]int, 0, len(letters))
	n := 0
	for i := range text {
		if len(at) < len(letters) && letters[len(at)] == n {
			at = append(at, i)
		}
		n++
	}
	for len(at) < len(letters) {
		at = append(at, len(text))
	}
	return at
}

func setEntryCaret(e *widget.Entry, at int) {
	at = max(min(at, len(e.Text)), 0)
	lines := entryLines(e)
	row := max(sort.SearchInts(lines, at+1)-1, 0)
	e.CursorRow, e.CursorColumn = row, utf8.RuneCountInString(e.Text[lines[row]:at])
	e.Refresh()
}

// selectionNear finds selected text that begins or ends at the caret.
func selectionNear(text, selected string, caret int) Span {
	switch {
	case caret >= len(selected) && text[caret-len(selected):caret] == selected:
		return Span{caret - len(selected), caret}
	case strings.HasPrefix(text[caret:], selected):
		return Span{caret, caret + len(selected)}
	}
	return Span{}
}

// titleIn is the first words in an object made of others.
func titleIn(o fyne.CanvasObject) string {
	node := Describe(o)
	if node.Role == Label || node.Role == Heading {
		return node.Name
	}
	for _, below := range node.Objects {
		if title := titleIn(below.Object); title != "" {
			return title
		}
	}
	return ""
}

// mainMenu describes a window's menu, which the toolkit draws by objects that nobody outside it can see.
func mainMenu(m *fyne.MainMenu) Node {
	return Node{Role: MenuBar, Name: "Menu", Parts: func() []Part {
		var parts []Part
		for _, menu := range m.Items {
			parts = append(parts, Part{Key: menu, Node: Node{Role: Menu, Name: menu.Label, Parts: func() []Part { return menuItems(menu) }}})
		}
		return parts
	}}
}

func menuItems(menu *fyne.Menu) []Part {
	var parts []Part
	for _, item := range menu.Items {
		if !item.IsSeparator {
			parts = append(parts, Part{Key: item, Node: menuItem(item)})
		}
	}
	return parts
}

func menuItem(item *fyne.MenuItem) Node {
	n := Node{Role: MenuItem, Name: item.Label}
	if item.Disabled {
		n.States |= Disabled
	}
	if item.Checked {
		n.Role = CheckMenuItem
		n.States |= Checkable | Checked
	}
	if item.Action != nil && !item.Disabled {
		n.Actions = []Action{{Name: "press", Do: item.Action}}
	}
	return n
}

func roleOf(r fyne.AccessibleRole) Role {
	known := map[fyne.AccessibleRole]Role{
		fyne.AccessibleRoleButton: Button, fyne.AccessibleRoleLink: Link, fyne.AccessibleRoleText: Label, fyne.AccessibleRoleContainer: Group,
	}
	return known[r]
}

// Faults are what would keep someone from using what the windows hold without seeing it: what can have the focus or be
// acted on and has no name, no role, nothing to do, or no place.
func (s *Snapshot) Faults() []Fault {
	var faults []Fault
	s.Walk(func(e *Element) bool {
		for _, what := range s.faultsOf(e) {
			faults = append(faults, Fault{Element: e, What: what})
		}
		return true
	})
	return faults
}

// A Fault is something wrong with an element, in words for a programmer.
type Fault struct {
	Element *Element
	What    string
}

var named = []Role{Window, Dialog, Alert, Status, Heading, Image, Button, Toggle, CheckBox, RadioButton, Choice, Link, Slider, Progress, Entry, Password, List, ListItem, Document, Menu, MenuItem, CheckMenuItem}

func (s *Snapshot) faultsOf(e *Element) []string {
	var what []string
	add := func(wrong bool, text string) {
		if wrong {
			what = append(what, text)
		}
	}
	n := e.Node
	active := n.States.Has(Focusable) || len(n.Actions) > 0
	add(n.Role == Unknown, "has no role")
	add(strings.TrimSpace(n.Name) == "" && slices.Contains(named, n.Role), "has no name")
	add(active && n.Name == "" && (n.Text == nil || n.Text.Content == ""), "has neither name nor text")
	add(n.States.Has(Focusable) && (e.Area.Width < 1 || e.Area.Height < 1), "takes up no room")
	add(slices.Contains([]Role{Button, Toggle, CheckBox, RadioButton, Choice, Link, MenuItem}, n.Role) && len(n.Actions) == 0 && !n.States.Has(Disabled), "has nothing that can be done with it")
	add(n.Role == Slider && (n.Value == nil || n.Value.Set == nil), "has no value that can be set")
	add((n.Role == Entry || n.Role == Paragraph) && n.Text == nil, "has no text")
	add(n.Role == Heading && n.Level < 1, "has no level")
	for _, a := range n.Actions {
		add(a.Name == "" || a.Do == nil, "has an action without name or effect")
	}
	return what
}
