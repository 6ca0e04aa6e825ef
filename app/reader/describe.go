package reader

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"alongside/app/access"
	"alongside/app/letters"
	"alongside/sync/transcript"
)

// storyTitle is the rank of the story's title among the headings; its chapters' titles come below it.
const storyTitle = 1

// Describe implements access.Describer: the screen is its parts in the order in which one uses them.
func (s *Screen) Describe() access.Node {
	return access.Node{Objects: access.Objects(s.top, s.Notice, s.Progress, s.find, s.View, s.follow, s.play)}
}

// Describe implements access.Describer.
func (b *topBar) Describe() access.Node {
	return access.Node{Role: access.Toolbar, Name: "Story", Objects: inside(b.CanvasObject)}
}

// inside places what a bar holds in it. The bar stands where its container does.
func inside(container fyne.CanvasObject) []access.Placed {
	return []access.Placed{{Object: container, At: fyne.Position{}.Subtract(container.Position())}}
}

// Describe implements access.Describer. The times at the ends are told as one.
func (b *playBar) Describe() access.Node {
	row := b.row
	buttons := make([]access.Placed, 0, len(row.Objects))
	for _, o := range row.Objects {
		if o != b.at && o != b.length {
			buttons = append(buttons, access.Placed{Object: o, At: row.Position()})
		}
	}
	at := b.at.Position().Add(row.Position())
	return access.Node{
		Role: access.Toolbar, Name: "Playing", Objects: append(access.Objects(b.strip), buttons...),
		Parts: func() []access.Part {
			return []access.Part{{Key: "time", At: at, Size: b.at.Size(), Node: read(b.strip.times())}}
		},
	}
}

func read(text string) access.Node {
	return access.Node{Role: access.Label, Name: text, Text: &access.Text{Content: text}}
}

// Describe implements access.Describer.
func (b *findBar) Describe() access.Node {
	return access.Node{Role: access.Group, Name: "Find in this story", Objects: inside(b.CanvasObject)}
}

// A status is words that say how things stand.
type status struct{ widget.Label }

func newStatus() *status {
	s := &status{}
	s.ExtendBaseWidget(s)
	return s
}

// Describe implements access.Describer.
func (s *status) Describe() access.Node {
	if s.Text == "" {
		return access.Node{}
	}
	return access.Node{Role: access.Status, Name: s.Text, Text: &access.Text{Content: s.Text}}
}

// Describe implements access.Describer: the place in the story, in seconds, with what lies there. While the story plays only the
// time is told, since the rest would be said again with each second.
func (s *Strip) Describe() access.Node {
	text := s.times()
	if lies := s.lies(s.position, near); len(lies) > 0 && !s.playing {
		text += ". " + strings.Join(lies, "; ")
	}
	return access.Node{Role: access.Slider, Name: s.AccessibilityLabel(), Description: s.byText(), Value: &access.Value{
		Now: float64(int(s.position.Seconds())), Most: s.duration.Seconds(), Step: stripStep.Seconds(), Text: text,
		Set: func(seconds float64) { s.seekTo(secondsOf(seconds)) },
	}}
}

// times are where the listener is, and of how much.
func (s *Strip) times() string { return fmt.Sprintf("%s of %s", Clock(s.position), Clock(s.duration)) }

// focus gives a widget the focus.
func focus(w interface {
	fyne.CanvasObject
	fyne.Focusable
},
) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(w); c != nil {
		c.Focus(w)
	}
}

// picturePart is the key of the story's picture among the view's parts.
type picturePart struct{}

// Describe implements access.Describer: the transcript is a document of turns, with a heading where a chapter begins. What
// follows the voice and the keyboard is told apart from the turns, which do not change with it.
func (v *View) Describe() access.Node {
	n := access.Node{
		Role: access.Document, Name: v.title, Parts: v.parts, Revision: v.revision, Quiet: v.caret.byItself, Whole: v.caret.whole,
		Offset: fyne.NewPos(v.left(), -v.target), // where the page is going, since readers are told nothing of what is out of sight
	}
	if v.language != "" {
		n.Attributes = map[string]string{"language": v.language}
	}
	if at := v.caret; at.place != nowhere {
		lead, selected := len(v.leadOf(at.passage)), v.selectedIn(at.passage)
		n.Current, n.Caret = at.passage, lead+at.at
		if selected.End > selected.Start {
			n.Selection = access.Span{Start: lead + selected.Start, End: lead + selected.End}
		}
	}
	return n
}

// parts are the picture, the turns and the titles over them.
func (v *View) parts() []access.Part {
	if len(v.page.blocks) != len(v.turns) {
		return nil // not laid out yet
	}
	parts := make([]access.Part, 0, len(v.turns)+1)
	if v.text.picture.shown {
		parts = append(parts, v.picturePart())
	}
	ruler := v.letters.Ruler()
	for i := range v.turns {
		for n := range v.text.openings[i].above {
			parts = append(parts, v.part(passage{i, n}, ruler))
		}
		if v.hasWords(passage{i, ownText}) {
			parts = append(parts, v.part(passage{i, ownText}, ruler))
		}
		if n := v.page.secondOf(i); n >= 0 && v.page.seconds[n].Last == i {
			parts = append(parts, v.secondPart(n, ruler))
		}
	}
	return parts
}

