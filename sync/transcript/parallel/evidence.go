package parallel

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"alongside/sync/transcript"
)

// Evidence is what tells whether turns say the same.
type evidence struct {
	first, second             []Turn
	firstLength, secondLength []float64 // letters before each turn, and of all
	ratio                     float64   // letters of the second text for one of the first
	firstShared, secondShared []shared  // of each turn
	weights                   []float64 // of each word that both texts have
	firstCast, secondCast     cast
	people                    []int     // for each of the first cast who that is in the second; nobody where it is not known
	taken                     []bool    // who of the second cast is known to be someone of the first
	lengthCosts               []float64 // of each deviation, in steps
	anyLength                 float64   // of the length of a turn of the second text that nothing is known of
}

// Gale and Church found that for each letter there are so many more or fewer in the other language, squared.
const variance = 6.8

// The costs of what seldom happens, in nats.
const (
	otherSpeaker = 5.0
	otherKind    = 4.0
	unnamed      = 0.5 // one text says who speaks, the other does not
	loneWord     = 1.0 // a number or name of a rare kind that only one of two turns has
	mostLone     = 6.0 // however many such there are
)

func newEvidence(first, second []Turn, ratio float64) *evidence {
	e := &evidence{
		first: first, second: second, firstLength: lengthsOf(first), secondLength: lengthsOf(second),
		firstCast: castOf(first), secondCast: castOf(second), lengthCosts: lengthCosts(),
	}
	e.ratio = ratio
	e.anyLength = math.Log(4*e.secondLength[len(second)]/float64(len(second)) + 1)
	e.people, e.taken = make([]int, len(e.firstCast.names)), make([]bool, len(e.secondCast.names))
	for i, name := range e.firstCast.names {
		if e.people[i] = slices.Index(e.secondCast.names, name); e.people[i] != nobody {
			e.taken[e.people[i]] = true
		}
	}
	e.share()
	return e
}

// lengthsOf are the letters before each turn, and of all.
func lengthsOf(turns []Turn) []float64 {
	lengths := make([]float64, len(turns)+1)
	for i, t := range turns {
		lengths[i+1] = lengths[i] + float64(max(utf8.RuneCountInString(t.Text), 1))
	}
	return lengths
}

func ratioOf(first, second []float64) float64 { return second[len(second)-1] / first[len(first)-1] }

// deviation is how many standard deviations the length of the second text differs from what that of the first lets one expect.
func deviation(first, second, ratio float64) float64 {
	mean := (first + second/ratio) / 2
	return (second/ratio - first) / math.Sqrt(max(mean, 1)*variance)
}

// Deviations are told apart in steps, up to so many deviations.
const (
	lengthSteps   = 20
	mostDeviation = 20
)

// lengthCosts are how unlikely deviations are: as in a normal distribution, but for one in twenty, which is four times as broad.
// Translators explain, and leave things out.
func lengthCosts() []float64 {
	normal := func(d, broad float64) float64 { return math.Exp(-d*d/(2*broad*broad)) / (broad * math.Sqrt(2*math.Pi)) }
	costs := make([]float64, mostDeviation*lengthSteps)
	for i := range costs {
		d := float64(i) / lengthSteps
		costs[i] = -math.Log(0.95*normal(d, 1) + 0.05*normal(d, 4))
	}
	return costs
}

// nobody is the number of someone who is not named.
const nobody = -1

// A cast is who speaks in a text, and who each turn's speaker is of them.
type cast struct {
	names []string
	turns []int
}

func castOf(turns []Turn) cast {
	c, known := cast{turns: make([]int, len(turns))}, map[string]int{}
	for i, t := range turns {
		name := strings.ToLower(strings.Join(strings.Fields(t.Speaker), " "))
		n, ok := known[name]
		switch {
		case name == "":
			n = nobody
		case !ok:
			n = len(c.names)
			known[name], c.names = n, append(c.names, name)
		}
		c.turns[i] = n
	}
	return c
}

// cost is how unlikely it is that a bead begins at a place, and that its turns of the second text are as they are when those of
// the first are. Gale and Church weigh a bead's lengths once, however many turns it has, so that larger beads cost less; here
// each turn of the second text has to be accounted for, and cuts are only as likely as they are.
func (e *evidence) cost(b bead, i, j int) float64 {
	cost := b.cost + e.words(b, i, j)
	first, second := e.firstLength[i+b.first]-e.firstLength[i], e.secondLength[j+b.second]-e.secondLength[j]
	switch {
	case b.second == 0:
		return cost
	case b.first == 0:
		return cost + float64(b.second)*e.anyLength
	}
	d := deviation(first, second, e.ratio)
	cost += e.lengthCosts[min(int(math.Abs(d)*lengthSteps), len(e.lengthCosts)-1)] + 0.5*math.Log(max(first, 1)*variance)
	if b.second > 1 { // wherever they are cut
		cost += float64(b.second-1) * math.Log(second+1)
	}
	if b.first == b.second {
		for k := range b.first {
			cost += e.voices(i+k, j+k, otherKind)
		}
		return cost
	}
	for k := range b.first {
		for l := range b.second {
			cost += e.voices(i+k, j+l, unnamed) // a sound is often written among the words
		}
	}
	return cost
}

