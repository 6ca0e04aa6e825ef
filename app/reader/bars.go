package reader

import (
	"fmt"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"alongside/app/control"
	"alongside/app/look"
)

// Actions are what the reader can ask for on this screen. All of them must be set.
type Actions struct {
	Leave                                                  func() // back to the library
	Toggle                                                 func() // play or pause
	Seek                                                   func(time.Duration)
	PlayFrom                                               func(turn, word int)
	PreviousTurn, PreviousSentence, NextSentence, NextTurn func()
	Smaller, Larger                                        func()
	ChooseLook, ChooseSpeed, ChooseVolume, ChooseMore      func(near fyne.CanvasObject)
	Zoom                                                   func(steps int)
	Find, Contents                                         func()
	ChooseThing                                            func(Thing) // by what Up and Down go on the strip
}

// topBar is the bar above the transcript: back, title, the text's size, looks.
type topBar struct {
	fyne.CanvasObject
	back, smaller, larger, looks, contents, find, more *control.Button
	title                                              *control.Heading
}

func newTopBar(s Story, a Actions) *topBar {
	b := &topBar{
		back:    control.NewButton("Back to the library", "‹ Library", control.IconBack, a.Leave),
		title:   control.NewHeading(s.Transcript.Title, storyTitle),
		smaller: control.NewButton("Smaller text", "A−", "", a.Smaller),
		larger:  control.NewButton("Larger text", "A+", "", a.Larger),
	}
	b.looks = control.NewButton("Looks", "Looks", control.IconLooks, nil)
	b.looks.OnTapped = func() { a.ChooseLook(b.looks) }
	b.find = control.NewButton("Find in this story", "Find", control.IconFind, a.Find)
	b.more = control.NewButton("More", "", control.IconMore, nil)
	b.more.OnTapped = func() { a.ChooseMore(b.more) }
	b.title.Wrapping, b.title.Truncation = fyne.TextWrapOff, fyne.TextTruncateEllipsis
	b.contents = control.NewButton("Contents", "Contents", control.IconContents, a.Contents)
	row := &control.Row{Stretch: b.title, Foldable: []*control.Button{b.looks, b.contents, b.find}, More: b.more}
	objects := []fyne.CanvasObject{b.back, b.title, b.smaller, b.larger, b.looks, b.contents, b.find, b.more}
	if len(s.Chapters) == 0 {
		objects = slices.Delete(objects, 5, 6)
	}
	b.CanvasObject = container.New(row, objects...)
	return b
}

// playBar is the bar below the transcript: the strip, the times, and what plays.
type playBar struct {
	fyne.CanvasObject
	strip                                                  *Strip
	row                                                    *fyne.Container
	play                                                   *control.Button
	previousTurn, previousSentence, nextSentence, nextTurn *control.Button
	speed, sound                                           *control.Button
	at, length                                             *canvas.Text
}

func newPlayBar(s Story, a Actions) *playBar {
	b := &playBar{
		strip:            NewStrip(s),
		play:             control.NewRoundButton("Play", control.IconPlay, a.Toggle),
		previousTurn:     control.NewButton("Previous turn", "‹ Turn", control.IconBackTwo, a.PreviousTurn),
		previousSentence: control.NewButton("Previous sentence", "‹ Sentence", control.IconBack, a.PreviousSentence),
		nextSentence:     control.NewButton("Next sentence", "Sentence ›", control.IconNext, a.NextSentence),
		nextTurn:         control.NewButton("Next turn", "Turn ›", control.IconNextTwo, a.NextTurn),
		at:               canvas.NewText(Clock(0), nil),
		length:           canvas.NewText(Clock(s.Duration), nil),
	}
	b.strip.OnSeek = a.Seek
	b.speed = control.NewButton("Speed", "1×", control.IconSpeed, nil)
	b.speed.OnTapped = func() { a.ChooseSpeed(b.speed) }
	b.sound = control.NewButton("Sound", "Sound", control.IconSound, nil)
	b.sound.OnTapped = func() { a.ChooseVolume(b.sound) }
	row := &playRow{bar: b}
	b.row = container.New(row, row.objects()...)
	b.CanvasObject = container.New(&playLayout{}, b.strip, b.row)
	return b
}

