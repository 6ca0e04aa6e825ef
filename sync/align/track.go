package align

import (
	"alongside/sync/align/acoustic"
	"alongside/sync/align/search"
)

// A track aligns one stretch of the sound, in two passes. The first goes through all of it and finds which words are heard
// where, ready for text that nobody speaks and for speech that is not in the text. What it finds is divided into *groups*
// of words with only short pauses between them, and those that fit no better than chance are dropped. The others are joined
// to *runs*. The second pass (see run.go) goes over each run again, a few seconds behind the first.
type track struct {
	graphs graphs
	text   text
	begin  func(*search.Graph, search.Costs) *search.Search // where in the text the sound may begin
	first  *search.Search
	scores *acoustic.Scores
	emit   func([]found)
	past   []*acoustic.Frame // the frames that may still be needed
	gone   int               // how many came before them
	fit    fit
	tuned  bool // whether fit has been learned from the beginning of the sound
	group  group
	run    run
	taken  int // the words before this one have had their run
	bound  int // the frame at which the last word of the runs so far ended
}

// found is a word and when it is heard, in frames.
type found struct {
	word       int // of the text
	start, end int
	least      int     // the fewest frames in which it can be said
	score      float64 // of a frame, over any sound of speech
	garbage    float64 // by how much a frame of garbage is worse than any sound of speech, in this sound
}

// group is some words with only short pauses between them.
type group struct {
	words    []found
	evidence float64 // by how many nats they are better than garbage
	gap      int     // how long it is since the last
}

// run is some words with nothing long between them but what may be text that the first pass did not recognise.
type run struct {
	words []found
	gap   int
}

// How groups and runs are divided, in frames.
const (
	groupGap  = 100  // without a word end a group
	runGap    = 300  // and a run
	longRun   = 3000 // after that many, a run ends at the next pause between turns
	turnPause = 15
)

// leastEvidence is what the words of a group must have for them together. A short word that fits well has some 50 nats.
const leastEvidence = 80

func newTrack(m *acoustic.Model, t text, begin func(*search.Graph, search.Costs) *search.Search, emit func([]found)) *track {
	k := &track{graphs: graphs{m, m.Silence}, text: t, begin: begin, scores: m.NewScores(), emit: emit}
	k.first = k.begin(k.graphs.all(t), search.Default())
	return k
}

// take goes through the next frames.
func (k *track) take(frames []acoustic.Frame) {
	for i := range frames {
		k.past = append(k.past, &frames[i])
		k.scores.Set(&frames[i])
		k.first.Step(k.scores)
	}
	if !k.tuned {
		if len(k.past) >= tuneFrames {
			k.tune()
		}
		return
	}
	k.follow(k.first.Settled())
	k.forget()
}

// close goes through what is left at the end of the sound.
func (k *track) close() {
	if !k.tuned {
		k.tune()
	}
	k.follow(k.first.Close())
	k.closeGroup()
	k.closeRun(k.gone + len(k.past))
}

// tuneFrames is how many frames are used to learn how well words fit in this sound, before they are gone over again.
const tuneFrames = 6000

// tune learns from what has been heard so far and begins again.
func (k *track) tune() {
	trial := *k
	trial.follow(trial.first.Close())
	trial.closeGroup()
	k.fit = trial.fit
	k.tuned = true
	k.first = k.begin(k.graphs.all(k.text), search.Default())
	k.first.Adapt(float32(k.fit.garbage()))
	for _, f := range k.past {
		k.scores.Set(f)
		k.first.Step(k.scores)
	}
	k.follow(k.first.Settled())
}

// The past is forgotten some frames at a time; reach frames before a run are kept, as the second pass may begin there. A run
// that is not settled after mostPast frames, five minutes, is cut short.
const (
	forgetEvery = 1000
	reach       = margin + mostBefore*wordReach
	mostPast    = 30000
)

// forget drops the frames that will not be looked at again.
func (k *track) forget() {
	keep := k.first.SettledTo()
	if len(k.run.words) > 0 {
		keep = k.run.words[0].start
	} else if len(k.group.words) > 0 {
		keep = k.group.words[0].start
	}
	drop := max(keep-reach, k.gone+len(k.past)-mostPast) - k.gone
	if drop > forgetEvery {
		k.past = append([]*acoustic.Frame(nil), k.past[drop:]...)
		k.gone += drop
	}
}

