package reader

import "alongside/app/look"

// Panes say how a second text stands with the story's own.
type Panes struct {
	On    bool    `json:"on"`    // it is shown
	Below bool    `json:"below"` // below each turn, where there would be room beside it too
	Share float32 `json:"share"` // of the page's width that the story's own text has, where they stand beside each other
}

// UsualPanes are for someone who has not chosen: a second text is shown where there is one.
func UsualPanes() Panes { return Panes{On: true, Share: 0.5} }

// PaneShares are the shares of the width that can be chosen.
func PaneShares() []float32 { return []float32{0.4, 0.45, 0.5, 0.55, 0.6} }

// Mended is as usual where the share is one that cannot have been chosen.
func (p Panes) Mended() Panes {
	if all := PaneShares(); !(p.Share >= all[0] && p.Share <= all[len(all)-1]) {
		return UsualPanes()
	}
	return p
}

// What two columns need.
const (
	leastLetters = 28  // in a line of each
	paneGap      = 2.0 // between them, in text sizes, at least
	leastGap     = 80  // in pixels: two signs of what is marked in the first, and the mark of the second
)

// Columns are where the texts stand across the page.
type columns struct {
	whole  float32 // width of all
	first  float32 // width of the story's own text, at the left
	second float32 // width of the second one; 0 where none is shown
	at     float32 // where that begins, from the left
	beside bool    // it stands beside the turns, not below them
}

// columnsFor finds the columns of a view: beside each other where there is room for lines of some length in both, else the second
// text is indented below each turn. A letter's width is given in text sizes.
func (p Panes) columnsFor(view, margin, size, letter float32, room look.Spacing) columns {
	alone := columnWidth(view, margin, size, room.Column, letter)
	if !p.On {
		return columns{whole: alone, first: alone}
	}
	gap := max(paneGap*size, leastGap)
	whole := min(view-2*margin, 2*room.Column*letter*size+gap)
	first := (whole - gap) * p.Share
	c := columns{whole: whole, first: first, second: whole - gap - first, at: first + gap, beside: true}
	if !p.Below && min(c.first, c.second) >= leastLetters*letter*size {
		return c
	}
	indent := max(3*barWidth, min(size, 0.12*alone))
	return columns{whole: alone, first: alone, second: max(alone-indent, size), at: min(indent, alone-size)}
}