// Clock writes a time the way players do: 1:23, 1:02:03.
func Clock(d time.Duration) string {
	s := int(d.Seconds())
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

// playLayout puts the strip over the row of buttons.
type playLayout struct{}

// stripOverlap is how far what can be pressed of the strip reaches into the room for the ring of the round button.
const stripOverlap = 5

func (playLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	strip, row := o[0].MinSize(), o[1].MinSize()
	return fyne.NewSize(max(strip.Width, row.Width), strip.Height-stripOverlap+row.Height)
}

func (playLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	const edge = 8 // the focus ring and the mark stand out to the sides
	height := o[0].MinSize().Height
	control.Lay(o[0], edge, 0, size.Width-2*edge, height)
	control.Lay(o[1], 0, height-stripOverlap, size.Width, size.Height-height+stripOverlap)
}

// playRow lays out the play bar's row: times at the ends, the five play buttons in the middle, speed and sound at the
// right. As room gets short labels give way to icons, then speed and sound leave (they are in the menu), then the times.
type playRow struct{ bar *playBar }

func (r *playRow) objects() []fyne.CanvasObject {
	b := r.bar
	return []fyne.CanvasObject{
		b.at, b.previousTurn, b.previousSentence, b.play, b.nextSentence, b.nextTurn, b.speed, b.sound, b.length,
	}
}

func (r *playRow) middle() []*control.Button {
	b := r.bar
	return []*control.Button{b.previousTurn, b.previousSentence, b.play, b.nextSentence, b.nextTurn}
}

// MinSize implements fyne.Layout.
func (r *playRow) MinSize([]fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, b := range r.middle() {
		size = fyne.NewSize(size.Width+b.Width(control.Icons), max(size.Height, b.MinSize().Height))
	}
	return size
}

// Layout implements fyne.Layout.
func (r *playRow) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	b := r.bar
	fold, times := r.fold(size.Width)
	used := float32(0)
	for _, button := range r.middle() {
		button.Fold(fold)
		used += button.Width(fold)
	}
	x := (size.Width - used) / 2
	for _, button := range r.middle() {
		w, h := button.Width(fold), button.MinSize().Height
		control.Lay(button, x, (size.Height-h)/2, w, h)
		x += w
	}
	r.layoutEnds(size, fold, times)
	control.SetShown(b.at, times)
	control.SetShown(b.length, times)
}

// layoutEnds places the times and, where they are not folded away, speed and sound.
func (r *playRow) layoutEnds(size fyne.Size, fold control.Fold, times bool) {
	b := r.bar
	const edge = 8
	for _, t := range []*canvas.Text{b.at, b.length} {
		t.Resize(t.MinSize())
	}
	y := (size.Height - b.at.MinSize().Height) / 2
	b.at.Move(fyne.NewPos(edge, y))
	right := size.Width - edge - b.length.MinSize().Width
	b.length.Move(fyne.NewPos(right, y))
	right -= edge
	if !times {
		right = size.Width
	}
	for _, button := range []*control.Button{b.sound, b.speed} {
		control.SetShown(button, fold != control.Fewest)
		w, h := button.Width(control.Labels), button.MinSize().Height
		right -= w
		control.Lay(button, right, (size.Height-h)/2, w, h)
	}
}

// fold is how far the row folds in a width, and whether there is room for the times.
func (r *playRow) fold(width float32) (fold control.Fold, times bool) {
	b := r.bar
	clocks := 2*max(b.at.MinSize().Width, b.length.MinSize().Width) + 32
	ends := 2 * (b.speed.Width(control.Labels) + b.sound.Width(control.Labels))
	sum := func(f control.Fold) (used float32) {
		for _, button := range r.middle() {
			used += button.Width(f)
		}
		return used
	}
	switch {
	case sum(control.Labels)+ends+clocks <= width:
		return control.Labels, true
	case sum(control.Icons)+ends+clocks <= width:
		return control.Icons, true
	}
	return control.Fewest, sum(control.Icons)+clocks <= width
}

// refresh follows a change of theme.
func (b *playBar) refresh() {
	th, v := b.strip.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	for _, t := range []*canvas.Text{b.at, b.length} {
		t.Color, t.TextSize = th.Color("foreground", v), th.Size(look.SizeControl)
		t.Refresh()
	}
}
