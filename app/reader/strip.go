package reader

import (
	"image"
	"image/color"
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"alongside/app/access"
	"alongside/app/control"
	"alongside/app/look"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// A Strip is the whole story at a glance: who speaks when, in the speakers' colours and forms, hatched where nobody is transcribed,
// with a mark where the listener is and lines where chapters begin. A press on it, or the arrow keys, go elsewhere.
type Strip struct {
	widget.BaseWidget
	OnSeek func(time.Duration)

	turns     []transcript.Turn
	chapters  []Chapter
	marks     []time.Duration // where the chapters of the highest level begin
	voices    voices
	stretches []stretch
	duration  time.Duration
	position  time.Duration
	focused   bool

	renderer *stripRenderer
}

var (
	_ fyne.Tappable      = (*Strip)(nil)
	_ fyne.Draggable     = (*Strip)(nil)
	_ fyne.Focusable     = (*Strip)(nil)
	_ fyne.Accessible    = (*Strip)(nil)
	_ desktop.Cursorable = (*Strip)(nil)
	_ desktop.Keyable    = (*Strip)(nil)
	_ access.Describer   = (*Strip)(nil)
)

// stripStep is how far an arrow key goes.
const stripStep = 5 * time.Second

const (
	stripHeight   = 18
	stripMark     = 4  // width of the mark
	stripOverhang = 4  // how far the mark stands out above and below
	hatchPitch    = 6  // pixels between two hatching lines
	chapterNotch  = 2  // pixels that the line at a chapter's beginning is wide
	chapterLeast  = 12 // pixels between two of those: more would be a pattern
	stripTarget   = 44 // height that can be pressed: the strip and the room around it
)

// NewStrip draws a story.
func NewStrip(story Story) *Strip {
	t := story.Transcript
	s := &Strip{turns: t.Turns, chapters: story.Chapters, voices: newVoices(t), duration: story.Duration}
	s.arrange(story.Alignment)
	s.ExtendBaseWidget(s)
	return s
}

// SetAlignment draws other times.
func (s *Strip) SetAlignment(a timing.Alignment) {
	s.arrange(a)
	if s.renderer != nil {
		s.renderer.colors.Refresh()
	}
}

func (s *Strip) arrange(a timing.Alignment) {
	s.stretches = nil
	for i := range min(len(s.turns), len(a.Turns)) {
		at := a.Turns[i].Timing
		if !at.Known() {
			continue
		}
		s.stretches = append(s.stretches, stretchOf(s.turns[i], at, s.voices))
	}
	s.marks = nil
	for _, c := range s.chapters {
		if c.Level == 0 && c.Turn > 0 && c.Turn < len(a.Turns) && a.Turns[c.Turn].Known() {
			s.marks = append(s.marks, a.Turns[c.Turn].Start)
		}
	}
}

// SetDuration shows a story that is as long as that.
func (s *Strip) SetDuration(d time.Duration) {
	s.duration = d
	s.Refresh()
}

// SetPosition moves the mark.
func (s *Strip) SetPosition(at time.Duration) {
	s.position = at
	if s.renderer != nil {
		s.renderer.placeMark()
	}
}

// AccessibilityLabel implements fyne.Accessible.
func (s *Strip) AccessibilityLabel() string { return "Place in the story" }

// AccessibilityRole implements fyne.Accessible.
func (s *Strip) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// Tapped implements fyne.Tappable.
func (s *Strip) Tapped(e *fyne.PointEvent) { s.seek(e.Position.X) }

// Dragged implements fyne.Draggable.
func (s *Strip) Dragged(e *fyne.DragEvent) { s.seek(e.Position.X) }

// DragEnd implements fyne.Draggable.
func (s *Strip) DragEnd() {}

// Cursor implements desktop.Cursorable.
func (s *Strip) Cursor() desktop.Cursor { return desktop.PointerCursor }

// FocusGained implements fyne.Focusable.
func (s *Strip) FocusGained() { s.focused = true; s.Refresh() }

// FocusLost implements fyne.Focusable.
func (s *Strip) FocusLost() { s.focused = false; s.Refresh() }

// KeyDown implements desktop.Keyable.
func (s *Strip) KeyDown(e *fyne.KeyEvent) { control.PassKeyDown(s, e) }

// KeyUp implements desktop.Keyable.
func (s *Strip) KeyUp(e *fyne.KeyEvent) { control.PassKeyUp(s, e) }

// TypedRune implements fyne.Focusable.
func (s *Strip) TypedRune(r rune) { control.PassRune(s, r) }

// TypedKey implements fyne.Focusable.
func (s *Strip) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyLeft, fyne.KeyDown:
		s.seekTo(s.position - stripStep)
	case fyne.KeyRight, fyne.KeyUp:
		s.seekTo(s.position + stripStep)
	case fyne.KeyHome:
		s.seekTo(0)
	case fyne.KeyEnd:
		s.seekTo(s.duration)
	default:
		control.PassKey(s, e)
	}
}

