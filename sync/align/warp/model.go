package warp

import (
	"math"
	"slices"
)

// silence is the number of the class that is not of the reference: the pauses of the recording.
const (
	silence = classes
	all     = classes + 1
)

// Likelihoods are flattened, as neighbouring frames tell much the same; those of the cepstra more, as they tell the voice
// as much as the sound.
const (
	cepstraCount = 0.05
	heardCount   = 0.2
)

// What a class may gain or lose in one frame.
const (
	leastGain = -2.5
	mostGain  = 4.0
)

// normal is a normal distribution with a diagonal covariance, flattened.
type normal struct {
	mean   Frame
	weight Frame // what a squared distance counts
	level  float32
}

func newNormal(mean, variance *Frame) normal {
	n := normal{mean: *mean}
	sum := 0.0
	for d, v := range variance {
		count := heardCount
		if d < cepstra {
			count = cepstraCount
		}
		n.weight[d] = float32(count / (2 * float64(v)))
		sum -= count * math.Log(float64(v)) / 2
	}
	n.level = float32(sum)
	return n
}

func (n *normal) score(f *Frame) float32 {
	sum := float32(0)
	for d, m := range &n.mean {
		x := f[d] - m
		sum += x * x * n.weight[d]
	}
	return n.level - sum
}

// A Model says how the classes sound in a recording. It is not changed once it is made.
type Model struct {
	class      [all]normal
	share      [all]float32 // logarithm of how common each class is
	background *background
	behind     float32 // by how much the background is held back
	price      float32 // of being better than all others: what garbage gains in each frame
}

// A model that has heard nothing of the recording yet is told speech from music by little more than the nearest class.
const (
	firstSpread = 0.6 // of a class, as a part of that of the whole
	firstBehind = 6
	laterBehind = 3
	firstPrice  = 0.8
	laterPrice  = 0.6 // as a part of what the words that were found gain
	quietest    = 0.1 // part of the frames that are silence, for a start
	silentShare = 0.15
)

// NewModel makes a model for a recording of which some minutes are given. It takes it that classes lie in the recording as
// they do in the reference, once both have the same mean and spread.
func NewModel(c *Classes, recording []Frame) *Model {
	m := &Model{background: newBackground(recording), behind: firstBehind, price: firstPrice}
	whole := spreadOf(recording)
	var variance Frame
	for d, v := range whole.variance {
		variance[d] = v * firstSpread
	}
	for k := range c.centre {
		var mean Frame
		for d, v := range c.centre[k] {
			mean[d] = whole.mean[d] + (v-c.spread.mean[d])*c.spread.scale[d]/whole.scale[d]
		}
		m.class[k] = newNormal(&mean, &variance)
		m.share[k] = float32(math.Log(max(c.share[k], 1e-4) * (1 - silentShare)))
	}
	quiet := spreadOf(quiet(recording))
	for d, v := range whole.variance {
		quiet.variance[d] = max(quiet.variance[d], v/8)
	}
	m.class[silence] = newNormal(&quiet.mean, &quiet.variance)
	m.share[silence] = float32(math.Log(silentShare))
	return m
}

// quiet are the quietest of some frames: the first number of a cepstrum is loudness.
func quiet(frames []Frame) (out []Frame) {
	if len(frames) == 0 {
		return nil
	}
	levels := make([]float32, len(frames))
	for i := range frames {
		levels[i] = frames[i][0]
	}
	slices.Sort(levels)
	limit := levels[int(quietest*float64(len(levels)-1))]
	for _, f := range frames {
		if f[0] <= limit {
			out = append(out, f)
		}
	}
	return out
}

// Gains says how much better each class fits a frame than all of them together and the background do. Silence does not
// pay the price.
type Gains [all]float32

// Gains of a frame.
func (m *Model) Gains(f *Frame, out *Gains) {
	others := m.background.score(f) - m.behind
	top := others
	for k := range m.class {
		out[k] = m.class[k].score(f)
		top = max(top, out[k])
	}
	sum := exp(others - top)
	for k, v := range out {
		sum += exp(v - top + m.share[k])
	}
	top += float32(math.Log(float64(sum) / 2))
	for k, v := range out {
		out[k] = min(mostGain, max(leastGain, v-top)) - m.price
	}
	out[silence] += m.price
}

func exp(x float32) float32 {
	if x < -16 {
		return 0
	}
	return float32(math.Exp(float64(x)))
}

// background is how the recording sounds, whatever it is: a mixture of normal distributions.
type background struct {
	part [backgroundParts]normal
}

const (
	backgroundParts = 32
	backgroundTrust = 10 // frames that the spread of the whole counts in each part
)

func newBackground(frames []Frame) *background {
	b := &background{}
	n := len(frames)
	if n == 0 {
		return b
	}
	whole := spreadOf(frames)
	centres := make([]Frame, backgroundParts)
	for k := range centres {
		centres[k] = frames[(2*k+1)*n/(2*backgroundParts)]
	}
	parts := make([]sums, backgroundParts)
	for range rounds {
		clear(parts)
		for i := range frames {
			parts[nearest(centres, &frames[i], &whole.scale)].add(&frames[i], 1)
		}
		for k := range parts {
			if parts[k].n > 0 {
				centres[k] = parts[k].mean()
			}
		}
	}
	for k := range parts {
		var variance Frame
		for d, v := range whole.variance {
			known := backgroundTrust * firstSpread * float64(v)
			variance[d] = float32(max(leastVariance, (parts[k].scatter(d)+known)/(parts[k].n+backgroundTrust)))
		}
		b.part[k] = newNormal(&centres[k], &variance)
		b.part[k].level += float32(math.Log(max(parts[k].n, 0.1) / float64(n)))
	}
	return b
}

func (b *background) score(f *Frame) float32 {
	var scores [backgroundParts]float32
	top := float32(math.Inf(-1))
	for k := range b.part {
		scores[k] = b.part[k].score(f)
		top = max(top, scores[k])
	}
	sum := float32(0)
	for _, v := range scores {
		sum += exp(v - top)
	}
	return top + float32(math.Log(float64(sum)))
}
