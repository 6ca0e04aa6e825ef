package library

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// borderWidth is how thick the lines around cards and bars are, in device-independent pixels.
const borderWidth = 1

// A picture is what a plan looks like on the screen. Its objects are used again for the next plan.
type picture struct {
	objects []fyne.CanvasObject
	shapes  []*canvas.Rectangle
	texts   []*canvas.Text
	icons   []*canvas.Image
}

// draw shows a plan, in a theme's colours.
func (p *picture) draw(plan plan, th fyne.Theme, v fyne.ThemeVariant) {
	p.objects = p.objects[:0]
	for i, s := range plan.shapes {
		if i == len(p.shapes) {
			p.shapes = append(p.shapes, canvas.NewRectangle(nil))
		}
		p.drawShape(p.shapes[i], s, th, v)
	}
	for i, ic := range plan.icons {
		if i == len(p.icons) {
			p.icons = append(p.icons, canvas.NewImageFromResource(nil))
		}
		p.drawIcon(p.icons[i], ic, th, v)
	}
	for i, t := range plan.texts {
		if i == len(p.texts) {
			p.texts = append(p.texts, canvas.NewText("", nil))
		}
		p.drawText(p.texts[i], t, th, v)
	}
}

func (p *picture) drawShape(o *canvas.Rectangle, s shape, th fyne.Theme, v fyne.ThemeVariant) {
	o.FillColor, o.StrokeColor, o.CornerRadius = paintOf(th, v, s.fill), paintOf(th, v, s.stroke), s.round
	o.StrokeWidth = 0
	if s.stroke != "" {
		o.StrokeWidth = borderWidth
	}
	o.Move(s.at)
	o.Resize(s.size)
	o.Refresh()
	p.objects = append(p.objects, o)
}

func (p *picture) drawIcon(o *canvas.Image, i icon, th fyne.Theme, v fyne.ThemeVariant) {
	o.FillMode = canvas.ImageFillContain
	o.Move(i.at)
	i.icon.Draw(o, th.Color(i.color, v), fyne.NewSquareSize(i.side))
	p.objects = append(p.objects, o)
}

// drawText writes a line anew only where it is another one: each costs a texture.
func (p *picture) drawText(o *canvas.Text, t text, th fyne.Theme, v fyne.ThemeVariant) {
	ink := th.Color(t.color, v)
	if o.Text != t.text || o.TextSize != t.size || o.TextStyle != t.style || o.Color != ink {
		o.Text, o.TextSize, o.TextStyle, o.Color = t.text, t.size, t.style, ink
		o.Resize(fyne.NewSize(o.MinSize().Width, t.high))
		o.Refresh()
	}
	o.Move(t.at)
	p.objects = append(p.objects, o)
}
