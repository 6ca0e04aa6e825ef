package files

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"alongside/app/control"
	"alongside/app/desktop"
)

// A Chooser is the panel's content: a folder's listing, a field to type in, and the buttons.
type Chooser struct {
	request desktop.FileRequest
	do      func(func()) // runs its argument on the drawing goroutine, later
	chosen  func(path string)

	folder  string // "" while the places are listed
	entries []entry
	places  []place // listed instead where there are any
	asked   string  // the file that is there already, of which one is asked whether to replace it; "" for none
	later   func()  // what is to be done as soon as anything is listed; nil for nothing
	turn    int     // how often something was asked of the disk
	busy    bool    // the last of these is not answered yet

	up, toPlaces           *control.Button
	path, says, caption    *widget.Label
	list                   *control.List
	field                  *control.Field
	leave, another, accept *control.Button
	buttons, content       *fyne.Container
}

// patience is how long a folder may take before it is said that it is being read.
const patience = 300 * time.Millisecond

// Show opens a chooser over the window. What it finds on the disk it shows by do, which runs its argument on the drawing
// goroutine, later. Where something is chosen the panel closes, and chosen is called.
func Show(canvas fyne.Canvas, request desktop.FileRequest, do func(func()), chosen func(path string)) *Chooser {
	var panel *control.OpenPanel
	c := newChooser(request, do)
	c.leave.OnTapped = func() { panel.Close() }
	c.chosen = func(path string) {
		panel.Close()
		chosen(path)
	}
	panel = control.ShowPanel(canvas, control.Panel{
		Title: request.Title, Content: c.content, First: c.first(), Bare: true,
		Closed: func() { c.turn++ }, // nothing is shown any more
	})
	c.field.SelectAll()
	c.begin()
	return c
}

func newChooser(request desktop.FileRequest, do func(func())) *Chooser {
	c := &Chooser{
		request: request, do: do, list: control.NewList("Files and folders"),
		path: newWords(fyne.TextWrapBreak), says: newWords(fyne.TextWrapWord), caption: widget.NewLabel("Path"),
		field: control.NewField("Path of a file or folder", "Or type a path here"),
	}
	c.up = control.NewButton("Up to the folder that holds this one", "Up", control.IconUp, c.goUp)
	c.toPlaces = control.NewButton("Places: home, documents, disks", "Places", "", func() {
		c.showPlaces("")
		c.focus(c.list)
	})
	c.leave = control.NewButton("Cancel", "Cancel", "", nil)
	c.another = control.NewButton("Keep the file, and type another name", "Another name", "", c.keep)
	c.accept = control.NewMainButton(request.Accept, request.Accept, "", c.acceptNow)
	if request.Kind == desktop.SaveFile {
		c.field = control.NewField("Name of the file", "Type a name")
		c.field.SetText(request.Name)
		c.caption.SetText("Name")
	}
	c.list.OnChoose, c.list.OnBack = c.take, c.goUp
	c.field.OnEnter = c.acceptNow
	c.field.OnChanged = func(string) { c.stopAsking() }
	c.says.Hide()
	c.buttons = container.New(&control.Row{Place: control.Right}, c.leave, c.accept)
	c.content = container.New(&chooserLayout{c.list},
		container.NewBorder(nil, nil, container.NewHBox(c.up, c.toPlaces), nil, container.New(&middle{}, c.path)),
		c.list, c.says, container.NewBorder(nil, nil, container.New(&middle{}, c.caption), nil, c.field), c.buttons)
	return c
}

func newWords(wrapping fyne.TextWrap) *widget.Label {
	label := widget.NewLabel("")
	label.Wrapping = wrapping
	return label
}

// first is what gets the focus: the name where there is one to type, else the list.
func (c *Chooser) first() fyne.Focusable {
	if c.request.Kind == desktop.SaveFile {
		return c.field.Focus()
	}
	return c.list
}

func (c *Chooser) focus(on fyne.Focusable) {
	if canvas := fyne.CurrentApp().Driver().CanvasForObject(c.content); canvas != nil {
		canvas.Focus(on)
	}
}

// away asks something of the disk, and does what comes of it, unless something else was asked for meanwhile.
func (c *Chooser) away(ask func() (then func())) {
	c.turn++
	c.busy = true
	turn := c.turn
	slow := time.AfterFunc(patience, func() {
		c.do(func() {
			if c.turn == turn && c.busy {
				c.say("Reading the folder…")
			}
		})
	})
	go func() {
		then := ask()
		slow.Stop()
		c.do(func() {
			if c.turn == turn {
				c.busy = false
				c.say("")
				then()
			}
		})
	}()
}

