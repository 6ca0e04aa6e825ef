package reader

import (
	"sort"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"alongside/app/control"
	"alongside/app/letters"
	"alongside/app/look"
	"alongside/sync/transcript"
)

// How the large word stands in the view, as shares of its height.
const (
	largeShare  = 0.25 // its size
	largeMiddle = 0.36 // where its middle is, at least
	largest     = 5    // its size beside the story's text, at most
	leastLarge  = 1.8  // and at least, where there is room
	largeRoom   = 1.2  // how high it is, in its size
	besideLine  = 1.6  // height of a line of the sentence beside it, in text sizes
	largeStep   = 0.85 // by which a text that is too long is made smaller
	fitStep     = 0.97 // by which a word that is too wide is
)

// A singling is what is shown in place of the page while one word at a time is: a word, large, and its sentence below; or, where
// the words have no times, the sentence or turn as large as there is room for it.
type singling struct {
	turn   int
	style  fyne.TextStyle
	head   float32         // room for who speaks; 0 where there is none
	middle float32         // of the word
	word   string          // "" in a pause
	large  float32         // its size
	lines  []singleLine    // of what stands below, or in its place
	size   float32         // of their text
	top    float32         // of the first line
	under  transcript.Span // the word in the turn's text
}

// A singleLine is one line below the word. shown is how much of its text is not hidden.
type singleLine struct {
	start, shown, end int // bytes of the turn's text
}

// single is what is shown in place of the page. It reports false where the page is to be seen: before anything is heard, while the
// reader is elsewhere than the voice or looks for words, and where a text without times is too long.
func (v *View) single() (singling, bool) {
	turn := v.held.Turn
	if !v.emphasis.Single || !v.following || v.finding() || turn < 0 || turn >= len(v.page.blocks) || v.Size().Height == 0 {
		return singling{}, false
	}
	span := transcript.Span{End: len(v.turns[turn].Text)}
	n := v.heldSentence()
	if n >= 0 {
		span = v.spansOf(turn).sentences[n]
	}
	s := singling{turn: turn, style: v.text.style(turn), size: v.page.size, large: v.largeSize(), head: v.headRoom()}
	if n >= 0 && (v.mark.Word >= 0 || v.wordsTimed(turn, span)) {
		v.singleWord(&s, span)
		return s, true
	}
	return s, v.singleText(&s, span)
}

// largeSize is how large the word is: as the view's height allows, with a line of the sentence below it.
func (v *View) largeSize() float32 {
	height, size := v.Size().Height, v.page.size
	large := min(max(largeShare*height, leastLarge*size), largest*size)
	return max(min(large, (height-besideLine*size)/largeRoom), size)
}

// headRoom is how high the heading is that says who speaks.
func (v *View) headRoom() float32 { return v.page.size * headingSize * headingLeading }

// singleWord sets the word that is heard, and as many lines of its sentence as there is room for, around the word.
func (v *View) singleWord(s *singling, span transcript.Span) {
	text, words := v.turns[s.turn].Text, v.spansOf(s.turn).words
	around := span.Start
	if n := v.heldWord(); n >= 0 {
		around = words[n].Start
	}
	if n := v.mark.Word; n >= 0 && n < len(words) && v.mark.Turn == s.turn {
		s.under, s.word = words[n], words[n].In(text)
	}
	height := v.Size().Height
	if s.head+largeRoom*s.large+besideLine*s.size > height {
		s.head = 0
	}
	s.middle = max(largeMiddle*height, s.head+largeRoom*s.large/2)
	s.middle = min(s.middle, height-besideLine*s.size-largeRoom*s.large/2)
	s.top = min(s.middle+0.9*s.large, height-besideLine*s.size)
	for s.large > s.size/2 && v.letters.Exact(s.word, s.large, s.style) > v.page.column {
		s.large *= fitStep // their width does not grow evenly with their size
	}
	all := v.singleLines(s, span)
	room := max(int((height-s.top)/(besideLine*s.size)+0.01), 1)
	if len(all) > room {
		at := sort.Search(len(all), func(i int) bool { return all[i].end > around })
		from := max(min(at-room/2, len(all)-room), 0)
		all = all[from : from+room]
	}
	s.lines = all
}

// singleText sets a text without times of its words as large as there is room for. It reports false where there is not enough.
func (v *View) singleText(s *singling, span transcript.Span) bool {
	for size := s.large; size >= s.size; size *= largeStep {
		fitting := *s
		fitting.size = size
		fitting.lines = v.singleLines(&fitting, span)
		height := besideLine * size * float32(len(fitting.lines))
		if room := v.Size().Height - s.head; height <= room {
			*s = fitting
			s.top = s.head + (room-height)/2
			return true
		}
	}
	return false
}

func (v *View) singleLines(s *singling, span transcript.Span) (lines []singleLine) {
	hidden := v.hiddenIn(s.turn)
	for _, l := range v.letters.Phrase(span.In(v.turns[s.turn].Text), s.style).Lines(v.page.column, s.size) {
		lines = append(lines, singleLine{span.Start + l.Start, shownOf(span, l, hidden), span.Start + l.End})
	}
	return lines
}