func (v *View) picturePart() access.Part {
	f, p := v.page.picture, v.image
	return access.Part{
		Key: picturePart{}, At: fyne.NewPos(0, f.top), Size: fyne.NewSize(v.page.column, f.height-f.top),
		Node: access.Node{Role: access.Image, Name: p.says, Description: p.credit},
	}
}

// part is what a passage means, and where it stands.
func (v *View) part(p passage, ruler letters.Ruler) access.Part {
	b := v.page.blocks[p.turn]
	r := region{set: v.setting(p), text: v.shownText(p), lead: len(v.leadOf(p)), column: v.page.column, ruler: ruler}
	r.top, r.height = 0, b.height
	node := access.Node{Role: access.Paragraph}
	switch o := v.text.openings[p.turn]; {
	case p.title != ownText:
		r.top, r.height = r.set.bounds()
		node = access.Node{Role: access.Heading, Level: storyTitle + 1 + max(o.above[p.title].level, 0)}
	case o.scale > 1:
		node = access.Node{Role: access.Heading, Level: storyTitle + 1 + max(o.level, 0)}
	case p.turn < len(v.unsure) && v.unsure[p.turn]:
		node.Description = "time not sure"
	}
	content := v.leadOf(p) + r.text
	node.Text = &access.Text{
		Content: content, Lines: r.starts(), Rectangle: r.of,
		SetCaret: func(at int) { v.readAt(place{p, at - r.lead}) },
		Select: func(s access.Span) {
			v.readAt(place{p, s.Start - r.lead})
			v.selectTo(v.within(place{p, s.End - r.lead}))
		},
	}
	if node.Description != "" {
		node.Text.Marks = []access.Mark{{Span: access.Span{End: len(content)}, Attributes: map[string]string{"unsure": "true"}}}
	}
	if p.title == ownText {
		v.describeNoted(p.turn, &node, r.lead)
	}
	if node.Role == access.Heading {
		node.Name = r.text
	}
	return access.Part{
		Key: p, Node: node, At: fyne.NewPos(0, b.top+r.top), Size: fyne.NewSize(v.page.column, r.height),
		Focus: func() { v.readAt(place{p, 0}); focus(v) },
	}
}

// readAt puts the caret where someone who listens wants to read.
func (v *View) readAt(at place) { v.moveCaret(v.within(at)) }

// within keeps a place within its passage's text.
func (v *View) within(at place) place {
	at.at = max(min(at.at, len(v.textOf(at.passage))), 0)
	return at
}

// leadOf is what is read before a passage's text and stands above it on the screen: who speaks, with their role where they
// speak for the first time; that a note is one, and that words are those of a sound.
func (v *View) leadOf(p passage) string {
	if p.title != ownText || !hasHeading(v.turns, p.turn) {
		return ""
	}
	turn := v.turns[p.turn]
	name := headingOf(turn, v.voices).name
	switch {
	case turn.Kind == transcript.Sound && turn.Speaker == "" && strings.HasPrefix(strings.TrimSpace(turn.Text), "("):
		return "" // they look like no words of anyone's
	case turn.Kind == transcript.Speech && v.voices.first[turn.Speaker] == p.turn && v.voices.roleOf(turn.Speaker) != "":
		name += ", " + v.voices.roleOf(turn.Speaker)
	}
	return name + ": "
}

// A region is where a passage's text stands within its part. Nothing of it changes, so that any goroutine may ask it.
type region struct {
	set         setting
	text        string
	lead        int     // bytes of what is read before the text; it stands at the region's top
	top, height float32 // of the region, from where the lines' tops are measured from
	column      float32
	ruler       letters.Ruler
}

// bounds are where the first line begins and how high all are.
func (s setting) bounds() (top, height float32) {
	if len(s.lines) == 0 {
		return 0, 0
	}
	first, last := s.lines[0], s.lines[len(s.lines)-1]
	return first.top, last.top + s.lineHeight() - first.top
}

// starts are where the lines begin in what is read.
func (r region) starts() []int {
	starts := r.set.starts()
	for i := range starts {
		if i > 0 {
			starts[i] += r.lead
		}
	}
	return starts
}

// of is where a stretch of what is read stands: its first line's part of it.
func (r region) of(s access.Span) access.Area {
	if s.End <= r.lead && r.lead > 0 || len(r.set.lines) == 0 {
		return access.Area{Size: fyne.NewSize(r.column, min(r.set.size*headingSize*headingLeading, r.height))}
	}
	start, end := max(s.Start-r.lead, 0), max(s.End-r.lead, 0)
	l := r.set.lines[r.set.lineOf(start)]
	if l.runs != nil { // the widths of parts are not known here
		return access.Area{Position: fyne.NewPos(0, l.top-r.top), Size: fyne.NewSize(r.column, r.set.lineHeight())}
	}
	inLine := func(at int) int { return max(min(at, l.end, len(r.text)), l.start) }
	x := r.ruler.Width(r.text[l.start:inLine(start)], r.set.size, r.set.style)
	width := r.ruler.Width(r.text[inLine(start):max(inLine(end), inLine(start))], r.set.size, r.set.style)
	return access.Area{Position: fyne.NewPos(x, l.top-r.top), Size: fyne.NewSize(width, r.set.lineHeight())}
}
