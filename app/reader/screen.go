package reader

import (
	"fmt"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"alongside/app/control"
	"alongside/app/look"
	"alongside/sync"
	"alongside/sync/finding"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// A Story is what the screen shows.
type Story struct {
	Transcript transcript.Transcript
	Alignment  timing.Alignment
	Duration   time.Duration // of the audio
	Chapters   []Chapter     // in the order of their turns; most stories have none
}

// A Screen is the reader: the transcript between the bar above it and the play bar. It draws what it is told and asks for
// everything else through [Actions].
type Screen struct {
	widget.BaseWidget
	View     *View
	Notice   *control.Notice
	Progress *control.Progress

	top    *topBar
	play   *playBar
	find   *findBar
	follow *control.Button
	label  *stripLabel // what lies at a place of the strip

	playing bool
	second  int // the second the clock shows
	speed   float64
	words   int // a minute that are heard at speed 1, 0 where that is as recorded
}

var _ fyne.Widget = (*Screen)(nil)

// NewScreen makes the reader for a story.
func NewScreen(s Story, a Actions) *Screen {
	screen := &Screen{
		View:     NewView(s.Transcript, s.Chapters...),
		Notice:   control.NewNotice(),
		Progress: control.NewProgress(),
		top:      newTopBar(s, a),
		play:     newPlayBar(s, a),
		second:   -1,
	}
	screen.View.SetTimes(s.Alignment)
	screen.find = newFindBar(screen.View, screen.Refresh)
	screen.find.changed = screen.play.strip.SetFound
	screen.label = newStripLabel()
	strip := screen.play.strip
	strip.OnBy, strip.OnSay, strip.Words, strip.OnLabel = a.ChooseThing, screen.View.say, screen.View.OpeningWords, screen.showLabel
	screen.follow = control.NewMainButton("Back to the spoken words", "Back to the spoken words", "", screen.View.Follow)
	screen.follow.Hide()
	screen.View.OnPlayFrom = a.PlayFrom
	screen.View.OnZoom = a.Zoom
	screen.View.OnFollowing = screen.showFollow
	screen.Notice.OnChanged = screen.Refresh
	screen.Progress.OnChanged = screen.Refresh
	screen.ExtendBaseWidget(screen)
	return screen
}

// Mark highlights what is heard.
func (s *Screen) Mark(place sync.Place) { s.View.Mark(place) }

// SetAlignment shows other times: who speaks when, on the strip, and what goes with the voice.
func (s *Screen) SetAlignment(a timing.Alignment) {
	s.play.strip.SetAlignment(a)
	s.View.SetTimes(a)
}

// SetDuration shows how long the audio is, where that was not known when the story was opened.
func (s *Screen) SetDuration(d time.Duration) {
	s.play.strip.SetDuration(d)
	s.play.length.Text = Clock(d)
	s.Refresh()
}

// SetPosition shows where the listener is.
func (s *Screen) SetPosition(at time.Duration) {
	s.play.strip.SetPosition(at)
	if second := int(at.Seconds()); second != s.second {
		s.second = second
		s.play.at.Text = Clock(at)
		s.play.at.Refresh()
	}
}

// SetPlaying shows whether the story plays.
func (s *Screen) SetPlaying(playing bool) {
	began := playing && !s.playing
	s.playing, s.View.playing = playing, playing
	s.play.strip.SetPlaying(playing)
	if playing {
		s.play.play.Set("Pause", "", control.IconPause)
	} else {
		s.play.play.Set("Play", "", control.IconPlay)
	}
	if began {
		s.View.begin(s.play.play)
	}
}

// SetSpeed shows how fast the story plays.
func (s *Screen) SetSpeed(speed float64) {
	s.speed = speed
	s.showSpeed()
}

// SetPace shows how many words a minute are heard at speed 1, where voices are brought to that; 0 where they are not.
func (s *Screen) SetPace(words int) {
	if words != s.words {
		s.words = words
		s.showSpeed()
	}
}

func (s *Screen) showSpeed() {
	text := strconv.FormatFloat(s.speed, 'f', -1, 64) + "×"
	name := "Speed, now " + text
	if s.words > 0 {
		words := float64(s.words) * s.speed
		text, name = fmt.Sprintf("%.0f wpm", words), fmt.Sprintf("Speed, now an even %.0f words a minute", words)
	}
	s.play.speed.Set(name, text, control.IconSpeed)
}

// SetVolume shows how loud the story plays, 0 to 1.
func (s *Screen) SetVolume(volume float64) {
	name := fmt.Sprintf("Sound, now at %.0f percent", volume*100)
	if volume == 0 {
		s.play.sound.Set("Sound, now off", "Silent", control.IconMuted)
		return
	}
	s.play.sound.Set(name, "Sound", control.IconSound)
}

// Find opens the bar in which one looks for words in the story.
func (s *Screen) Find() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(s); c != nil {
		s.find.Show()
		s.Refresh()
		s.find.open(c)
	}
}