// shownOf is where the first hidden letter of a line stands, or its end.
func shownOf(span transcript.Span, l letters.Line, hidden []transcript.Span) int {
	start, end := span.Start+l.Start, span.Start+l.End
	for _, h := range hidden {
		if h.End > start && h.Start < end {
			return max(h.Start, start)
		}
	}
	return end
}

// firstHeld is the word that is heard, else the first of what is.
func (v *View) firstHeld() int {
	if n := v.heldWord(); n >= 0 {
		return n
	}
	_, span, _ := v.heldSpan()
	words := v.spansOf(v.held.Turn).words
	return min(sort.Search(len(words), func(i int) bool { return words[i].Start >= span.Start }), max(len(words)-1, 0))
}

// singleWord is what a singling is drawn with.
type singleWord struct {
	ground, under *canvas.Rectangle
	word          *canvas.Text
	lines         []*canvas.Text
	head          *headingLine
}

func newSingleWord() *singleWord {
	two := rectangles()
	return &singleWord{ground: two[0], under: two[1], word: canvas.NewText("", nil), head: newHeadingLine()}
}

func (w *singleWord) objects() []fyne.CanvasObject {
	return append([]fyne.CanvasObject{w.ground, w.word, w.under}, w.head.Objects()...)
}

func (w *singleWord) appendTo(objects []fyne.CanvasObject) []fyne.CanvasObject {
	objects = append(objects, w.objects()...)
	for _, l := range w.lines {
		objects = append(objects, l)
	}
	return objects
}

func (r *viewRenderer) drawSingle() {
	s, ok := r.v.single()
	if !ok && r.aids.single == nil {
		return
	}
	if r.aids.single == nil {
		r.aids.single = newSingleWord()
	}
	w := r.aids.single
	for _, o := range w.objects() {
		control.SetShown(o, ok)
	}
	if !ok {
		for _, l := range w.lines {
			control.SetShown(l, false)
		}
		return
	}
	size := r.v.Size()
	r.fill(w.ground, look.ColorPage)
	control.Lay(w.ground, 0, 0, size.Width, size.Height)
	r.drawSingleHead(s)
	r.setText(w.word, s.word, s.large, s.style)
	width := r.v.letters.Exact(s.word, s.large, s.style)
	control.Lay(w.word, (size.Width-width)/2, s.middle-besideLine*s.large/2, width, besideLine*s.large)
	r.drawSingleLines(s)
}

// setText gives a text other words, or another size or colour, if it has not got them already.
func (r *viewRenderer) setText(t *canvas.Text, text string, size float32, style fyne.TextStyle) {
	ink := r.v.Theme().Color(theme.ColorNameForeground, fyne.CurrentApp().Settings().ThemeVariant())
	if t.Text != text || t.TextSize != size || t.TextStyle != style || t.Color != ink {
		t.Text, t.TextSize, t.TextStyle, t.Color = text, size, style, ink
		t.Refresh()
	}
}

// drawSingleHead says who speaks.
func (r *viewRenderer) drawSingleHead(s singling) {
	v, head := r.v, r.aids.single.head
	th, variant := v.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	turn := v.turns[s.turn]
	if s.head == 0 || turn.Kind == transcript.Speech && turn.Speaker == "" {
		for _, o := range head.Objects() {
			control.SetShown(o, false)
		}
		return
	}
	h := headingOf(turn, v.voices)
	if ink := th.Color(h.color, variant); head.name.Text != h.name || head.name.Color != ink || head.size != v.page.size*headingSize {
		head.set(h, th, variant, v.page.size*headingSize)
		head.fit(v.page.column)
	}
	head.move(fyne.NewPos(v.left(), v.page.size*0.2))
}

// drawSingleLines draws what stands below the word, each line in the middle, and a line under the word in it.
func (r *viewRenderer) drawSingleLines(s singling) {
	v, w := r.v, r.aids.single
	text := v.turns[s.turn].Text
	control.SetShown(w.under, false)
	for i, l := range s.lines {
		if i == len(w.lines) {
			w.lines = append(w.lines, canvas.NewText("", nil))
		}
		x := (v.Size().Width - v.letters.Exact(text[l.start:l.end], s.size, s.style)) / 2
		y := s.top + float32(i)*besideLine*s.size
		width := v.letters.Exact(text[l.start:l.shown], s.size, s.style)
		r.setText(w.lines[i], text[l.start:l.shown], s.size, s.style)
		control.Lay(w.lines[i], x, y, width, besideLine*s.size)
		control.SetShown(w.lines[i], true)
		if from, to := max(s.under.Start, l.start), min(s.under.End, l.shown); from < to && s.word != "" {
			before := v.letters.Exact(text[l.start:from], s.size, s.style)
			control.Lay(w.under, x+before, y+s.size*(besideLine/2+0.5), v.letters.Exact(text[l.start:to], s.size, s.style)-before, max(3, s.size*0.15))
			r.fill(w.under, look.ColorBar)
			control.SetShown(w.under, true)
		}
	}
	for _, l := range w.lines[len(s.lines):] {
		control.SetShown(l, false)
	}
}