// voices is how unlikely it is that what one turn says is said in another, with the cost of being of another kind.
func (e *evidence) voices(i, j int, kinds float64) float64 {
	cost := 0.0
	if (e.first[i].Kind == transcript.Speech) != (e.second[j].Kind == transcript.Speech) {
		cost = kinds
	}
	a, b := e.firstCast.turns[i], e.secondCast.turns[j]
	switch {
	case a == nobody && b == nobody:
		return cost
	case a == nobody || b == nobody:
		return cost + unnamed
	case e.people[a] != nobody && e.people[a] != b, e.people[a] == nobody && e.taken[b]:
		return cost + otherSpeaker
	}
	return cost
}

// learn finds out who is who from pairs of turns, of those whose names are not in both texts. It reports whether it has.
func (e *evidence) learn(pairs [][2]int) bool {
	const least, share = 2, 0.7 // pairs, and how many of someone's must be with one
	counts, all := map[[2]int]int{}, map[int]int{}
	for _, p := range pairs {
		a, b := e.firstCast.turns[p[0]], e.secondCast.turns[p[1]]
		if a != nobody && b != nobody && e.people[a] == nobody && !e.taken[b] {
			counts[[2]int{a, b}]++
			all[a]++
		}
	}
	learned := false
	for who, n := range counts {
		if n >= least && float64(n) >= share*float64(all[who[0]]) && !e.taken[who[1]] {
			e.people[who[0]], e.taken[who[1]] = who[1], true
			learned = true
		}
	}
	return learned
}

// shared are the numbers and names of a turn that the other text has as well, in order.
type shared struct {
	words  []int32
	weight float64
}

// share finds the words that both texts have, and how much each tells: what is in every other turn tells little.
func (e *evidence) share() {
	first, second := telling(e.first), telling(e.second)
	in := map[string][2]int{}
	for side, turns := range [][][]string{first, second} {
		for _, words := range turns {
			for _, w := range words {
				n := in[w]
				n[side]++
				in[w] = n
			}
		}
	}
	numbers := map[string]int32{}
	all := float64(len(e.first) + len(e.second))
	most := max(6, len(e.first)/10) // turns of both: what is in more of them tells nothing
	for w, n := range in {
		if n[0] > 0 && n[1] > 0 && n[0]+n[1] <= most {
			numbers[w] = int32(len(e.weights))
			e.weights = append(e.weights, loneWord*math.Log(1+all/float64(n[0]+n[1]))/math.Log(1+all/2))
		}
	}
	e.firstShared, e.secondShared = e.number(first, numbers), e.number(second, numbers)
}

func (e *evidence) number(turns [][]string, numbers map[string]int32) []shared {
	all := make([]shared, len(turns))
	for i, words := range turns {
		for _, w := range words {
			if n, ok := numbers[w]; ok {
				all[i].words = append(all[i].words, n)
				all[i].weight += e.weights[n]
			}
		}
		slices.Sort(all[i].words)
	}
	return all
}

// telling are the words of each turn that are written alike in many languages: numbers, names, and what begins alike.
func telling(turns []Turn) [][]string {
	const least = 4 // letters of a word
	all := make([][]string, len(turns))
	for i, t := range turns {
		seen := map[string]bool{}
		for _, w := range strings.FieldsFunc(t.Text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }) {
			first, _ := utf8.DecodeRuneInString(w)
			w = strings.ToLower(w)
			if (unicode.IsNumber(first) || utf8.RuneCountInString(w) >= least) && !seen[w] {
				seen[w] = true
				all[i] = append(all[i], w)
			}
		}
	}
	return all
}

// words is how unlikely it is that a bead's turns say the same, by what only one side of it has of the words that both texts
// have.
func (e *evidence) words(b bead, i, j int) float64 {
	lone := 0.0
	for k := range b.first {
		lone += e.firstShared[i+k].weight
	}
	for l := range b.second {
		lone += e.secondShared[j+l].weight
	}
	if lone == 0 {
		return 0
	}
	for k := range b.first {
		for l := range b.second {
			lone -= 2 * e.common(i+k, j+l)
		}
	}
	return min(max(lone, 0), mostLone)
}

// common is the weight of the words that two turns have in common.
func (e *evidence) common(i, j int) float64 {
	a, b := e.firstShared[i].words, e.secondShared[j].words
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	sum := 0.0
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			sum += e.weights[a[0]]
			a, b = a[1:], b[1:]
		}
	}
	return sum
}