// ShowFound shows what the library found in the story for a query, and is at one of the matches.
func (s *Screen) ShowFound(query string, matches []finding.Match, current int) {
	s.find.give(query, matches, current)
	s.Refresh()
}

// FindStep goes to the next (by 1) or previous (by -1) match. Where the search was closed it goes on from where one reads, and
// where there was none it is opened.
func (s *Screen) FindStep(by int) {
	switch {
	case s.find.Visible():
		s.find.step(by)
	case s.find.field.Text() == "":
		s.Find()
	default:
		s.find.Show()
		s.find.again(by)
		s.Refresh()
	}
}

// Finding reports whether the search is open.
func (s *Screen) Finding() bool { return s.find.Visible() }

// LeaveFind closes the search, at the match that one has come to. It reports whether it was open.
func (s *Screen) LeaveFind() bool {
	if !s.find.Visible() {
		return false
	}
	s.find.close()
	return true
}

// ShowNoted shows what the reader has marked, in the words and on the strip.
func (s *Screen) ShowNoted(all []Noted) {
	s.View.ShowNoted(all)
	s.play.strip.SetNoted(s.View.noted)
}

// ShowUnsure shows which turns an alignment is not sure of, beside them and on the strip.
func (s *Screen) ShowUnsure(a timing.Alignment) {
	s.View.ShowUnsure(a)
	s.play.strip.SetUnsure(s.View.unsure)
}

// SetThing says by what kind of thing Up and Down go on the strip.
func (s *Screen) SetThing(by Thing) { s.play.strip.SetBy(by) }

// Strip is the whole story at a glance.
func (s *Screen) Strip() *Strip { return s.play.strip }

// showLabel shows what lies at a place of the strip, above it.
func (s *Screen) showLabel(x float32, lines []string) {
	was := s.label.Visible()
	s.label.set(x, lines)
	if s.label.Visible() {
		s.layLabel()
		s.label.Refresh()
	} else if was {
		canvas.Refresh(s)
	}
}

// layLabel puts the label above the bar, as near to what it is about as the window allows.
func (s *Screen) layLabel() {
	const edge = 12 // as of the bar
	size, bar := s.Size(), s.play.Position()
	fit := s.label.fit(size.Width - 2*edge)
	x := s.play.strip.Position().X + bar.X + s.label.x - fit.Width/2
	bottom := bar.Y - edge
	if s.follow.Visible() {
		bottom = s.follow.Position().Y
	}
	control.Lay(s.label, max(min(x, size.Width-edge-fit.Width), edge), max(bottom-fit.Height, 0), fit.Width, fit.Height)
}

// PlayButton is where the focus is when a story opens.
func (s *Screen) PlayButton() fyne.Focusable { return s.play.play }

// FollowShown reports whether the button that leads back to the spoken words is on the screen.
func (s *Screen) FollowShown() bool { return s.follow.Visible() }

func (s *Screen) showFollow() {
	if shown := s.View.NeedsReturn(); shown != s.follow.Visible() {
		if c := fyne.CurrentApp().Driver().CanvasForObject(s); c != nil && c.Focused() == s.follow {
			c.Focus(s.View)
		}
		control.SetShown(s.follow, shown)
		s.Refresh()
	}
}