func (s *Strip) seek(x float32) {
	if w := s.Size().Width; w > 0 {
		s.seekTo(time.Duration(float64(s.duration) * float64(x/w)))
	}
}

// secondsOf is a number of seconds as a duration, as long as there are such.
func secondsOf(seconds float64) time.Duration {
	if !(seconds > 0) {
		return 0
	}
	return time.Duration(min(seconds, math.MaxInt64/float64(2*time.Second)) * float64(time.Second))
}

func (s *Strip) seekTo(at time.Duration) {
	if s.OnSeek != nil {
		s.OnSeek(max(min(at, s.duration), 0))
	}
}

// CreateRenderer implements fyne.Widget.
func (s *Strip) CreateRenderer() fyne.WidgetRenderer {
	r := &stripRenderer{s: s, mark: canvas.NewRectangle(nil), ring: canvas.NewRectangle(color.Transparent)}
	r.colors = canvas.NewRaster(r.paint)
	r.ring.StrokeWidth, r.ring.CornerRadius, r.mark.CornerRadius = ringWidth, corner, stripMark/2
	s.renderer = r
	r.color()
	return r
}

type stripRenderer struct {
	s          *Strip
	colors     *canvas.Raster
	mark, ring *canvas.Rectangle
}

func (r *stripRenderer) Destroy() {}

func (r *stripRenderer) MinSize() fyne.Size { return fyne.NewSize(100, stripTarget) }

func (r *stripRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.colors, r.mark, r.ring}
}

func (r *stripRenderer) Layout(size fyne.Size) {
	control.Lay(r.colors, 0, (size.Height-stripHeight)/2, size.Width, stripHeight)
	const off = 2 + ringWidth
	control.Lay(r.ring, -off, (size.Height-stripHeight)/2-off, size.Width+2*off, stripHeight+2*off)
	r.placeMark()
}

func (r *stripRenderer) Refresh() {
	r.color()
	r.Layout(r.s.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

func (r *stripRenderer) color() {
	th, v := r.s.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	r.mark.FillColor = th.Color(theme.ColorNameForeground, v)
	r.mark.StrokeColor, r.mark.StrokeWidth = th.Color(look.ColorRaised, v), 1
	r.ring.StrokeColor = th.Color(look.ColorRing, v)
	r.ring.Hidden = !r.s.focused
}

// placeMark moves the mark only when that shows: a frame costs more than this sum.
func (r *stripRenderer) placeMark() {
	size := r.s.Size()
	var x float32
	if r.s.duration > 0 {
		x = float32(float64(size.Width) * min(float64(r.s.position)/float64(r.s.duration), 1))
	}
	x = float32(int(x)) - stripMark/2
	const height = stripHeight + 2*stripOverhang
	control.Lay(r.mark, x, (size.Height-height)/2, stripMark, height)
}

// paint draws the colours. It runs only when the strip's size or the look changes.
func (r *stripRenderer) paint(w, h int) image.Image {
	th, v := r.s.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	hatch(img, th.Color(look.ColorBorder, v))
	if r.s.duration <= 0 {
		return img
	}
	scale := float64(w) / float64(r.s.duration)
	for _, s := range r.s.stretches {
		fill(img, int(float64(s.start)*scale), int(float64(s.end)*scale), s.form, th.Color(s.color, v))
	}
	last := -chapterLeast
	for _, at := range r.s.marks {
		if x := int(float64(at) * scale); x >= last+chapterLeast {
			notch(img, x, th.Color(theme.ColorNameForeground, v), th.Color(look.ColorRaised, v))
			last = x
		}
	}
	return img
}

// notch marks where a chapter begins: a line through the strip, on a ground of its own so that it is seen on any colour.
func notch(img *image.NRGBA, x int, ink, ground color.Color) {
	for dx := -chapterNotch; dx < 2*chapterNotch; dx++ {
		c := ground
		if dx >= 0 && dx < chapterNotch {
			c = ink
		}
		for y := range img.Rect.Dy() {
			img.Set(x+dx, y, c)
		}
	}
}

// hatch draws slanted lines over the whole image.
func hatch(img *image.NRGBA, c color.Color) {
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			if (x+y)%hatchPitch == 0 {
				img.Set(x, y, c)
			}
		}
	}
}
