package reader

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"alongside/app/control"
	"alongside/app/look"
	"alongside/sync/transcript"
)

// heading is what stands above a turn: who speaks, told by name, shape and colour.
type heading struct {
	icon  control.Icon
	color fyne.ThemeColorName
	name  string
	role  string
}

// headingOf gives a turn's heading. A sound has a note beside its speaker's name, so that it is not taken for speech.
func headingOf(turn transcript.Turn, v voices) heading {
	n := v.number[turn.Speaker]
	h := heading{icon: control.SpeakerIcon(n), color: look.SpeakerColor(n), name: turn.Speaker, role: v.roleOf(turn.Speaker)}
	switch turn.Kind {
	case transcript.Sound:
		h.icon, h.color, h.role = control.IconNote, look.ColorQuiet, "sound"
		if h.name == "" {
			h.name, h.role = "Sound", ""
		}
	case transcript.Note:
		h.icon, h.color, h.role = control.IconPencil, look.ColorQuiet, "not spoken"
		if h.name == "" {
			h.name, h.role = "Note", "not spoken"
		}
	}
	return h
}

// headingLine is a heading's objects on the screen.
type headingLine struct {
	icon       *canvas.Image
	name, role *canvas.Text
	size       float32
}

func newHeadingLine() *headingLine {
	h := &headingLine{icon: canvas.NewImageFromResource(nil), name: canvas.NewText("", nil), role: canvas.NewText("", nil)}
	h.icon.FillMode = canvas.ImageFillContain
	h.name.TextStyle.Bold = true
	return h
}

func (h *headingLine) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{h.icon, h.name, h.role}
}

// set fills a heading in, for a text size.
func (h *headingLine) set(what heading, th fyne.Theme, variant fyne.ThemeVariant, size float32) {
	ink := th.Color(what.color, variant)
	h.size = size
	what.icon.Draw(h.icon, ink, fyne.NewSize(size*0.75, size*0.75))
	h.name.Text, h.name.TextSize, h.name.Color = what.name, size, ink
	h.role.Text, h.role.TextSize, h.role.Color = what.role, size*0.8, th.Color(look.ColorQuiet, variant)
}

// fit shortens a name that is wider than the column, and leaves the role out where there is no room for it.
func (h *headingLine) fit(column float32) {
	room := column - h.size*1.1
	name := []rune(h.name.Text)
	for len(name) > 1 && h.name.MinSize().Width > room {
		name = name[:len(name)-1]
		h.name.Text = string(name) + "…"
	}
	if h.name.MinSize().Width+h.size*0.5+h.role.MinSize().Width > room {
		h.role.Text = ""
	}
	for _, text := range []*canvas.Text{h.name, h.role} {
		text.Resize(fyne.NewSize(text.MinSize().Width, h.size*headingLeading))
	}
	for _, o := range h.Objects() {
		o.Refresh()
	}
}

func (h *headingLine) move(at fyne.Position) {
	h.icon.Move(at.AddXY(0, h.size*(headingLeading-0.75)/2))
	h.name.Move(at.AddXY(h.size*1.1, 0))
	h.role.Move(at.AddXY(h.size*1.6+h.name.Size().Width, h.size*0.06))
}