// SetBack says where the first button of the screen leads.
func (s *Screen) SetBack(name, label string) {
	s.top.back.Set(name, label, control.IconBack)
	s.top.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (s *Screen) CreateRenderer() fyne.WidgetRenderer {
	r := &screenRenderer{s: s, topBack: canvas.NewRectangle(nil), playBack: canvas.NewRectangle(nil)}
	r.lines = [2]*canvas.Rectangle{canvas.NewRectangle(nil), canvas.NewRectangle(nil)}
	r.color()
	return r
}

type screenRenderer struct {
	s                 *Screen
	topBack, playBack *canvas.Rectangle
	lines             [2]*canvas.Rectangle
}

func (r *screenRenderer) Destroy() {}

func (r *screenRenderer) Objects() []fyne.CanvasObject {
	s := r.s
	return []fyne.CanvasObject{
		// The Tab key goes in this order, which is that of reading.
		r.topBack, r.playBack, r.lines[0], r.lines[1], s.top.CanvasObject, s.Notice, s.Progress, s.find.CanvasObject, s.View,
		s.follow, s.play.CanvasObject, s.label,
	}
}

func (r *screenRenderer) MinSize() fyne.Size {
	s := r.s
	top, play, view := s.top.MinSize(), s.play.MinSize(), s.View.MinSize()
	return fyne.NewSize(max(top.Width, play.Width, view.Width), top.Height+play.Height+view.Height)
}

func (r *screenRenderer) Layout(size fyne.Size) {
	const edge = 12
	s := r.s
	top := s.top.MinSize().Height + 6
	control.Lay(r.topBack, 0, 0, size.Width, top)
	control.Lay(s.top, edge, 3, size.Width-2*edge, top-6)
	control.Lay(r.lines[0], 0, top, size.Width, 1)
	top++
	if s.Notice.Visible() {
		s.Notice.Resize(fyne.NewSize(size.Width, s.Notice.MinSize().Height)) // its text wraps to the width first
		height := min(s.Notice.MinSize().Height, size.Height/3)
		control.Lay(s.Notice, 0, top, size.Width, height)
		top += height
	}
	if s.Progress.Visible() {
		height := s.Progress.MinSize().Height
		control.Lay(s.Progress, 0, top, size.Width, height)
		top += height
	}
	if s.find.Visible() {
		s.find.Resize(fyne.NewSize(size.Width-2*edge, s.find.MinSize().Height)) // it may need two rows in this width
		height := s.find.MinSize().Height
		control.Lay(s.find, edge, top, size.Width-2*edge, height)
		top += height
	}
	play := s.play.MinSize().Height + 6
	control.Lay(r.playBack, 0, size.Height-play, size.Width, play)
	control.Lay(s.play, edge, size.Height-play+3, size.Width-2*edge, play-6)
	control.Lay(r.lines[1], 0, size.Height-play-1, size.Width, 1)
	control.Lay(s.View, 0, top, size.Width, max(size.Height-play-1-top, 0))
	follow := s.follow.MinSize()
	control.Lay(s.follow, (size.Width-follow.Width)/2, size.Height-play-follow.Height-8, follow.Width, follow.Height)
	if s.label.Visible() {
		s.layLabel()
	}
}

func (r *screenRenderer) Refresh() {
	r.color()
	r.s.play.refresh()
	r.Layout(r.s.Size())
	canvas.Refresh(r.s)
}

func (r *screenRenderer) color() {
	th, v := r.s.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	r.topBack.FillColor = th.Color(look.ColorPage, v)
	r.playBack.FillColor = th.Color(look.ColorRaised, v)
	for _, l := range r.lines {
		l.FillColor = th.Color(look.ColorBorder, v)
	}
	for _, o := range []*canvas.Rectangle{r.topBack, r.playBack, r.lines[0], r.lines[1]} {
		o.Refresh()
	}
}
