package reader

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"alongside/app/access"
	"alongside/app/letters"
	"alongside/app/look"
	"alongside/sync"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// Where on the view the voice is kept, as shares of its height.
const (
	restLine  = 0.30 // the spoken turn's first line, or the spoken line of a turn taller than the view
	titleRow  = 0.55 // the first line of a chapter may begin here, for its title to be seen
	latestRow = 0.78 // the spoken line may sink to here before the page moves
)

const glide = 200 * time.Millisecond

// A View is the window onto a transcript. It marks the place that is heard and keeps it in sight until the reader scrolls
// away; [View.Follow] brings it back.
type View struct {
	widget.BaseWidget

	OnPlayFrom  func(turn, word int) // the reader pointed at a word
	OnFollowing func()               // following stopped or began, or the spoken words came into or went out of sight
	OnZoom      func(steps int)      // Ctrl and the wheel
	OnDrawn     func(sync.Place)     // a frame that shows the place is being handed to the screen

	title    string
	language string
	turns    []transcript.Turn
	spans    []spans // words and sentences of each turn, found when first needed
	chapters []Chapter
	letters  *letters.Metrics
	font     string // that they were measured in
	text     text
	image    *pictureView // nil where the story has no picture
	voices   voices

	page      page
	offset    float32 // height of the page's part above the view
	target    float32 // where the offset is going; the same unless the page glides
	mark      sync.Place
	following bool
	still     bool // reduced motion: the page jumps
	gliding   *fyne.Animation

	caret    caret
	focused  bool
	shift    bool // held down: the caret selects
	playing  bool
	listener Listener // nil where nobody can listen
	along    Along
	wasHeard place // what was heard when the caret last went along
	found    found
	noted    []Noted // what the reader has marked, in the order of the words
	emphasis Emphasis
	times    []timing.Turn // of each turn, as far as they are known
	held     sync.Place    // the mark, kept through pauses
	heardTo  place         // what has been heard of the story ends here
	revealed map[sentence]bool
	unsure   []bool // turns whose times are not sure
	second   secondText
	panes    Panes
	revision uint64 // of what the turns mean and where they stand

	renderer *viewRenderer // nil until the view is first shown
}

// spans are the parts of a turn that can be marked. They are found on first use: most turns of a long story are never
// marked in one sitting.
type spans struct {
	known            bool
	sentences, words []transcript.Span
}

var (
	_ fyne.Widget        = (*View)(nil)
	_ fyne.Scrollable    = (*View)(nil)
	_ fyne.Focusable     = (*View)(nil)
	_ fyne.Shortcutable  = (*View)(nil)
	_ fyne.Tappable      = (*View)(nil)
	_ fyne.Draggable     = (*View)(nil)
	_ fyne.Accessible    = (*View)(nil)
	_ desktop.Cursorable = (*View)(nil)
	_ desktop.Keyable    = (*View)(nil)
	_ access.Describer   = (*View)(nil)
)

// NewView shows a transcript, following from the start. Where its chapters begin, their titles stand out.
func NewView(t transcript.Transcript, chapters ...Chapter) *View {
	v := &View{
		title:     titleOfStory(t),
		language:  t.Language,
		turns:     t.Turns,
		spans:     make([]spans, len(t.Turns)),
		voices:    newVoices(t),
		mark:      sync.Nowhere,
		following: true,
		caret:     caret{place: nowhere, anchor: nowhere, goal: -1},
		along:     UsualAlong(),
		wasHeard:  nowhere,
		revision:  1,
		found:     nothingFound,
		emphasis:  UsualEmphasis(),
		held:      sync.Nowhere,
		heardTo:   nowhere,
		panes:     UsualPanes(),
	}
	v.chapters = chapters
	v.ExtendBaseWidget(v)
	v.measureFont()
	return v
}

// titleOfStory is what the transcript is called.
func titleOfStory(t transcript.Transcript) string {
	if t.Title == "" {
		return "Transcript"
	}
	return t.Title
}

// AccessibilityLabel implements fyne.Accessible.
func (v *View) AccessibilityLabel() string { return "Transcript" }

// AccessibilityRole implements fyne.Accessible.
func (v *View) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// SetStill makes the page jump where it would glide, for readers who asked for reduced motion.
func (v *View) SetStill(still bool) { v.still = still }

// Mark highlights what is heard, and moves the page if it follows.
func (v *View) Mark(place sync.Place) {
	if place == v.mark {
		return
	}
	before := v.mark
	v.mark = place
	v.keepThroughPause()
	v.hear()
	if v.following {
		v.keepInSight(before)
	}
	v.goAlong()
	v.sayAlong()
	v.redraw()
	v.tellFollowing()
}