// begin shows the folder that was asked for; where that cannot be read, the person's home, or the places.
func (c *Chooser) begin() {
	c.away(func() func() {
		home, _ := os.UserHomeDir() // without one, the places are next
		for _, folder := range []string{c.request.Folder, home} {
			if !filepath.IsAbs(folder) {
				continue
			}
			if found, err := read(folder, c.request); err == nil {
				return func() { c.show(found, "") }
			}
		}
		return func() { c.showPlaces("") }
	})
}

// goTo shows a folder, with the keyboard on the entry of a name.
func (c *Chooser) goTo(folder, on string) {
	c.stopAsking()
	c.away(func() func() {
		found, err := read(folder, c.request)
		if err != nil {
			return func() { c.say(whyUnreadable(folder, err)) }
		}
		return func() { c.show(found, on) }
	})
}

// listed reports whether anything is listed yet.
func (c *Chooser) listed() bool { return c.folder != "" || c.places != nil }

// nowListed does what waited for the first listing: what was typed quickly is meant for the folder that is listed then.
func (c *Chooser) nowListed() {
	if later := c.later; later != nil {
		c.later = nil
		later()
	}
}

// show lists a folder.
func (c *Chooser) show(found listing, on string) {
	defer c.nowListed()
	c.folder, c.entries, c.places = found.folder, found.entries, nil
	c.path.SetText(shortened(found.folder))
	items, current := make([]control.Item, len(found.entries)), 0
	for i, e := range found.entries {
		items[i] = control.Item{Name: shown(e.name), Icon: control.IconFile}
		if e.folder {
			items[i].Icon, items[i].Note = control.IconFolder, "folder"
		}
		if e.name == on {
			current = i
		}
	}
	c.list.SetItems(items)
	c.list.SetCurrent(current)
	switch {
	case found.cut:
		c.say(fmt.Sprintf("Only %d are listed here. Type the name of another.", mostListed))
	case len(items) == 0 && c.request.Kind == desktop.OpenFile:
		c.say("There is nothing here that can be opened.")
	case len(items) == 0 && c.request.Kind == desktop.OpenFolder:
		c.say("There are no folders in this one. Choose it, or go up.")
	}
}

// showPlaces lists the places, with the keyboard on that of a path.
func (c *Chooser) showPlaces(on string) {
	c.stopAsking()
	c.away(func() func() {
		found := around().places()
		return func() { c.listPlaces(found, on) }
	})
}

func (c *Chooser) listPlaces(found []place, on string) {
	defer c.nowListed()
	c.folder, c.entries, c.places = "", nil, append([]place{}, found...)
	c.path.SetText("Places")
	items, current := make([]control.Item, len(found)), 0
	for i, p := range found {
		items[i] = control.Item{Name: shown(p.name), Note: "folder", Icon: control.IconFolder}
		if p.path == on {
			current = i
		}
	}
	c.list.SetItems(items)
	c.list.SetCurrent(current)
}

// goUp shows the folder that holds this one; the places are above all.
func (c *Chooser) goUp() {
	switch above := filepath.Dir(c.folder); {
	case c.folder == "":
		c.say("There is nothing above the places.")
	case above == c.folder:
		c.showPlaces(c.folder)
	default:
		c.goTo(above, filepath.Base(c.folder))
	}
}

// take opens the folder of the list that was taken, or chooses the file.
func (c *Chooser) take(n int) {
	if n < len(c.places) {
		c.goTo(c.places[n].path, "")
		return
	}
	if n >= len(c.entries) {
		return
	}
	e := c.entries[n]
	switch path := filepath.Join(c.folder, e.name); {
	case e.folder:
		c.goTo(path, "")
	case c.request.Kind == desktop.SaveFile:
		c.field.SetText(e.name)
		c.focus(c.field.Focus())
	default:
		c.chosen(path)
	}
}

// acceptNow does what the main button says: it takes what was typed, else what the list is on.
func (c *Chooser) acceptNow() {
	text := strings.TrimSpace(c.field.Text())
	switch {
	case !c.listed():
		c.later = c.acceptNow
	case c.asked != "":
		c.chosen(c.asked)
	case text != "":
		c.acceptTyped(text)
	case c.request.Kind == desktop.SaveFile:
		c.wrong("Type a name first.")
	case c.request.Kind == desktop.OpenFolder && c.folder == "":
		c.say("Choose a folder first.")
	case c.request.Kind == desktop.OpenFolder:
		c.chosen(c.folder)
	case c.list.Len() == 0:
		c.say("Choose a file first.")
	default:
		c.take(c.list.Current())
	}
}

