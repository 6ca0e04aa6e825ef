package reader

import (
	"image"
	"image/color"
	"math"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"alongside/app/access"
	"alongside/app/control"
	"alongside/app/look"
	"alongside/sync/finding"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// A Strip is the whole story at a glance: who speaks when, in the speakers' colours and forms, hatched where nobody is transcribed,
// striped where the times are not sure, with a mark where the listener is and lines where chapters begin. Signs above it show what
// the reader has marked, those below it what was found. A press on it, or the arrow keys, go elsewhere: Left and Right by seconds,
// Up and Down by things of one kind.
type Strip struct {
	widget.BaseWidget
	OnSeek  func(time.Duration)
	OnBy    func(Thing)                     // another kind was chosen by keys
	OnSay   func(text string)               // something is to be said that is seen elsewhere
	OnLabel func(x float32, lines []string) // what is to be shown of the place at x; nothing without lines
	Words   func(turn int) string           // what a turn may be told by; nil for its text

	turns     []transcript.Turn
	chapters  []Chapter
	marks     []time.Duration // where the chapters of the highest level begin
	voices    voices
	stretches []stretch
	duration  time.Duration
	position  time.Duration
	focused   bool
	playing   bool

	alignment timing.Alignment
	noted     []Noted
	signs     []signed // of what is noted, by time
	found     []finding.Match
	matches   []time.Duration // when each of them is heard
	match     int             // the current one, -1 for none
	unsure    []bool          // turns whose times are not sure

	by        Thing         // that Up and Down go by
	come      time.Duration // the thing that they have come to; below 0 for none
	hovered   bool
	pointer   float32 // where along the strip
	told      string  // what the label shows
	dismissed bool    // the label was sent away

	renderer *stripRenderer
}

var (
	_ fyne.Tappable      = (*Strip)(nil)
	_ fyne.Draggable     = (*Strip)(nil)
	_ fyne.Focusable     = (*Strip)(nil)
	_ fyne.Accessible    = (*Strip)(nil)
	_ desktop.Cursorable = (*Strip)(nil)
	_ desktop.Hoverable  = (*Strip)(nil)
	_ desktop.Keyable    = (*Strip)(nil)
	_ access.Describer   = (*Strip)(nil)
)

// stripStep is how far Left and Right go.
const stripStep = 5 * time.Second

const (
	stripHeight   = 18
	stripMark     = 6  // width of the mark, with a line of the ground on both sides
	stripOverhang = 4  // how far the mark stands out above and below
	hatchPitch    = 6  // pixels between two hatching lines
	chapterNotch  = 2  // pixels that the line at a chapter's beginning is wide
	chapterLeast  = 12 // pixels between two of those: more would be a pattern
	stripTarget   = 44 // height that can be pressed: the strip and the room around it
)

// NewStrip draws a story.
func NewStrip(story Story) *Strip {
	t := story.Transcript
	s := &Strip{
		turns: t.Turns, chapters: story.Chapters, voices: newVoices(t), duration: story.Duration, match: -1, by: ByTurn, come: -1,
	}
	s.arrange(story.Alignment)
	s.ExtendBaseWidget(s)
	return s
}

// SetAlignment draws other times.
func (s *Strip) SetAlignment(a timing.Alignment) {
	s.arrange(a)
	s.redraw()
}

// redraw has all that is painted painted anew.
func (s *Strip) redraw() {
	if s.renderer != nil {
		s.renderer.showRows()
		s.renderer.colors.Refresh()
		s.renderer.above.Refresh()
		s.renderer.below.Refresh()
	}
}

func (s *Strip) arrange(a timing.Alignment) {
	s.alignment = a
	s.stretches = nil
	for i := range min(len(s.turns), len(a.Turns)) {
		at := a.Turns[i].Timing
		if !at.Known() {
			continue
		}
		st := stretchOf(s.turns[i], at, s.voices)
		st.turn, st.unsure = i, i < len(s.unsure) && s.unsure[i]
		s.stretches = append(s.stretches, st)
	}
	s.marks = nil
	for _, c := range s.chapters {
		if c.Level == 0 && c.Turn > 0 && c.Turn < len(a.Turns) && a.Turns[c.Turn].Known() {
			s.marks = append(s.marks, a.Turns[c.Turn].Start)
		}
	}
	s.signs = signsOf(s.noted, s.turns, a)
	s.matches = finding.Times(s.turns, a, s.found)
}

// SetNoted shows what the reader has marked.
func (s *Strip) SetNoted(noted []Noted) {
	s.noted = noted
	s.signs = signsOf(noted, s.turns, s.alignment)
	if s.renderer != nil {
		s.renderer.showRows()
		s.renderer.above.Refresh()
	}
}

// SetUnsure says of which turns the times are not sure.
func (s *Strip) SetUnsure(unsure []bool) {
	s.unsure = unsure
	for i, st := range s.stretches {
		s.stretches[i].unsure = st.turn < len(unsure) && unsure[st.turn]
	}
	if s.renderer != nil {
		s.renderer.colors.Refresh()
	}
}

// SetFound shows what was looked for, and the one that the reader has come to.
func (s *Strip) SetFound(f found) {
	if !slices.Equal(s.found, f.matches) {
		s.found = f.matches
		s.matches = finding.Times(s.turns, s.alignment, f.matches)
	}
	s.match = f.current
	if s.renderer != nil {
		s.renderer.showRows()
		s.renderer.below.Refresh()
	}
}

// SetPlaying says whether the story plays.
func (s *Strip) SetPlaying(playing bool) { s.playing = playing }

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
	if s.focused && !s.hovered {
		s.showLabel()
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
func (s *Strip) FocusGained() { s.focused, s.dismissed = true, false; s.Refresh(); s.showLabel() }

// FocusLost implements fyne.Focusable.
func (s *Strip) FocusLost() { s.focused = false; s.Refresh(); s.showLabel() }

// KeyDown implements desktop.Keyable.
func (s *Strip) KeyDown(e *fyne.KeyEvent) { control.PassKeyDown(s, e) }

// KeyUp implements desktop.Keyable.
func (s *Strip) KeyUp(e *fyne.KeyEvent) { control.PassKeyUp(s, e) }

// TypedRune implements fyne.Focusable.
func (s *Strip) TypedRune(r rune) { control.PassRune(s, r) }

// TypedKey implements fyne.Focusable.
func (s *Strip) TypedKey(e *fyne.KeyEvent) {
	s.dismissed = s.dismissed && e.Name == fyne.KeyEscape
	switch e.Name {
	case fyne.KeyLeft:
		s.seekTo(s.position - stripStep)
	case fyne.KeyRight:
		s.seekTo(s.position + stripStep)
	case fyne.KeyUp:
		s.walk(-1)
	case fyne.KeyDown:
		s.walk(1)
	case fyne.KeyPageUp:
		s.choose(-1)
	case fyne.KeyPageDown:
		s.choose(1)
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
	r.colors, r.above, r.below = canvas.NewRaster(r.paint), canvas.NewRaster(r.paintMarks), canvas.NewRaster(r.paintMatches)
	r.ring.StrokeWidth, r.ring.CornerRadius, r.mark.CornerRadius = ringWidth, corner, stripMark/2
	s.renderer = r
	r.color()
	return r
}

type stripRenderer struct {
	s            *Strip
	colors       *canvas.Raster
	above, below *canvas.Raster // hidden where there is nothing to show
	mark, ring   *canvas.Rectangle
	painted      int // how often something was painted: not with each frame
}

func (r *stripRenderer) Destroy() {}

func (r *stripRenderer) MinSize() fyne.Size { return fyne.NewSize(100, stripTarget) }

func (r *stripRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.colors, r.above, r.below, r.mark, r.ring}
}

func (r *stripRenderer) Layout(size fyne.Size) {
	control.Lay(r.colors, 0, (size.Height-stripHeight)/2, size.Width, stripHeight)
	const off = 2 + ringWidth
	control.Lay(r.above, 0, (size.Height-stripHeight)/2-off-signRow, size.Width, signRow)
	control.Lay(r.below, 0, (size.Height+stripHeight)/2+off, size.Width, signRow)
	r.showRows()
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

// showRows shows the rows of signs that have any.
func (r *stripRenderer) showRows() {
	control.SetShown(r.above, len(r.s.signs) > 0)
	control.SetShown(r.below, len(r.s.matches) > 0)
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
	r.painted++
	th, v := r.s.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	hatch(img, th.Color(look.ColorBorder, v))
	if r.s.duration <= 0 {
		return img
	}
	scale := float64(w) / float64(r.s.duration)
	for _, s := range r.s.stretches {
		x, end := int(float64(s.start)*scale), int(float64(s.end)*scale)
		fill(img, x, end, s.form, th.Color(s.color, v))
		if s.unsure {
			stripe(img, x, end)
		}
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
