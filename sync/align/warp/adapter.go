package warp

import "math"

// An Adapter hears where words were found, and makes models that know how the classes sound there.
type Adapter struct {
	first *Model
	class [all]sums
	gain  float64 // of the words that were heard, the price included
	n     float64 // frames in them
}

// NewAdapter gives an adapter that has heard nothing yet; the model is that of the same recording.
func NewAdapter(m *Model) *Adapter { return &Adapter{first: m} }

const (
	meanTrust   = 15 // frames that the mean of the model before counts
	spreadTrust = 60
	leastHeard  = 500 // frames without which nothing can be learned
	aroundWord  = 5   // words on either side that are looked at to judge whether one was found
	surelyFound = 0.05
)

// Forget makes what was heard count for less than what will be.
func (a *Adapter) Forget(part float64) {
	a.gain, a.n = a.gain*part, a.n*part
	for k := range a.class {
		a.class[k].scale(part)
	}
}

// Hear takes words that were found with a model, and the frames they were found in; the first of those has the number
// first. Words that begin before it are passed over, as are those among words that hardly fit.
func (a *Adapter) Hear(m *Model, r *Reference, found []Found, frames []Frame, first int) {
	var gains Gains
	end := first
	for i, f := range found {
		if f.Start < end || f.End > first+len(frames) {
			continue
		}
		for t := end; t < f.Start; t++ {
			m.Gains(&frames[t-first], &gains)
			if gains[silence] > surelySilent {
				a.class[silence].add(&frames[t-first], 1)
			}
		}
		if around(found, i) > surelyFound {
			a.word(m, r, f, frames[f.Start-first:f.End-first])
		}
		end = f.End
	}
}

const surelySilent = 0.5

// around is what a frame gains on average in the words about one.
func around(found []Found, i int) float64 {
	gain, n := 0.0, 0
	for _, f := range found[max(0, i-aroundWord):min(len(found), i+aroundWord+1)] {
		gain += f.Score
		n += f.End - f.Start
	}
	return gain / float64(max(1, n))
}

func (a *Adapter) word(m *Model, r *Reference, f Found, frames []Frame) {
	w := r.Words[f.Word]
	for t, state := range trace(m, r.states[w.First:w.Last], frames) {
		a.class[state].add(&frames[t], 1)
	}
	a.gain += f.Score + float64(m.price)*float64(len(frames))
	a.n += float64(len(frames))
}

// Model gives the model as it is now. Before enough was heard it is the first.
func (a *Adapter) Model() *Model {
	if a.n < leastHeard {
		return a.first
	}
	m := &Model{share: a.first.share, background: a.first.background, behind: laterBehind}
	m.price = max(laterPrice*float32(a.gain/a.n), firstPrice/2)
	moved := a.moved()
	within := a.within()
	for k := range m.class {
		var mean, variance Frame
		heard := &a.class[k]
		for d := range mean {
			mean[d] = float32((meanTrust*moved[k][d] + heard.value[d]) / (meanTrust + heard.n))
			x := float64(mean[d])
			about := heard.square[d] - 2*x*heard.value[d] + heard.n*x*x // the sum of the squared distances from the mean
			variance[d] = float32(max(leastVariance, (spreadTrust*within[d]+about)/(spreadTrust+heard.n)))
		}
		m.class[k] = newNormal(&mean, &variance)
	}
	return m
}

// within is how far frames lie from the mean of their class, in all classes together.
func (a *Adapter) within() (out [size]float64) {
	for d := range out {
		n := 0.0
		for k := range a.class {
			out[d] += a.class[k].scatter(d)
			n += max(0, a.class[k].n-1)
		}
		out[d] /= max(1, n)
	}
	return out
}

// moved are the means of the first model, moved and stretched, number by number, as those that were heard have been: most
// of what one voice does differently it does differently in all sounds.
func (a *Adapter) moved() (out [all][size]float64) {
	for d := range size {
		var n, sx, sy, sxx, sxy float64
		for k := range classes {
			x, heard := float64(a.first.class[k].mean[d]), &a.class[k]
			n += heard.n
			sx += heard.n * x
			sy += heard.value[d]
			sxx += heard.n * x * x
			sxy += heard.value[d] * x
		}
		mx, my := sx/n, sy/n
		spread := max(leastVariance, sxx/n-mx*mx)
		slope := min(1.3, max(0.2, (sxy/n-mx*my+shrink*spread)/(spread*(1+shrink))))
		for k := range out {
			out[k][d] = my + slope*(float64(a.first.class[k].mean[d])-mx)
		}
		out[silence][d] = float64(a.first.class[silence].mean[d])
	}
	return out
}

// shrink draws slopes towards 1: ridge regression.
const shrink = 0.05

// trace finds which state each frame of a word is in.
func trace(m *Model, states []uint8, frames []Frame) []uint8 {
	score := make([]float64, len(states))
	for j := range score {
		score[j] = math.Inf(-1)
	}
	back := make([]uint8, len(states)*len(frames))
	var gains Gains
	for t := range frames {
		m.Gains(&frames[t], &gains)
		for j := len(states) - 1; j >= 0; j-- {
			best, by := score[j]-stayCost, uint8(0)
			if j > 0 && score[j-1] > best {
				best, by = score[j-1], 1
			}
			if j > 1 && score[j-2]-hurryCost > best {
				best, by = score[j-2]-hurryCost, 2
			}
			if t == 0 && j == 0 {
				best = 0
			}
			score[j] = best + float64(gains[states[j]])
			back[t*len(states)+j] = by
		}
	}
	out := make([]uint8, len(frames))
	for t, j := len(frames)-1, len(states)-1; t >= 0; t-- {
		out[t] = states[j]
		j = max(0, j-int(back[t*len(states)+j]))
	}
	return out
}