// acceptTyped takes what was typed: a file or folder by its path, or a new file by its name.
func (c *Chooser) acceptTyped(text string) {
	path := c.resolve(text)
	c.away(func() func() {
		info, err := os.Stat(path)
		switch saving := c.request.Kind == desktop.SaveFile; {
		case err == nil && info.IsDir():
			return func() { c.typedFolder(path) }
		case saving:
			return c.typedNew(c.withEnding(path))
		case errors.Is(err, fs.ErrNotExist):
			return func() { c.wrong(fmt.Sprintf("There is no “%s”. Look at its name again.", shown(path))) }
		case err != nil:
			return func() { c.wrong(fmt.Sprintf("“%s” cannot be opened (%v). Choose another one.", shown(path), err)) }
		case !info.Mode().IsRegular() || c.request.Kind == desktop.OpenFolder:
			return func() { c.wrong(fmt.Sprintf("“%s” cannot be chosen here. Choose another one.", shown(path))) }
		}
		return func() { c.chosen(path) }
	})
}

// resolve is the path that was typed: from the root, from home, or from the folder that is listed.
func (c *Chooser) resolve(text string) string {
	home, _ := os.UserHomeDir() // "" leaves the text as it is
	if rest, ok := strings.CutPrefix(text, "~"); ok && home != "" && (rest == "" || os.IsPathSeparator(rest[0])) {
		text = home + rest
	}
	if !filepath.IsAbs(text) {
		base := c.folder
		if base == "" {
			base = home
		}
		text = filepath.Join(base, text)
	}
	return filepath.Clean(text)
}

// typedFolder goes to a folder whose path was typed; where a folder is wanted it is the one.
func (c *Chooser) typedFolder(path string) {
	if c.request.Kind == desktop.OpenFolder {
		c.chosen(path)
		return
	}
	c.field.SetText(c.request.Name)
	c.focus(c.first())
	c.goTo(path, "")
}

// withEnding gives a file that is to be written the ending of its kind, if it has none of them.
func (c *Chooser) withEnding(path string) string {
	if ofKind(filepath.Base(path), c.request.Endings) {
		return path
	}
	return path + c.request.Endings[0]
}

// typedNew looks whether a file can be written at a path. It runs away from the drawing goroutine.
func (c *Chooser) typedNew(path string) func() {
	info, err := os.Stat(path)
	folder, inFolder := os.Stat(filepath.Dir(path))
	switch {
	case err == nil && info.Mode().IsRegular():
		return func() { c.ask(path) }
	case err == nil:
		return func() {
			c.wrong(fmt.Sprintf("“%s” is there already, and is no file. Type another name.", shown(filepath.Base(path))))
		}
	case inFolder != nil || !folder.IsDir():
		return func() {
			c.wrong(fmt.Sprintf("There is no folder “%s”. Type another name.", shown(filepath.Dir(path))))
		}
	}
	return func() { c.chosen(path) }
}

// ask asks whether a file may be replaced. The focus is where nothing is lost.
func (c *Chooser) ask(path string) {
	c.asked = path
	c.buttons.Objects = []fyne.CanvasObject{c.leave, c.another, c.accept}
	c.accept.Set("Replace the file", "Replace", "")
	c.say(fmt.Sprintf("“%s” is there already. Replace it?", shown(filepath.Base(path))))
	c.focus(c.another)
}

// keep leaves the file as it is that was asked about.
func (c *Chooser) keep() {
	c.stopAsking()
	c.focus(c.field.Focus())
	c.field.SelectAll()
}

func (c *Chooser) stopAsking() {
	if c.asked == "" {
		return
	}
	c.asked = ""
	c.buttons.Objects = []fyne.CanvasObject{c.leave, c.accept}
	c.accept.Set(c.request.Accept, c.request.Accept, "")
	c.say("")
}

// wrong says what is wrong with what was typed, with the focus on it.
func (c *Chooser) wrong(text string) {
	c.say(text)
	c.focus(c.field.Focus())
}

// say tells something in the panel; "" takes it away.
func (c *Chooser) say(text string) {
	if text == c.says.Text {
		return
	}
	c.says.SetText(text)
	control.SetShown(c.says, text != "")
	c.content.Refresh()
}

// shortened is a path of which one sees the end, where it is long.
func shortened(path string) string {
	const most = 120
	letters := []rune(shown(path))
	if len(letters) <= most {
		return string(letters)
	}
	return "…" + string(letters[len(letters)-most:])
}
