package library

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"alongside/app/access"
	"alongside/app/letters"
	"alongside/app/look"
)

// Measures of a story's card, in sizes of its title.
const (
	barWidth    = 8
	barHeight   = 0.4
	barGap      = 0.9 // between the bar and the status
	statusWidth = 5.6
	columnGap   = 1.3 // between the title and the bar
	menuGap     = 0.6 // before the menu's button
	leastTitle  = 14  // a title narrower than this goes above the bar
	detailGap   = 0.1
	lowerGap    = 0.4 // above the bar, where it is below the detail
)

// A storyRow is a story's card.
type storyRow struct {
	item                  Item
	title, detail, status letters.Phrase
}

var _ choice = (*storyRow)(nil)

func newStoryRow(item Item, m *letters.Metrics) *storyRow {
	return &storyRow{
		item:   item,
		title:  m.Phrase(item.Title, boldText),
		detail: m.Phrase(item.Detail, fyne.TextStyle{}),
		status: m.Phrase(item.Status, fyne.TextStyle{}),
	}
}

// storyRows makes the cards of items. One that was among those before, and is as it was, is not measured again.
func storyRows(items []Item, before []*storyRow, m *letters.Metrics) []*storyRow {
	known := make(map[int64]*storyRow, len(before))
	for _, r := range before {
		known[r.item.ID] = r
	}
	rows := make([]*storyRow, len(items))
	for i, item := range items {
		r := known[item.ID]
		if r == nil || r.item != item {
			r = newStoryRow(item, m)
		}
		rows[i] = r
	}
	return rows
}

func (r *storyRow) key() rowKey { return rowKey{story: r.item.ID} }

func (r *storyRow) describe() access.Node {
	n := access.Node{
		Role: access.ListItem, Name: sentences(r.item.Title, r.item.Detail, r.item.Status), Description: progressText(r.item),
	}
	if r.item.Busy && r.item.Progress >= 0 {
		n.States |= access.Busy
	}
	return n
}

// progressText is in words what the bar shows, where the status does not say it.
func progressText(item Item) string {
	if item.Busy || item.Progress <= 0 || item.Progress >= 1 {
		return ""
	}
	return fmt.Sprintf("%d%% read", int(100*item.Progress))
}

func (r *storyRow) open(a Actions)   { a.Open(r.item.ID) }
func (r *storyRow) remove(a Actions) { a.Remove(r.item.ID) }
func (r *storyRow) removable() bool  { return true }
func (r *storyRow) menu() string     { return "More about " + r.item.Title }

// A cardShape is how the parts of a card stand to each other. The narrower the card is for its text, the more of them
// stand below each other.
type cardShape int

const (
	beside cardShape = iota // title and detail; bar, status and menu at their right
	below                   // bar, status and menu in a line below the detail
	tall                    // the bar in a line of its own, too
)

// cardWidths are how wide the parts of a card are.
type cardWidths struct {
	shape              cardShape
	title, bar, status float32
}

func (r *storyRow) widths(s setting) cardWidths {
	w := cardWidths{bar: barWidth * s.size, status: statusWidth * s.size}
	line := w.bar + barGap*s.size + w.status + menuGap*s.size + s.target
	w.title = s.inner() - line - columnGap*s.size
	if w.title >= leastTitle*s.size {
		return w
	}
	w.shape, w.title = below, s.inner()
	whole := s.inner() - menuGap*s.size - s.target
	if r.item.Progress < 0 {
		w.status = whole
	}
	if line > s.inner() {
		w.shape = tall
		w.bar, w.status = s.inner(), whole
	}
	return w
}

// heights are how high the parts of a card are.
type heights struct{ words, status, all float32 }

func (r *storyRow) heights(s setting, w cardWidths) heights {
	h := heights{
		words:  float32(r.title.Count(w.title, s.size))*titleLeading*s.size + r.detailHeight(s, w),
		status: float32(r.status.Count(w.status, s.small())) * smallLeading * s.small(),
	}
	lower := max(h.status, s.target)
	switch w.shape {
	case beside:
		h.all = max(h.words, lower)
	case below:
		h.all = h.words + lowerGap*s.size + lower
	case tall:
		h.all = h.words + lowerGap*s.size + lower
		if r.item.Progress >= 0 {
			h.all += (barHeight + lowerGap) * s.size
		}
	}
	h.all += 2*s.pad()*padShare + 2*ringSpace
	return h
}

// padShare is the room above and below what stands on a card beside the room at its left and right.
const padShare = 0.8

func (r *storyRow) detailHeight(s setting, w cardWidths) float32 {
	if lines := r.detail.Count(w.title, s.small()); lines > 0 {
		return detailGap*s.size + float32(lines)*smallLeading*s.small()
	}
	return 0
}

func (r *storyRow) height(s setting) float32 { return r.heights(s, r.widths(s)).all }

func (r *storyRow) plan(s setting) plan {
	w := r.widths(s)
	h := r.heights(s, w)
	p := plan{height: h.all, card: true}
	left := ringSpace + s.pad()
	top := ringSpace + padShare*s.pad()

	y := top
	if w.shape == beside {
		y += (h.all - 2*top - h.words) / 2
	}
	y = p.put(r.title, fyne.NewPos(left, y), w.title, s.size, titleLeading, theme.ColorNameForeground)
	p.put(r.detail, fyne.NewPos(left, y+detailGap*s.size), w.title, s.small(), smallLeading, look.ColorQuiet)

	at := fyne.NewPos(left, r.middle(s, w, h))
	status := left
	switch {
	case w.shape == beside:
		at.X = left + w.title + columnGap*s.size
		status = at.X + w.bar + barGap*s.size
		p.bar(r.item, at, w.bar, s)
	case r.item.Progress < 0:
	case w.shape == below:
		status += w.bar + barGap*s.size
		p.bar(r.item, at, w.bar, s)
	case w.shape == tall:
		p.bar(r.item, fyne.NewPos(left, at.Y-max(h.status, s.target)/2-(lowerGap+barHeight/2)*s.size), w.bar, s)
	}
	p.put(r.status, fyne.NewPos(status, at.Y-h.status/2), w.status, s.small(), smallLeading, theme.ColorNameForeground)
	p.more = r.menuAt(s)
	return p
}

// middle is that of the line with the status and the menu, from the card's top.
func (r *storyRow) middle(s setting, w cardWidths, h heights) float32 {
	if w.shape == beside {
		return h.all / 2
	}
	return h.all - ringSpace - padShare*s.pad() - max(h.status, s.target)/2
}

func (r *storyRow) menuAt(s setting) fyne.Position {
	w := r.widths(s)
	right := ringSpace + s.face() - s.pad()
	return fyne.NewPos(right-s.target-ringSpace, r.middle(s, w, r.heights(s, w))-s.target/2-ringSpace)
}

// bar draws how far one has read: a bordered track, filled from the left. at is the middle of its left end.
func (p *plan) bar(item Item, at fyne.Position, width float32, s setting) {
	if item.Progress < 0 {
		return
	}
	height := barHeight * s.size
	at.Y -= height / 2
	fill := fyne.ThemeColorName(look.ColorBar)
	if item.Busy {
		fill = look.ColorQuiet
	}
	p.shapes = append(p.shapes, shape{at, fyne.NewSize(width, height), look.ColorPage, look.ColorBorder, height / 2})
	if done := width * float32(min(item.Progress, 1)); done > 0 {
		p.shapes = append(p.shapes, shape{at, fyne.NewSize(max(done, height), height), fill, fill, height / 2})
	}
}
