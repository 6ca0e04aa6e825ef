package reader

import (
	"cmp"
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"alongside/app/control"
	"alongside/app/letters"
	"alongside/app/look"
)

// A Picture is a story's own, shown over its transcript.
type Picture struct {
	Image  image.Image
	Alt    string // what it shows, in words
	Credit string // whose it is
}

// Proportions of a picture on the page.
const (
	pictureShape   = 0.6  // most of the column's width that it is high
	pictureHighest = 400  // and most device-independent pixels
	captionSize    = 0.85 // in text sizes
	usualTurnGap   = 1.2  // twice what is left over the picture
	captionLines   = 6    // more of a description would push the story off the screen
)

// picture is a picture whose words have been measured; the zero value is none.
type picture struct {
	shown  bool
	shape  float32  // width of its height
	below  []string // what stands below it
	lines  []letters.Phrase
	spoken string // what those hear who cannot see it
}

// A figure is a picture laid out: it begins a little below the page's top, and its lines stand below it.
type figure struct {
	height        float32 // of the page that it takes; 0 where there is none
	top           float32
	width, tall   float32
	captions      []string
	runs          [][]run // of each of them
	captionTop    float32
	captionHeight float32
}

// measure finds the widths of the words below the picture.
func (p *picture) measure(m *letters.Metrics) {
	p.lines = nil
	for _, words := range p.below {
		p.lines = append(p.lines, m.Phrase(words, fyne.TextStyle{}))
	}
}

func (p picture) layOut(size, column float32, m *letters.Metrics) figure {
	if !p.shown {
		return figure{}
	}
	f := figure{top: usualTurnGap * size / 2, captionHeight: captionSize * size * 1.4}
	f.tall = min(column*pictureShape, pictureHighest, column/p.shape)
	f.width = f.tall * p.shape
	f.captionTop = f.top + f.tall + 0.3*size
	for _, phrase := range p.lines {
		for n, l := range phrase.Lines(column, captionSize*size) {
			if n == captionLines {
				f.captions[len(f.captions)-1] += "…"
				break
			}
			f.captions = append(f.captions, phrase.Text[l.Start:l.End])
		}
	}
	for _, words := range f.captions {
		f.runs = append(f.runs, runsOf(m, words, letters.StartsRight(words), captionSize*size, column, fyne.TextStyle{}))
	}
	f.height = f.captionTop + float32(len(f.captions))*f.captionHeight
	return f
}

// SetPicture shows a picture over the transcript, with what it shows and whose it is below it. The text in sight stays where
// it is, but at the page's top the picture comes into sight.
func (v *View) SetPicture(p Picture) {
	size := p.Image.Bounds().Size()
	if size.X <= 0 || size.Y <= 0 {
		return
	}
	v.text.picture = picture{shown: true, shape: float32(size.X) / float32(size.Y), spoken: "Picture"}
	if p.Alt != "" {
		v.text.picture.spoken = "Picture: " + p.Alt
		v.text.picture.below = append(v.text.picture.below, p.Alt)
	}
	if p.Credit != "" {
		v.text.picture.below = append(v.text.picture.below, p.Credit)
	}
	v.text.picture.measure(v.letters)
	v.image = newPictureView(p, v.text.picture.spoken)
	v.revision++
	atTop := v.offset == 0
	v.page.size = 0 // to be laid out anew
	if v.renderer != nil {
		v.layOut()
		if atTop {
			v.offset, v.target = 0, 0
		}
		v.redraw()
	}
}

// PictureName is what the picture is called for those who cannot see it, "" where there is none.
func (v *View) PictureName() string { return v.text.picture.spoken }

// pictureView is the picture on the screen, with its name.
type pictureView struct {
	widget.BaseWidget
	name   string
	says   string // what it shows
	credit string
	image  *canvas.Image
}

var _ fyne.Accessible = (*pictureView)(nil)

func newPictureView(p Picture, name string) *pictureView {
	w := &pictureView{name: name, says: cmp.Or(p.Alt, "Picture"), credit: p.Credit, image: canvas.NewImageFromImage(p.Image)}
	w.image.FillMode = canvas.ImageFillContain
	w.image.ScaleMode = canvas.ImageScaleSmooth
	w.ExtendBaseWidget(w)
	return w
}

// AccessibilityLabel implements fyne.Accessible.
func (p *pictureView) AccessibilityLabel() string { return p.name }

// AccessibilityRole implements fyne.Accessible. The toolkit has no role of pictures.
func (p *pictureView) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements fyne.Widget.
func (p *pictureView) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(p.image) }

// drawPicture shows the picture and what is said of it.
func (r *viewRenderer) drawPicture() {
	v := r.v
	f := v.page.picture
	if v.image == nil || f.height == 0 {
		return
	}
	control.Lay(v.image, v.left(), f.top-v.offset, f.width, f.tall)
	control.SetShown(v.image, f.height > v.offset)
	if f.height <= v.offset {
		return
	}
	th, variant := v.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	for n, words := range f.captions {
		text, fresh := r.lines.Use(lineKey{turn: -1, line: n})
		if fresh {
			text.show(line{runs: f.runs[n]}, words, captionSize*v.page.size, fyne.TextStyle{})
			text.Color = th.Color(look.ColorQuiet, variant)
			text.paint(fyne.NewSize(v.page.column, f.captionHeight))
			control.SetShown(text.sign, false)
		}
		text.place(fyne.NewPos(v.left(), f.captionTop+float32(n)*f.captionHeight-v.offset))
	}
}
