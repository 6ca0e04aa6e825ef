package reader

import "fyne.io/fyne/v2"

// drawable is something kept for drawing: one object of the canvas or a few that belong together.
type drawable interface {
	objects() []fyne.CanvasObject
}

// A pool keeps what is drawn by what it shows, and hands what went out of sight to what comes in: a moved object costs
// nothing, a new one a texture.
type pool[K comparable, D drawable] struct {
	make  func() D
	shown map[K]D
	seen  map[K]bool
	spare []D
}

func newPool[K comparable, D drawable](make func() D) *pool[K, D] {
	return &pool[K, D]{make: make, shown: map[K]D{}, seen: map[K]bool{}}
}

// begin starts a drawing: what is not used until end is given back.
func (p *pool[K, D]) begin() { clear(p.seen) }

// use is what shows key; fresh says that it has yet to be filled in.
func (p *pool[K, D]) use(key K) (d D, fresh bool) {
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

// end gives back what was not used.
func (p *pool[K, D]) end() {
	for key, d := range p.shown {
		if !p.seen[key] {
			p.spare = append(p.spare, d)
			delete(p.shown, key)
		}
	}
}

// forget makes everything fresh again, after a change of size or colour.
func (p *pool[K, D]) forget() {
	clear(p.seen)
	p.end()
}

func (p *pool[K, D]) appendTo(objects []fyne.CanvasObject) []fyne.CanvasObject {
	for _, d := range p.shown {
		objects = append(objects, d.objects()...)
	}
	return objects
}
