package control

import "fyne.io/fyne/v2"

// A Drawable is something kept for drawing: one object of the canvas or a few that belong together.
type Drawable interface {
	Objects() []fyne.CanvasObject
}

// A Pool keeps what is drawn by what it shows, and hands what went out of sight to what comes in: a moved object costs
// nothing, a new one a texture.
type Pool[K comparable, D Drawable] struct {
	make  func() D
	shown map[K]D
	seen  map[K]bool
	spare []D
}

// NewPool makes a pool that makes what it has none of to spare.
func NewPool[K comparable, D Drawable](make func() D) *Pool[K, D] {
	return &Pool[K, D]{make: make, shown: map[K]D{}, seen: map[K]bool{}}
}

// Begin starts a drawing: what is not used until End is given back.
func (p *Pool[K, D]) Begin() { clear(p.seen) }

// Use is what shows key; fresh says that it has yet to be filled in.
func (p *Pool[K, D]) Use(key K) (d D, fresh bool) {
	p.seen[key] = true
	if d, ok := p.shown[key]; ok {
		return d, false
	}
	if n := len(p.spare); n > 0 {
		d, p.spare = p.spare[n-1], p.spare[:n-1]
	} else {
		d = p.make()
	}
	p.shown[key] = d
	return d, true
}

// End gives back what was not used.
func (p *Pool[K, D]) End() {
	for key, d := range p.shown {
		if !p.seen[key] {
			p.spare = append(p.spare, d)
			delete(p.shown, key)
		}
	}
}

// Forget makes everything fresh again, after a change of size or colour.
func (p *Pool[K, D]) Forget() {
	clear(p.seen)
	p.End()
}

// AppendTo adds what is shown to the objects of a canvas.
func (p *Pool[K, D]) AppendTo(objects []fyne.CanvasObject) []fyne.CanvasObject {
	for _, d := range p.shown {
		objects = append(objects, d.Objects()...)
	}
	return objects
}

// Shown is what shows key now, if anything does.
func (p *Pool[K, D]) Shown(key K) (D, bool) {
	d, ok := p.shown[key]
	return d, ok
}

// Len is how many things are shown.
func (p *Pool[K, D]) Len() int { return len(p.shown) }
