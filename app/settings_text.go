package app

import (
	"fmt"
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"alongside/app/access"
	"alongside/app/control"
	"alongside/app/look"
)

// A measure is one part of the text's room that a slider sets.
type measure struct {
	name  string
	steps []float32
	of    func(*look.Spacing) *float32
	text  func(float64) string
}

func measures() []measure {
	return []measure{
		{"Height of lines", look.LineSteps(), func(s *look.Spacing) *float32 { return &s.Line }, ofText},
		{"Room between turns", look.TurnSteps(), func(s *look.Spacing) *float32 { return &s.Turn }, ofText},
		{"Room between letters", look.LetterSteps(), func(s *look.Spacing) *float32 { return &s.Letter }, extra},
		{"Room between words", look.WordSteps(), func(s *look.Spacing) *float32 { return &s.Word }, extra},
		{"Longest line", look.ColumnSteps(), func(s *look.Spacing) *float32 { return &s.Column }, func(n float64) string { return fmt.Sprintf("%.0f letters", n) }},
		{"Margins", look.MarginSteps(), func(s *look.Spacing) *float32 { return &s.Margin }, func(n float64) string { return fmt.Sprintf("%.0f%% of the window", 100*n) }},
	}
}

func ofText(n float64) string { return fmt.Sprintf("%.4g× the text", n) }

func extra(n float64) string {
	if n == 0 {
		return "as usual"
	}
	return fmt.Sprintf("%.0f%% of the text more", 100*n)
}

// spacingSettings are how much room the text has.
func (w *window) spacingSettings() []fyne.CanvasObject {
	all := measures()
	sliders := make([]*control.Slider, len(all))
	objects := []fyne.CanvasObject{
		words("Room in the text: choose a whole, or each part. Letters and words stand apart everywhere in Alongside, the rest is for the story."),
	}
	show := func() {
		for i, m := range all {
			now := w.chosen.Type.Spacing
			sliders[i].SetValue(float64(*m.of(&now)))
		}
	}
	together, refresh := w.choices("Room in the text", spacingCommands(), show)
	objects = append(objects, together)
	for i, m := range all {
		steps := make([]float64, len(m.steps))
		for n, s := range m.steps {
			steps[n] = float64(s)
		}
		now := w.chosen.Type.Spacing
		sliders[i] = control.NewSlider(m.name, steps, float64(*m.of(&now)), m.text, func(value float64) {
			s := w.chosen.Type.Spacing
			*m.of(&s) = float32(value)
			w.setSpacing(s)
			refresh()
		})
		objects = append(objects, sliders[i])
	}
	return objects
}

// fontSettings are the fonts to choose from.
func (w *window) fontSettings() []fyne.CanvasObject {
	problem := control.NewProblem()
	fonts, refresh := w.choices("Font", fontCommands(), nil)
	w.fontTold = func(err error) {
		refresh()
		problem.Say("")
		if err != nil {
			problem.Say(sentence(err))
		}
	}
	w.fontTold(w.fontTrouble)
	return []fyne.CanvasObject{
		words("Font: use the one in which you tell letters apart best. One of your own is a file that ends in .ttf or .otf; it stays where it is."),
		fonts, problem,
	}
}

// colorSettings are the looks, and the colours of one's own.
func (w *window) colorSettings() []fyne.CanvasObject {
	looks, refresh := w.choices("Looks", lookCommands(), nil)
	verdict := &verdict{}
	verdict.Wrapping = fyne.TextWrapWord
	verdict.ExtendBaseWidget(verdict)
	verdict.SetText(judge(w.chosen.Type.Own))
	change := func(set func(*look.Base)) {
		b := w.chosen.Type.Own
		set(&b)
		if !b.Readable() {
			verdict.SetText("Text and page are too much alike to be read, so the colours stay as they were. Choose others.")
			return
		}
		w.setOwn(b)
		refresh()
		verdict.SetText(judge(b))
	}
	own := w.chosen.Type.Own
	return []fyne.CanvasObject{
		looks,
		words("Own colours: write a colour’s name, or its number as in #FBF3DC, or choose one. All other colours are made to fit."),
		w.colorRow("Text", own.Text, func(c color.NRGBA) { change(func(b *look.Base) { b.Text = c }) }),
		w.colorRow("Page", own.Background, func(c color.NRGBA) { change(func(b *look.Base) { b.Background = c }) }),
		w.colorRow("Spoken sentence", own.Highlight, func(c color.NRGBA) { change(func(b *look.Base) { b.Highlight = c }) }),
		verdict,
	}
}

// judge says in words how well colours can be read.
func judge(b look.Base) string {
	p := look.PaletteOf(b)
	page, sentence := look.Ratio(p.Text, p.Background), look.Ratio(p.SentenceText, p.Sentence)
	text := fmt.Sprintf("Your colours: text on the page has a contrast of %.1f to 1, in the spoken sentence %.1f to 1.", page, sentence)
	if min(page, sentence) < look.Enough {
		return text + " Less than 7 to 1 is hard to read for many: take a darker and a lighter colour."
	}
	return text + " Both are easy to read, as both have 7 to 1 or more."
}

// verdict is a line that is said anew when it changes.
type verdict struct{ widget.Label }

var _ access.Describer = (*verdict)(nil)

// Describe implements access.Describer.
func (v *verdict) Describe() access.Node {
	return access.Node{Role: access.Status, Name: v.Text, Text: &access.Text{Content: v.Text}}
}

// colorRow is where one colour is written or chosen.
func (w *window) colorRow(name string, now color.NRGBA, chosen func(color.NRGBA)) fyne.CanvasObject {
	field, problem := control.NewField(name+" colour", "A name, or #FBF3DC"), control.NewProblem()
	field.SetText(look.ColorText(now))
	field.OnChanged = func(text string) {
		c, err := look.ParseColor(text)
		if err != nil {
			problem.Say(name + " colour: " + err.Error() + ".")
			return
		}
		problem.Say("")
		chosen(c)
	}
	choose := control.NewButton("Choose the "+name+" colour", "Choose", "", nil)
	choose.OnTapped = func() {
		var items []control.MenuItem
		for _, n := range look.NamedColors() {
			items = append(items, control.MenuItem{
				Name: n.Name, Checkable: true, Checked: look.ColorText(n.Color) == field.Text(),
				Do: func() { field.SetText(n.Name) },
			})
		}
		w.popUp(items, choose)
	}
	row := container.New(&control.Row{Stretch: field}, field, choose)
	return control.NewGroup(access.Group, name+" colour", container.NewVBox(words(name+" colour"), row, problem))
}

// choices are commands of which one is chosen, as buttons, and what shows which one it is. After one is chosen something else
// may be done as well.
func (w *window) choices(name string, commands []command, then func()) (box *control.Group, refresh func()) {
	buttons := make([]*control.Button, len(commands))
	show := func() {
		control.Choose(slices.IndexFunc(commands, func(c command) bool { return c.checked(w) }), buttons...)
	}
	column := container.NewVBox()
	for i, c := range commands {
		buttons[i] = control.NewButton(c.name, c.name, "", func() {
			c.do(w)
			w.refreshMenus()
			show()
			if then != nil {
				then()
			}
		})
		buttons[i].Keys = keyText(c.key)
		column.Add(container.NewHBox(buttons[i]))
	}
	show()
	return control.NewGroup(access.Group, name, column), show
}
