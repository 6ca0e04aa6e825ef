package parallel

import (
	"math"
	"slices"
)

// A bead is so many turns of the first text that say what so many of the second do.
type bead struct {
	first, second int
	cost          float64 // of there being one, in nats
}

// beads are those that are thought of, about as likely as Gale and Church counted in sentences. Turns are also cut in three, by an
// interviewer's "yes"; what is said in two turns is more seldom said in two others than of sentences.
func beads() []bead {
	likely := func(first, second int, p float64) bead { return bead{first, second, -math.Log(p)} }
	// What is left out is more often one stretch than many: a run of turns costs little more than one.
	leftOut := func(first, second int) bead {
		const next = 0.5 // for each turn after the first
		return bead{first, second, -math.Log(0.0099) + next*float64(first+second-1)}
	}
	return []bead{
		likely(1, 1, 0.85), leftOut(1, 0), leftOut(0, 1), likely(1, 2, 0.045), likely(2, 1, 0.045),
		likely(2, 2, 0.002), likely(1, 3, 0.007), likely(3, 1, 0.007),
		leftOut(4, 0), leftOut(0, 4), leftOut(16, 0), leftOut(0, 16),
	}
}

// sure is how likely it must be that both texts may be cut at a place.
const sure = 0.98

// ratios are how many letters of the second text there may be for one of the first: as in all of both or, where that is another
// number since one of them is only a part, as in a turn of middle length.
func ratios(first, second []Turn) []float64 {
	const other = 1.25
	a, b := lengthsOf(first), lengthsOf(second)
	whole, middle := ratioOf(a, b), middleOf(b)/middleOf(a)
	if middle < whole*other && whole < middle*other {
		return []float64{whole}
	}
	return []float64{whole, middle}
}

// middleOf is the length of a turn that as many are shorter than as are longer.
func middleOf(lengths []float64) float64 {
	each := make([]float64, len(lengths)-1)
	for i := range each {
		each[i] = lengths[i+1] - lengths[i]
	}
	slices.Sort(each)
	return each[len(each)/2]
}

// byLikelihood pairs by all evidence. Where people are called otherwise in the second text, who is who is learned from a first
// try.
func byLikelihood(first, second []Turn) []Group {
	var l *lattice
	for _, ratio := range ratios(first, second) {
		tried := newLattice(newEvidence(first, second, ratio))
		tried.run()
		if l == nil || tried.whole() > l.whole() {
			l = tried
		}
	}
	if e := l.e; e.learn(l.best()) {
		l.run()
	}
	return groupsAt(l.cuts())
}

// A lattice holds how likely it is, for each place in both texts, that an alignment goes through it: a place is so many turns of the
// first text and so many of the second. Only a band around the places to which as much of both is said is looked at.
type lattice struct {
	e             *evidence
	n, m          int
	low, high     []int       // of each number of turns of the first text the band's ends, both in it
	before, after [][]float64 // the logarithm of the likelihood of what is before a place and after it
	beads         []bead
	sums          []float64
}

// How much of a lattice is looked at: all of a small one, else so many turns of the second text on both sides of the place to which
// as much of both is said.
const (
	wholeUpTo = 300 * 300
	bandWidth = 60
)

func newLattice(e *evidence) *lattice {
	n, m := len(e.first), len(e.second)
	l := &lattice{e: e, n: n, m: m, low: make([]int, n+1), high: make([]int, n+1), beads: beads(), sums: sumTable()}
	width := bandWidth
	if n*m <= wholeUpTo {
		width = m
	}
	j := 0
	for i := range n + 1 {
		for j < m && e.secondLength[j+1] <= e.firstLength[i]*e.ratio {
			j++
		}
		l.low[i], l.high[i] = max(j-width, 0), min(j+width, m)
	}
	l.high[n] = m
	return l
}

func (l *lattice) table() [][]float64 {
	table := make([][]float64, l.n+1)
	for i := range table {
		table[i] = make([]float64, l.high[i]-l.low[i]+1)
		for j := range table[i] {
			table[i][j] = math.Inf(-1)
		}
	}
	return table
}

// at is what a table has for a place; nothing is likely outside of the band.
func (l *lattice) at(table [][]float64, i, j int) float64 {
	if i < 0 || i > l.n || j < l.low[i] || j > l.high[i] {
		return math.Inf(-1)
	}
	return table[i][j-l.low[i]]
}

// run finds both tables anew.
func (l *lattice) run() {
	l.before, l.after = l.table(), l.table()
	l.before[0][0] = 0
	for i := range l.n + 1 {
		for j := l.low[i]; j <= l.high[i]; j++ {
			sum := l.before[i][j-l.low[i]]
			for _, b := range l.beads {
				if p := l.at(l.before, i-b.first, j-b.second); !math.IsInf(p, -1) {
					sum = l.add(sum, p-l.e.cost(b, i-b.first, j-b.second))
				}
			}
			l.before[i][j-l.low[i]] = sum
		}
	}
	l.after[l.n][l.m-l.low[l.n]] = 0
	for i := l.n; i >= 0; i-- {
		for j := l.high[i]; j >= l.low[i]; j-- {
			sum := l.after[i][j-l.low[i]]
			for _, b := range l.beads {
				if p := l.at(l.after, i+b.first, j+b.second); !math.IsInf(p, -1) {
					sum = l.add(sum, p-l.e.cost(b, i, j))
				}
			}
			l.after[i][j-l.low[i]] = sum
		}
	}
}

// Sums are told apart by the logarithms' difference, in steps, up to where the smaller one adds nothing.
const (
	sumSteps = 64
	mostSum  = 20
)

// sumTable is how much a likelihood grows by a smaller one, for each difference of their logarithms: looked up many million times.
func sumTable() []float64 {
	table := make([]float64, mostSum*sumSteps)
	for i := range table {
		table[i] = math.Log1p(math.Exp(-float64(i) / sumSteps))
	}
	return table
}

// add is the logarithm of the sum of two likelihoods that are given by theirs.
func (l *lattice) add(a, b float64) float64 {
	if a < b {
		a, b = b, a
	}
	if b <= a-mostSum || math.IsInf(b, -1) {
		return a
	}
	return a + l.sums[min(int((a-b)*sumSteps+0.5), len(l.sums)-1)]
}

// whole is the logarithm of how likely both texts are, over all alignments.
func (l *lattice) whole() float64 { return l.before[l.n][l.m-l.low[l.n]] }

// cuts are the places that alignments surely go through, in order, with the ends of both texts.
func (l *lattice) cuts() [][2]int {
	all := l.whole()
	var cuts [][2]int
	for i := range l.n + 1 {
		for j := l.low[i]; j <= l.high[i]; j++ {
			k := j - l.low[i]
			if i+j > 0 && l.before[i][k]+l.after[i][k]-all >= math.Log(sure) {
				cuts = append(cuts, [2]int{i, j})
			}
		}
	}
	if len(cuts) == 0 || cuts[len(cuts)-1] != [2]int{l.n, l.m} {
		cuts = append(cuts, [2]int{l.n, l.m})
	}
	return cuts
}

// best are the places of the likeliest pairs of one turn with one, as their turns.
func (l *lattice) best() [][2]int {
	all := l.whole()
	one := l.beads[0]
	var pairs [][2]int
	for i := range l.n {
		for j := l.low[i]; j <= min(l.high[i], l.m-1); j++ {
			p, q := l.at(l.before, i, j), l.at(l.after, i+1, j+1)
			if p+q-l.e.cost(one, i, j)-all > math.Log(0.5) {
				pairs = append(pairs, [2]int{i, j})
			}
		}
	}
	return pairs
}
