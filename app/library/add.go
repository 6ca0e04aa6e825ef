package library

import (
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"alongside/app/access"
	"alongside/app/control"
	"alongside/app/look"
)

// An AddRequest is a story that is to be added. Either Source or Text is set.
type AddRequest struct {
	Source    string // a file's path or a page's address
	Text      string // a transcript, as pasted
	Title     string // of the pasted transcript; "" where it names itself
	AudioPath string // the file with its sound, "" for none
}

// AddActions are what the form asks for. All of them must be set.
type AddActions struct {
	ChooseFile  func(chosen func(path string))
	ChooseAudio func(chosen func(path string))
	Add         func(AddRequest)
	Cancel      func()
}

// A way is where a story comes from.
type way int

const (
	fromFile way = iota
	fromPage
	fromText
)

// wayTexts say what each way is: on the button that chooses it, under the buttons, and where nothing has been given yet.
var wayTexts = [...]struct{ label, help, missing string }{
	fromFile: {"A file", "A saved page, a document, a book, a transcript or subtitles.", "Choose a file first."},
	fromPage: {"A page’s address", "A page that has the transcript of a story.", "Type the page’s address first."},
	fromText: {"Copied text", "Copy a transcript anywhere and paste it here.", "Paste the transcript first."},
}

// An AddPanel is the form for adding a story: from a file, from a page's address or from copied text, with its sound if
// one has it. Where there is not room for all of it, it scrolls; its own buttons stay in sight.
type AddPanel struct {
	widget.BaseWidget
	actions AddActions

	way                  way
	file, audio          string // paths, "" for none yet
	ways                 [len(wayTexts)]*control.Button
	help                 *widget.Label
	chooseFile           *control.Button
	fileName             *widget.Label
	address, title, text *control.Field
	chooseAudio          *control.Button
	noAudio              *control.Button
	audioName            *widget.Label
	problem              *control.Problem
	body                 *fyne.Container
	scroll               *container.Scroll
	buttons              *fyne.Container
}

var (
	_ fyne.Widget      = (*AddPanel)(nil)
	_ access.Describer = (*AddPanel)(nil)
)

// NewAddPanel makes an empty form.
func NewAddPanel(a AddActions) *AddPanel {
	p := &AddPanel{
		actions:  a,
		help:     newWords(),
		fileName: newWords(), audioName: newWords(), problem: control.NewProblem(),
		address: control.NewField("The page’s address", "https://"),
		title:   control.NewField("Its title, if the text does not say", "Its title, if the text does not say"),
		text:    control.NewTextField("The transcript", "Paste the transcript here", 4),
	}
	for w := range p.ways {
		p.ways[w] = control.NewButton(wayTexts[w].label, wayTexts[w].label, "", func() { p.goTo(way(w)) })
		p.ways[w].Description = wayTexts[w].help
	}
	p.address.OnEnter = p.add
	p.title.OnEnter = p.add
	p.chooseFile = control.NewButton("Choose a file", "Choose a file", "", func() { a.ChooseFile(p.setFile) })
	p.chooseAudio = control.NewButton("Choose its sound", "Choose its sound", control.IconSound, func() { a.ChooseAudio(p.setAudio) })
	p.noAudio = control.NewButton("Leave the sound out", "Leave it out", "", func() { p.setAudio("") })
	p.body = container.NewVBox(
		control.NewGroup(access.Group, "Where the story comes from",
			container.New(&control.Row{}, p.ways[fromFile], p.ways[fromPage], p.ways[fromText])),
		p.help, container.NewHBox(p.chooseFile), p.fileName, p.address, p.title, p.text,
		container.NewHBox(p.chooseAudio, p.noAudio), p.audioName, p.problem)
	const bar = 12 // room for the bar of what scrolls
	p.scroll = container.NewVScroll(container.New(layout.NewCustomPaddedLayout(0, 0, 0, bar), p.body))
	p.buttons = container.New(&control.Row{Place: control.Right},
		control.NewButton("Cancel", "Cancel", "", a.Cancel),
		control.NewMainButton("Add the story", "Add the story", control.IconAdd, p.add))
	p.ExtendBaseWidget(p)
	p.setAudio("")
	p.choose(fromFile)
	return p
}

// newWords makes a line of text that wraps.
func newWords() *widget.Label {
	l := widget.NewLabel("")
	l.Wrapping = fyne.TextWrapWord
	return l
}

// Fill shows what is known already: a transcript from the clipboard, a file that was dropped, a page's address.
func (p *AddPanel) Fill(r AddRequest) {
	p.title.SetText(r.Title)
	p.text.SetText(r.Text)
	if r.AudioPath != "" {
		p.setAudio(r.AudioPath)
	}
	switch {
	case r.Text != "":
		p.choose(fromText)
	case IsAddress(r.Source):
		p.address.SetText(r.Source)
		p.choose(fromPage)
	case r.Source != "":
		p.setFile(r.Source)
		p.choose(fromFile)
	}
}

