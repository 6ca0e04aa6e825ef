package app

import (
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"alongside/app/access"
	"alongside/app/control"
	"alongside/app/look"
	"alongside/sync/finding"
)

// An ink is one colour that a reader can choose.
type ink struct {
	name string
	of   func(*look.Base) *color.NRGBA
	none string // what stands where no colour is chosen; "" where there has to be one
}

// pageInks are the colours of the page.
func pageInks() []ink {
	return []ink{
		{name: "Text", of: func(b *look.Base) *color.NRGBA { return &b.Text }},
		{name: "Page", of: func(b *look.Base) *color.NRGBA { return &b.Background }},
		{name: "Spoken sentence", of: func(b *look.Base) *color.NRGBA { return &b.Highlight }},
	}
}

// speakerInks are the colours of speakers' names. They are called by those who have them in the open story, if any.
func (w *window) speakerInks() (inks []ink) {
	var known []finding.Speaker
	if r := w.reading; r != nil {
		known = finding.Speakers(r.story.Transcript, r.story.Alignment, r.story.Duration)
	}
	for i := range look.Speakers {
		n := ink{name: fmt.Sprintf("Speaker %d", i+1), of: func(b *look.Base) *color.NRGBA { return &b.Speakers[i] }, none: "As it fits"}
		if i < len(known) && known[i].Name != "" {
			n.name += ", " + known[i].Name
		}
		inks = append(inks, n)
	}
	return inks
}

// colorSettings are the looks, and the colours of one's own.
func (w *window) colorSettings() []fyne.CanvasObject {
	looks, refresh := w.choices("Looks", lookCommands(), nil)
	objects := []fyne.CanvasObject{
		looks,
		words("Own colours: write a colour’s name, or its number as in #FBF3DC, or choose one. All other colours are made to fit."),
	}
	page := newVerdict(judge(w.chosen.Type.Own))
	for _, i := range pageInks() {
		objects = append(objects, w.inkRow(i, page, judge, refresh))
	}
	objects = append(objects, page, words("The names of those who speak have colours that fit. You can choose others, for who speaks first in a story, second, and so on."))
	for n, i := range w.speakerInks() {
		judgeName := func(b look.Base) string { return judgeSpeaker(b, n) }
		name := newVerdict(judgeName(w.chosen.Type.Own))
		objects = append(objects, w.inkRow(i, name, judgeName, refresh), name)
	}
	return objects
}

// inkRow is where an ink is chosen; how well it can be read is said in verdict. After it is chosen something else may be done.
func (w *window) inkRow(i ink, verdict *verdict, judge func(look.Base) string, then func()) fyne.CanvasObject {
	own := w.chosen.Type.Own
	return w.colorRow(i, *i.of(&own), func(c color.NRGBA) {
		b := w.chosen.Type.Own
		*i.of(&b) = c
		if !b.Readable() {
			verdict.SetText("That could hardly be told from the page, so the colours stay as they were. Choose another.")
			return
		}
		w.setOwn(b)
		then()
		verdict.SetText(judge(b))
	})
}

const hardToRead = "Less than 7 to 1 is hard to read for many: take a darker and a lighter colour."

// judge says in words how well the colours of the page can be read.
func judge(b look.Base) string {
	p := look.PaletteOf(b)
	page, sentence := look.Ratio(p.Text, p.Background), look.Ratio(p.SentenceText, p.Sentence)
	text := fmt.Sprintf("Your colours: text on the page has a contrast of %.1f to 1, in the spoken sentence %.1f to 1.", page, sentence)
	if min(page, sentence) < look.Enough {
		return text + " " + hardToRead
	}
	return text + " Both are easy to read, as both have 7 to 1 or more."
}

// judgeSpeaker says in words how well the name of the nth speaker can be read, where its colour was chosen.
func judgeSpeaker(b look.Base, n int) string {
	if b.Speakers[n].A == 0 {
		return ""
	}
	p := look.PaletteOf(b)
	ratio := min(look.Ratio(p.Speaker[n], p.Background), look.Ratio(p.Speaker[n], p.Turn))
	text := fmt.Sprintf("This name has a contrast of %.1f to 1.", ratio)
	if ratio < look.Enough {
		return text + " " + hardToRead
	}
	return text
}

// verdict is a line that is said anew when it changes.
type verdict struct{ widget.Label }

var _ access.Describer = (*verdict)(nil)

func newVerdict(text string) *verdict {
	v := &verdict{}
	v.Wrapping = fyne.TextWrapWord
	v.ExtendBaseWidget(v)
	v.SetText(text)
	return v
}

// SetText shows a text; without one there is no line.
func (v *verdict) SetText(text string) {
	v.Hidden = text == ""
	v.Label.SetText(text)
}

// Describe implements access.Describer.
func (v *verdict) Describe() access.Node {
	return access.Node{Role: access.Status, Name: v.Text, Text: &access.Text{Content: v.Text}}
}

// colorRow is where one colour is written or chosen.
func (w *window) colorRow(i ink, now color.NRGBA, chosen func(color.NRGBA)) fyne.CanvasObject {
	name := i.name + " colour"
	hint := "A name, or #FBF3DC"
	if i.none != "" {
		hint = i.none
	}
	field, problem := control.NewField(name, hint), control.NewProblem()
	if now.A != 0 {
		field.SetText(look.ColorText(now))
	}
	field.OnChanged = func(text string) {
		var c color.NRGBA
		var err error
		if i.none == "" || text != "" {
			c, err = look.ParseColor(text)
		}
		if err != nil {
			problem.Say(name + ": " + err.Error() + ".")
			return
		}
		problem.Say("")
		chosen(c)
	}
	choose := control.NewButton("Choose the "+name, "Choose", "", nil)
	choose.OnTapped = func() { w.popUp(i.choices(field), choose) }
	row := container.New(&control.Row{Stretch: field}, field, choose)
	return control.NewGroup(access.Group, name, container.NewVBox(words(name), row, problem))
}

// choices are the colours with a name, to be put into a field.
func (i ink) choices(field *control.Field) (items []control.MenuItem) {
	item := func(name, text string) {
		items = append(items, control.MenuItem{
			Name: name, Checkable: true, Checked: field.Text() == text,
			Do: func() { field.SetText(text) },
		})
	}
	if i.none != "" {
		item(i.none, "")
	}
	for _, n := range look.NamedColors() {
		item(n.Name, n.Name)
	}
	return items
}