// Correct highlights what is heard by better times. The page stays where it is, since nobody has gone anywhere; only where
// nothing was marked before does following begin now, and goes to the spoken words.
func (v *View) Correct(place sync.Place) {
	if v.mark.Turn < 0 {
		v.Mark(place)
		return
	}
	if place != v.mark {
		v.mark = place
		v.keepThroughPause()
		v.hear()
		v.goAlongQuietly()
		v.redraw()
		v.tellFollowing()
	}
}

// Following reports whether the page goes with the voice.
func (v *View) Following() bool { return v.following }

// NeedsReturn reports whether the reader has left the spoken words: following has stopped, and they are out of sight or no longer
// shown in the way that was chosen.
func (v *View) NeedsReturn() bool {
	return !v.following && v.mark.Turn >= 0 && (v.emphasis.Single || v.emphasis.Window || !v.markInSight())
}

// Follow goes back to the spoken words and stays with them.
func (v *View) Follow() {
	v.following, v.caret.own = true, false
	v.goAlong()
	v.caret.anchor = v.caret.place
	v.moveTo(v.restOffset())
	v.redraw()
	v.tellFollowing()
}

// TurnInSight is the turn at the line where the eye rests.
func (v *View) TurnInSight() int { return max(v.page.blockAt(v.offset+restLine*v.Size().Height), 0) }

// ShowTurn scrolls to a turn, as the reader's own scrolling.
func (v *View) ShowTurn(turn int) {
	if turn >= 0 && turn < len(v.page.blocks) {
		v.scroll(v.page.blocks[turn].top - restLine*v.Size().Height - v.offset)
	}
}

// keepInSight moves the page so that the spoken line stands where the eye expects it.
func (v *View) keepInSight(before sync.Place) {
	if v.mark.Turn < 0 || v.Size().Height == 0 {
		return
	}
	if v.mark.Turn != before.Turn {
		v.moveTo(v.restOffset())
		return
	}
	top, height := v.markedLine()
	if sunk := top + height - v.target; sunk > latestRow*v.Size().Height || top < v.target {
		v.moveTo(v.clampOffset(top - restLine*v.Size().Height))
	}
}

// restOffset is the offset at which the spoken turn's first line rests; the spoken line's, where the turn is so tall that
// resting its first line would leave the spoken one out of sight.
func (v *View) restOffset() float32 {
	if v.mark.Turn < 0 || v.mark.Turn >= len(v.page.blocks) {
		return v.offset
	}
	view := v.Size().Height
	top := v.page.blocks[v.mark.Turn].top
	lineTop, height := v.markedLine()
	if lineTop+height-top > (latestRow-restLine)*view {
		top = lineTop
	}
	offset := top - restLine*view
	if b := v.page.blocks[v.mark.Turn]; top == b.top && len(b.titles) > 0 {
		offset = min(offset, max(top-b.above, top-titleRow*view)) // the chapter's title is to be seen
	}
	return v.clampOffset(offset)
}

// markedLine is where on the page the spoken line stands: the word's, else the sentence's first, else the turn's first.
func (v *View) markedLine() (top, height float32) {
	b := v.page.blocks[v.mark.Turn]
	height = b.lineHeight()
	at, ok := v.markedByte()
	if !ok || len(b.lines) == 0 {
		return b.top, height
	}
	return b.top + b.lines[b.lineOf(at)].top, height
}

// markedByte is where in the turn's text the smallest marked part begins.
func (v *View) markedByte() (int, bool) {
	s := v.spansOf(v.mark.Turn)
	switch {
	case v.mark.Word >= 0 && v.mark.Word < len(s.words):
		return s.words[v.mark.Word].Start, true
	case v.mark.Sentence >= 0 && v.mark.Sentence < len(s.sentences):
		return s.sentences[v.mark.Sentence].Start, true
	}
	return 0, false
}

func (v *View) markInSight() bool {
	if v.mark.Turn < 0 || v.mark.Turn >= len(v.page.blocks) {
		return false
	}
	top, height := v.markedLine()
	return top+height > v.offset && top < v.offset+v.Size().Height
}

// moveTo brings the page to an offset: gliding, or at once for readers who asked for stillness.
func (v *View) moveTo(offset float32) {
	if v.gliding != nil && v.target == offset {
		return
	}
	if v.gliding != nil {
		v.gliding.Stop()
		v.gliding = nil
	}
	v.target = offset
	from, by := v.offset, offset-v.offset
	if by == 0 {
		return
	}
	if v.still || v.Size().Height == 0 {
		v.offset = offset
		v.redraw()
		return
	}
	v.gliding = fyne.NewAnimation(glide, func(done float32) {
		v.offset = from + by*done
		if done == 1 {
			v.gliding = nil
		}
		v.redraw()
	})
	v.gliding.Start()
}

