package library

import (
	"slices"
	"sort"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"alongside/app/control"
)

// listRenderer draws the rows in sight, one more above and below them so that the Tab key finds the next, and the current
// one. Cards that go out of sight are kept for others that come in.
type listRenderer struct {
	l     *list
	clip  *container.Clip
	all   *fyne.Container
	thumb *control.Thumb
	cards map[rowKey]*card
	spare []*card
	board *board // of the last message that was on the list
}

// CreateRenderer implements fyne.Widget.
func (l *list) CreateRenderer() fyne.WidgetRenderer {
	l.ready()
	return l.renderer
}

// ready makes what draws the list, if it is not there yet: the focus can be put on a row before anything is shown.
func (l *list) ready() {
	if l.renderer != nil {
		return
	}
	all := container.NewWithoutLayout()
	l.renderer = &listRenderer{
		l:     l,
		clip:  container.NewClip(all),
		all:   all,
		thumb: control.NewThumb(l.scroll),
		cards: map[rowKey]*card{},
	}
	l.renderer.clip.ExtendBaseWidget(l.renderer.clip) // else the toolkit finds nothing in it before the first frame
	l.renderer.draw()
}

// redraw shows the list's state. It is cheap: what is in sight already only moves.
func (l *list) redraw() {
	if l.renderer != nil {
		l.renderer.draw()
	}
}

func (r *listRenderer) Destroy() {}

func (r *listRenderer) MinSize() fyne.Size { return fyne.NewSize(200, 100) }

func (r *listRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.clip, r.thumb} }

func (r *listRenderer) Layout(size fyne.Size) {
	r.clip.Resize(size)
	r.all.Resize(size)
	r.l.layOut()
	r.draw()
}

// Refresh follows a change of theme: sizes and colours are taken anew.
func (r *listRenderer) Refresh() {
	r.l.layOut()
	r.draw()
	for _, c := range r.cards {
		c.Refresh()
	}
	if r.board != nil {
		r.board.Refresh()
	}
	r.thumb.Refresh()
	canvas.Refresh(r.l)
}

// drawn are the rows that need objects, from the top down.
func (r *listRenderer) drawn() []int {
	l := r.l
	if len(l.rows) == 0 {
		return nil
	}
	if !l.laidOut() { // not laid out yet
		return []int{l.current}
	}
	first := max(l.rowAt(l.offset)-1, 0)
	last := min(l.rowAt(l.offset+l.Size().Height)+1, len(l.rows)-1)
	var rows []int
	for i := first; i <= last; i++ {
		rows = append(rows, i)
	}
	if l.current < first || l.current > last {
		rows = append(rows, l.current)
		sort.Ints(rows)
	}
	return rows
}

func (r *listRenderer) draw() {
	rows := r.drawn()
	seen := make(map[rowKey]bool, len(rows))
	for _, i := range rows {
		seen[r.l.rows[i].key()] = true
	}
	for key, c := range r.cards {
		if !seen[key] {
			delete(r.cards, key)
			r.spare = append(r.spare, c)
		}
	}
	var objects []fyne.CanvasObject
	for _, i := range rows {
		objects = append(objects, r.object(i))
	}
	if !slices.Equal(objects, r.all.Objects) {
		r.all.Objects = objects
		canvas.Refresh(r.all) // what only went away would be seen until something else is drawn
	}
	r.thumb.Place(r.l.Size(), r.l.pageHeight(), r.l.offset)
}

// object is what draws a row, in its place.
func (r *listRenderer) object(i int) fyne.CanvasObject {
	l := r.l
	var o fyne.CanvasObject
	switch row := l.rows[i].(type) {
	case choice:
		o = r.cardOf(row, i)
	case *message:
		o = r.boardOf(row, i)
	}
	o.Move(fyne.NewPos((l.Size().Width-l.set.width)/2, l.cardTop(i)-l.offset))
	o.Resize(fyne.NewSize(l.set.width, l.rowHeight(i)))
	return o
}

func (r *listRenderer) cardOf(row choice, i int) *card {
	key := row.key()
	c := r.cards[key]
	if c == nil {
		if n := len(r.spare); n > 0 {
			c, r.spare = r.spare[n-1], r.spare[:n-1]
		} else {
			c = newCard(r.l)
		}
		r.cards[key] = c
	}
	c.number(i)
	c.show(row, r.l.set)
	return c
}

func (r *listRenderer) boardOf(row *message, i int) *board {
	if r.board == nil || r.board.row != row {
		r.board = newBoard(row)
	}
	for _, button := range row.buttons {
		button.index = i
	}
	r.board.show(r.l.set)
	return r.board
}