// follow takes what the first pass has settled and finishes the groups and runs in it.
func (k *track) follow(segments []search.Segment) {
	for _, s := range segments {
		switch {
		case s.What == search.Spoken:
			if k.mustEnd(s) {
				k.closeGroup()
				k.closeRun(s.Start)
			}
			k.group.add(s, k.fit.garbage())
		case k.mayEnd(s):
			k.closeGroup()
			k.closeRun((s.Start + s.End) / 2)
		default:
			k.gap(s)
		}
	}
}

func (g *group) add(s search.Segment, garbage float64) {
	f := found{word: s.Word, start: s.Start, end: s.End, least: s.Least, score: s.Score / float64(s.End-s.Start), garbage: garbage}
	g.words = append(g.words, f)
	g.evidence += f.evidence()
	g.gap = 0
}

// evidence is by how much a word is better than garbage. That a phone goes on and on says nothing more.
func (f found) evidence() float64 {
	const repeats = 4
	return (f.score + f.garbage) * float64(min(f.end-f.start, repeats*f.least))
}

// mayEnd reports whether a long run may end at a segment without a word.
func (k *track) mayEnd(s search.Segment) bool {
	words := k.group.words
	if len(words) == 0 || s.End-s.Start < turnPause {
		return false
	}
	first := words[0].start
	if len(k.run.words) > 0 {
		first = k.run.words[0].start
	}
	if s.Start-first < longRun {
		return false
	}
	return k.begins(words[len(words)-1].word + 1)
}

// mustEnd reports whether a run that has gone on for much too long has to end before a word: at the next turn, or anywhere.
func (k *track) mustEnd(s search.Segment) bool {
	if len(k.run.words) == 0 && len(k.group.words) == 0 {
		return false
	}
	first := k.group.words
	if len(k.run.words) > 0 {
		first = k.run.words
	}
	length := s.Start - first[0].start
	return length > 4*longRun || length > 2*longRun && k.begins(s.Word)
}

// gap notes frames without a word. They may be silence or not: music, too, can look like silence.
func (k *track) gap(s search.Segment) {
	frames := s.End - s.Start
	if len(k.group.words) > 0 {
		k.group.gap += frames
		if k.group.gap < groupGap {
			return
		}
		k.closeGroup()
	} else {
		k.run.gap += frames
	}
	if k.run.gap >= runGap {
		k.closeRun(s.End)
	}
}

// closeGroup adds the group to the run, or the time that it covers to the gap after the run.
func (k *track) closeGroup() {
	g := k.group
	k.group = group{}
	g.words = k.credible(g.words)
	if n := len(g.words); g.evidence < leastEvidence {
		k.run.gap += g.gap
		if n > 0 {
			k.run.gap += g.words[n-1].end - g.words[0].start
		}
		return
	}
	k.fit.learn(g.words)
	k.first.Adapt(float32(k.fit.garbage()))
	k.run.words = append(k.run.words, g.words...)
	k.run.gap = g.gap
}

// credible drops what little was found of a turn that is mostly not there.
func (k *track) credible(words []found) (out []found) {
	for len(words) > 0 {
		turn, n := k.text.words[words[0].word].turn, 0
		evidence := 0.0
		for n < len(words) && k.text.words[words[n].word].turn == turn {
			evidence += words[n].evidence()
			n++
		}
		first, last := words[0].word, words[n-1].word
		whole := k.begins(first) && k.begins(last+1) && last-first < 2*n
		if whole || evidence >= leastEvidence {
			out = append(out, words[:n]...)
		}
		words = words[n:]
	}
	return out
}

// begins reports whether a turn begins with a word, or the text has ended.
func (k *track) begins(w int) bool {
	return w == 0 || w == len(k.text.words) || k.text.words[w-1].turn != k.text.words[w].turn
}

// fit is how well the words that were found lately fit: the sum of their scores and frames.
type fit struct{ score, frames float64 }

// learn forgets in some minutes.
func (t *fit) learn(words []found) {
	const memory = 6000 // frames
	for _, f := range words {
		frames := float64(f.end - f.start)
		keep := max(0, 1-frames/memory)
		t.score, t.frames = keep*t.score+f.score*frames, keep*t.frames+frames
	}
}

// garbage is what a frame of garbage costs. On a poor line even the right words are not much better than any other sound.
func (t *fit) garbage() float64 {
	const clean, share, most = 0.3, 0.7, 4 // how words fit on a good line; how far to follow worse ones, and how long
	least := float64(search.Default().GarbageStay)
	if t.frames == 0 {
		return least
	}
	return least + share*min(most, max(0, clean-t.score/t.frames))
}