func (v *View) stopGliding() {
	if v.gliding != nil {
		v.gliding.Stop()
		v.gliding = nil
		v.offset = v.target
	}
}

// clampOffset keeps an offset within the page.
func (v *View) clampOffset(offset float32) float32 {
	return max(min(offset, v.page.height-v.Size().Height), 0)
}

// scroll moves the page because the reader did: following stops at that moment, and only the reader begins it again.
func (v *View) scroll(by float32) {
	v.stopGliding()
	to := v.clampOffset(v.offset + by)
	if to == v.offset {
		return
	}
	v.offset, v.target = to, to
	v.following = false
	v.redraw()
	v.tellFollowing()
}

func (v *View) tellFollowing() {
	if v.OnFollowing != nil {
		v.OnFollowing()
	}
}

func (v *View) spansOf(turn int) spans {
	s := &v.spans[turn]
	if !s.known {
		*s = spans{known: true, sentences: v.turns[turn].Sentences(), words: v.turns[turn].Words()}
	}
	return *s
}

// margin is the least room left and right of the column: the bar and the tint's own edge stand in it.
func (v *View) margin(share float32) float32 {
	margin := v.Size().Width * share
	if share <= look.UsualSpacing().Margin {
		margin = min(48, margin)
	}
	return margin + tintEdge
}

// measureFont measures all words anew if the theme has another font, and reports whether it has.
func (v *View) measureFont() bool {
	th, font := v.Theme(), ""
	for _, style := range []fyne.TextStyle{{}, {Bold: true}, {Italic: true}} {
		font += th.Font(style).Name() + " "
	}
	if font == v.font {
		return false
	}
	shown := v.text.picture
	v.font, v.letters = font, letters.New(fyne.MeasureText)
	v.text = measure(v.turns, v.chapters, v.letters)
	v.text.picture = shown
	v.text.picture.measure(v.letters)
	v.second.measure(v.letters, len(v.turns))
	return true
}

// averageLetter is about how wide a letter of running text is in the font in use, in text sizes.
func (v *View) averageLetter() float32 {
	const (
		running = "Every evening someone climbed the tower and rang the bell by hand, for the sea was full of fog."
		usual   = 42.0478 // width of that in Atkinson Hyperlegible, in text sizes
	)
	return averageLetter * v.letters.Width(running, 1, fyne.TextStyle{}) / usual
}

// layOut sets the page anew for the view's width and the theme's fonts, text size and spacing. What stood at the resting line, or what is
// marked if the page follows, stays where it was.
func (v *View) layOut() {
	size := v.Theme().Size(look.SizeReading)
	room := look.SpacingOf(v.Theme())
	anew := v.measureFont()
	columns := v.columns(size, room)
	if !anew && v.page.size == size && v.page.columns == columns && v.page.room == room {
		v.offset = v.clampOffset(v.offset)
		v.target = v.clampOffset(v.target)
		return
	}
	v.stopGliding()
	held := v.hold()
	v.page = v.text.layOut(size, columns.first, room)
	v.page.addSecond(&v.second, columns, v.letters)
	v.revision++
	v.offset = v.release(held)
	if v.following && v.mark.Turn >= 0 {
		v.offset = v.restOffset()
	}
	v.target = v.offset
}

// columns are those that the texts are to stand in.
func (v *View) columns(size float32, room look.Spacing) columns {
	panes := v.panes
	panes.On = panes.On && v.HasSecond()
	return panes.columnsFor(v.Size().Width, v.margin(room.Margin), size, v.averageLetter(), room)
}

// held is a place in the text and how far below the view's top it stands.
type held struct {
	turn, at int
	below    float32
}

// hold remembers the text at the view's top.
func (v *View) hold() held {
	i := v.page.blockAt(v.offset)
	if i < 0 {
		return held{turn: -1}
	}
	b := v.page.blocks[i]
	n := b.lineAt(v.offset - b.top)
	if n < 0 {
		return held{turn: i}
	}
	return held{turn: i, at: b.lines[n].start, below: b.top + b.lines[n].top - v.offset}
}

// release is the offset at which held text stands where it did.
func (v *View) release(h held) float32 {
	if h.turn < 0 || h.turn >= len(v.page.blocks) {
		return 0
	}
	b := v.page.blocks[h.turn]
	if len(b.lines) == 0 {
		return v.clampOffset(b.top)
	}
	return v.clampOffset(b.top + b.lines[b.lineOf(h.at)].top - h.below)
}