// IsAddress reports whether a source is a page's address rather than a file's path or text.
func IsAddress(source string) bool {
	return strings.HasPrefix(source, "https://") || strings.HasPrefix(source, "http://")
}

// View is what scrolls the form.
func (p *AddPanel) View() *container.Scroll { return p.scroll }

// Say tells what is wrong with what was asked for; "" that nothing is.
func (p *AddPanel) Say(problem string) {
	p.problem.Say(problem)
	p.Refresh()
}

// Describe implements access.Describer: the form is read from its top to its buttons.
func (p *AddPanel) Describe() access.Node {
	return access.Node{Objects: access.Objects(p.scroll, p.buttons)}
}

// First is what gets the focus when the form opens.
func (p *AddPanel) First() fyne.Focusable {
	switch p.way {
	case fromPage:
		return p.address.Focus()
	case fromText:
		return p.text.Focus()
	}
	return p.chooseFile
}

// goTo shows a way that was asked for, with the focus where one types.
func (p *AddPanel) goTo(w way) {
	p.choose(w)
	if w != fromFile {
		p.focusFirst()
	}
}

func (p *AddPanel) focusFirst() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(p); c != nil {
		c.Focus(p.First())
	}
}

// choose shows one way and hides the others.
func (p *AddPanel) choose(w way) {
	p.way = w
	control.Choose(int(w), p.ways[:]...)
	p.help.SetText(wayTexts[w].help)
	control.SetShown(p.chooseFile, w == fromFile)
	control.SetShown(p.fileName, w == fromFile && p.file != "")
	control.SetShown(p.address, w == fromPage)
	control.SetShown(p.title, w == fromText)
	control.SetShown(p.text, w == fromText)
	p.Say("")
}

func (p *AddPanel) setFile(path string) {
	if path == "" {
		return
	}
	p.file = path
	p.fileName.SetText(filepath.Base(path))
	p.chooseFile.Description = p.fileName.Text
	p.chooseFile.Set("Choose another file", "Choose another file", "")
	p.choose(p.way)
}

func (p *AddPanel) setAudio(path string) {
	p.audio = path
	if c := fyne.CurrentApp().Driver().CanvasForObject(p.noAudio); path == "" && c != nil && c.Focused() == p.noAudio {
		c.Focus(p.chooseAudio) // the button that has the focus goes
	}
	control.SetShown(p.noAudio, path != "")
	if path == "" {
		p.audioName.SetText("Sound that the page or the file names is found by itself.")
	} else {
		p.audioName.SetText(filepath.Base(path))
	}
	p.chooseAudio.Description = p.audioName.Text
	p.Refresh()
}

// add asks for the story, if there is enough to ask for.
func (p *AddPanel) add() {
	request := AddRequest{AudioPath: p.audio}
	switch p.way {
	case fromFile:
		request.Source = p.file
	case fromPage:
		request.Source = strings.TrimSpace(p.address.Text())
	case fromText:
		request.Title = strings.TrimSpace(p.title.Text())
		request.Text = p.text.Text()
	}
	if request.Source == "" && strings.TrimSpace(request.Text) == "" {
		p.Say(wayTexts[p.way].missing)
		p.focusFirst()
		return
	}
	p.Say("")
	p.actions.Add(request)
}

// CreateRenderer implements fyne.Widget.
func (p *AddPanel) CreateRenderer() fyne.WidgetRenderer { return &addRenderer{p} }

type addRenderer struct{ p *AddPanel }

func (r *addRenderer) Destroy() {}

func (r *addRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.p.scroll, r.p.buttons}
}

// MinSize is the whole form, without scrolling, at the width it was last given.
func (r *addRenderer) MinSize() fyne.Size {
	body, buttons := r.p.scroll.Content.MinSize(), r.p.buttons.MinSize()
	const rounding = 1 // so that it does not show a bar for a fraction of a pixel
	return fyne.NewSize(max(body.Width, buttons.Width), body.Height+r.gap()+buttons.Height+rounding)
}

func (r *addRenderer) Layout(size fyne.Size) {
	foot := r.p.buttons.MinSize().Height
	control.Lay(r.p.scroll, 0, 0, size.Width, max(size.Height-foot-r.gap(), 0))
	control.Lay(r.p.buttons, 0, size.Height-foot, size.Width, foot)
}

func (r *addRenderer) Refresh() {
	r.Layout(r.p.Size())
	r.p.scroll.Refresh()
	canvas.Refresh(r.p)
}

func (r *addRenderer) gap() float32 { return r.p.Theme().Size(look.SizeGap) }
