package reader

import (
	"image/color"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"alongside/app/control"
	"alongside/app/letters"
	"alongside/app/look"
)

// showLabel says what lies under the pointer, else at the place while the strip has the focus.
func (s *Strip) showLabel() {
	if s.OnLabel == nil {
		return
	}
	switch w := s.Size().Width; {
	case s.dismissed && s.told != "":
		s.told = ""
		s.OnLabel(0, nil)
	case s.dismissed:
	case s.hovered && w > 0:
		at := time.Duration(float64(s.duration) * float64(min(max(s.pointer/w, 0), 1)))
		s.label(at, max(time.Duration(float64(s.duration)*signWidth/2/float64(w)), near/2), "")
	case s.focused && w > 0:
		s.label(s.position, near, s.byText())
	case s.told != "":
		s.told = ""
		s.OnLabel(0, nil)
	}
}

// label shows what lies at a time, if that is something else than before.
func (s *Strip) label(at, within time.Duration, more string) {
	lines := append([]string{Clock(at)}, s.lies(at, within)...)
	if len(lines) == 1 {
		lines = append(lines, "Nothing is transcribed here")
	}
	if more != "" {
		lines = append(lines, more)
	}
	told := strings.Join(lines, "\n")
	if told == s.told {
		return
	}
	s.told = told
	x := float32(0)
	if s.duration > 0 {
		x = s.Size().Width * float32(min(float64(at)/float64(s.duration), 1))
	}
	s.OnLabel(x, lines)
}

// Dismiss takes the label away until the pointer comes again or a key moves the place. It reports whether there was one.
func (s *Strip) Dismiss() bool {
	if s.told == "" {
		return false
	}
	s.dismissed = true
	s.showLabel()
	return true
}

// MouseIn implements desktop.Hoverable.
func (s *Strip) MouseIn(e *desktop.MouseEvent) {
	s.dismissed = false
	s.MouseMoved(e)
}

// MouseMoved implements desktop.Hoverable.
func (s *Strip) MouseMoved(e *desktop.MouseEvent) {
	s.hovered, s.pointer = true, e.Position.X
	s.showLabel()
}

// MouseOut implements desktop.Hoverable.
func (s *Strip) MouseOut() {
	s.hovered = false
	s.showLabel()
}

// A stripLabel says what lies at a place of the strip, above it. Screen readers are told by the strip itself.
type stripLabel struct {
	widget.BaseWidget
	x       float32 // what it points at
	lines   []string
	letters *letters.Metrics
}

func newStripLabel() *stripLabel {
	l := &stripLabel{letters: letters.New(fyne.MeasureText)}
	l.ExtendBaseWidget(l)
	l.Hide()
	return l
}

// Measures of the label, in sizes of its text.
const (
	labelRoom    = 0.4
	labelLeading = 1.4
	labelWidest  = 26
)

// set shows other lines; none hide it.
func (l *stripLabel) set(x float32, lines []string) {
	l.x, l.lines = x, lines
	control.SetShown(l, len(lines) > 0)
}

func (l *stripLabel) textSize() float32 { return l.Theme().Size(look.SizeControl) }

// style is that of a line: the time and who speaks stand out.
func (l *stripLabel) style(n int) fyne.TextStyle { return fyne.TextStyle{Bold: n == 0} }

// broken are the lines as they fit into a width, with their styles.
func (l *stripLabel) broken(width float32) (texts []string, styles []fyne.TextStyle) {
	l.letters = letters.New(fyne.MeasureText) // the font may be another
	for n, line := range l.lines {
		phrase := l.letters.Phrase(line, l.style(n))
		for _, part := range phrase.Lines(width, l.textSize()) {
			texts, styles = append(texts, phrase.Text[part.Start:part.End]), append(styles, phrase.Style)
		}
	}
	return texts, styles
}

// fit is how large the label is in a window so wide.
func (l *stripLabel) fit(room float32) fyne.Size {
	size := l.textSize()
	texts, styles := l.broken(l.inner(room))
	widest := float32(0)
	for i, text := range texts {
		widest = max(widest, l.letters.Exact(text, size, styles[i]))
	}
	return fyne.NewSize(widest+2*labelRoom*size+2, float32(len(texts))*labelLeading*size+labelRoom*size)
}

// inner is how wide its lines may be.
func (l *stripLabel) inner(room float32) float32 {
	size := l.textSize()
	return min(room-2*labelRoom*size-2, labelWidest*size)
}

// CreateRenderer implements fyne.Widget.
func (l *stripLabel) CreateRenderer() fyne.WidgetRenderer {
	return &labelRenderer{l: l, ground: canvas.NewRectangle(color.Transparent), all: container.NewWithoutLayout()}
}

type labelRenderer struct {
	l      *stripLabel
	ground *canvas.Rectangle
	texts  []*canvas.Text
	all    *fyne.Container
}

func (r *labelRenderer) Destroy() {}

func (r *labelRenderer) MinSize() fyne.Size { return fyne.Size{} }

func (r *labelRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.ground, r.all} }

func (r *labelRenderer) Layout(size fyne.Size) {
	l := r.l
	th, v := l.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	r.ground.FillColor, r.ground.StrokeColor = th.Color(look.ColorRaised, v), th.Color(look.ColorBorder, v)
	r.ground.StrokeWidth, r.ground.CornerRadius = 2, corner
	r.ground.Resize(size)
	text := l.textSize()
	r.all.Resize(size)
	r.all.Objects = r.all.Objects[:0]
	texts, styles := l.broken(size.Width)
	for i, line := range texts {
		if i == len(r.texts) {
			r.texts = append(r.texts, canvas.NewText("", nil))
		}
		t := r.texts[i]
		t.Text, t.TextStyle, t.TextSize, t.Color = line, styles[i], text, th.Color(theme.ColorNameForeground, v)
		control.Lay(t, labelRoom*text, labelRoom*text/2+float32(i)*labelLeading*text, size.Width-2*labelRoom*text, labelLeading*text)
		t.Refresh()
		r.all.Objects = append(r.all.Objects, t)
	}
}

func (r *labelRenderer) Refresh() {
	r.Layout(r.l.Size())
	canvas.Refresh(r.l)
}
