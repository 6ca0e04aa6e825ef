package app

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

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
