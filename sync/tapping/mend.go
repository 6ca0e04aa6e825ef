package tapping

import (
	"context"
	"time"

	"alongside/sync/align"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// An Aligner finds the times of some turns in some of the sound; align.Aligner is one.
type Aligner interface {
	Within(ctx context.Context, samples align.Samples, t transcript.Transcript, old timing.Alignment, s align.Stretch, o align.Options,
	) (timing.Alignment, error)
}

// A Recording is the sound that taps were made to.
type Recording struct {
	From     func(time.Duration) (align.Samples, error) // what is heard from a moment on
	Duration time.Duration
}

// A Mended is an alignment in which the times around a tap are new.
type Mended struct {
	Alignment timing.Alignment
	At        time.Duration // when the unit that was tapped starts
	Found     bool          // whether the aligner found it there: how late the tap was is known then
}

// Mend goes over the text around the last of some taps again: what stands before it is looked for before that moment, and
// what follows from there on. It begins with half a minute on either side, or up to the next tap, and goes on to more until the
// new times meet the old ones. Times that the tap leaves as they were stay as they are, to the last digit. With no aligner, where
// nothing knows the language, the tapped unit alone gets another time, and what contradicts it none.
func Mend(ctx context.Context, a Aligner, r Recording, t transcript.Transcript, old timing.Alignment, taps []Tap, delay time.Duration,
) (Mended, error) {
	tap := taps[len(taps)-1]
	m := newMending(t, old, tap.Unit)
	if m.at < 0 {
		return Mended{Alignment: old, At: tap.Meant(delay)}, nil
	}
	m.aligner, m.recording, m.meant = a, r, min(tap.Meant(delay), r.Duration)
	for _, other := range taps[:len(taps)-1] {
		m.fix(other.Unit)
	}
	if a != nil {
		if err := m.before(ctx); err != nil {
			return Mended{}, err
		}
		if err := m.after(ctx); err != nil {
			return Mended{}, err
		}
	}
	found := m.settle()
	return Mended{Alignment: m.merged(), At: m.times.Turns[m.at].Start, Found: found}, nil
}

// How far the work goes.
const (
	nearby    = 30 * time.Second       // the first time, on either side of the tap
	farther   = 3                      // times as far, each time after
	slack     = 400 * time.Millisecond // how far beyond a boundary is looked: a tap is not to the point
	meeting   = 250 * time.Millisecond // times that differ by less are the same
	perLetter = 60 * time.Millisecond  // a letter of a unit of which no word was found
)

// A mending is the text as units that are aligned as though each were a turn: a tap is told of a sentence, and the aligner
// fixes turns.
type mending struct {
	aligner   Aligner
	recording Recording
	text      transcript.Transcript // as it is
	old       timing.Alignment
	units     []Unit
	words     []int                 // the number of each unit's first word in its turn
	lines     transcript.Transcript // a turn a unit
	times     timing.Alignment      // of lines
	changed   []bool
	fixed     []bool // units that were tapped before
	at        int    // the unit that was tapped now
	meant     time.Duration
}

func newMending(t transcript.Transcript, old timing.Alignment, tapped Unit) *mending {
	m := &mending{text: t, old: old, at: -1, units: Units(t)}
	m.lines.Language = t.Language
	word := 0
	for i, u := range m.units {
		if i > 0 && m.units[i-1].Turn != u.Turn {
			word = 0
		}
		if u == tapped {
			m.at = i
		}
		line := transcript.Turn{Text: u.Text(t)}
		n := len(line.Words())
		m.lines.Turns = append(m.lines.Turns, line)
		m.words = append(m.words, word)
		m.times.Turns = append(m.times.Turns, lineTimes(old, u, word, n))
		word += n
	}
	m.changed, m.fixed = make([]bool, len(m.units)), make([]bool, len(m.units))
	return m
}

// lineTimes are the times that a unit has in an alignment.
func lineTimes(a timing.Alignment, u Unit, word, words int) (out timing.Turn) {
	if u.Turn >= len(a.Turns) {
		return out
	}
	turn := a.Turns[u.Turn]
	switch {
	case u.Sentence < len(turn.Sentences):
		out.Timing = turn.Sentences[u.Sentence]
	case u.Sentence == 0 && len(turn.Sentences) == 0:
		out.Timing = turn.Timing
	}
	if word+words <= len(turn.Words) {
		out.Words = turn.Words[word : word+words]
	}
	return out
}

// fix has a unit stay where it is.
func (m *mending) fix(u Unit) {
	for i, unit := range m.units {
		if unit == u && m.times.Turns[i].Known() {
			m.fixed[i] = true
		}
	}
}

// before goes over what stands before the tap.
func (m *mending) before(ctx context.Context) error {
	end := min(m.meant+slack, m.recording.Duration)
	for reach := nearby; m.at > 0; reach *= farther {
		first := m.at
		for first > 0 && (first == m.at || !m.isEdge(first, m.meant-reach, -1)) {
			first--
		}
		from := time.Duration(0)
		if m.isEdge(first, m.meant-reach, -1) {
			from = max(m.times.Turns[first].Start-slack, 0)
		}
		was := m.times.Turns[first].Timing
		found, err := m.within(ctx, align.Stretch{First: first, Last: m.at, From: from, To: end})
		if err != nil {
			return err
		}
		if first == 0 || m.fixed[first] || same(found.Turns[first].Timing, was) {
			m.take(found, first, m.at)
			return nil
		}
	}
	return nil
}

// after goes over the tapped unit and what follows it.
func (m *mending) after(ctx context.Context) error {
	from := max(m.meant-slack, 0)
	for reach := nearby; ; reach *= farther {
		last := m.at + 1
		for last < len(m.units) && !m.isEdge(last, m.meant+reach, 1) {
			last++
		}
		edge, to := last, m.recording.Duration
		if last < len(m.units) { // the edge is gone over too, to see whether it is where it was
			edge, to = last+1, min(m.times.Turns[last].End+slack, m.recording.Duration)
		}
		found, err := m.within(ctx, align.Stretch{First: m.at, Last: edge, From: from, To: to})
		if err != nil {
			return err
		}
		if last == len(m.units) || m.fixed[last] || same(found.Turns[last].Timing, m.times.Turns[last].Timing) {
			m.take(found, m.at, last)
			return nil
		}
	}
}

// isEdge reports whether the work may end at a unit: it was fixed, or its time is known and lies beyond a moment, in a
// direction of time.
func (m *mending) isEdge(i int, beyond time.Duration, direction int) bool {
	t := m.times.Turns[i]
	if !t.Known() || direction > 0 && t.Start <= m.meant || direction < 0 && t.Start >= m.meant {
		return false
	}
	return m.fixed[i] || direction > 0 && t.Start >= beyond || direction < 0 && t.Start <= beyond
}

func (m *mending) within(ctx context.Context, s align.Stretch) (timing.Alignment, error) {
	if s.To <= s.From { // there is no room
		return timing.Alignment{Turns: make([]timing.Turn, len(m.units))}, nil
	}
	samples, err := m.recording.From(s.From)
	if err != nil {
		return timing.Alignment{}, err
	}
	return m.aligner.Within(ctx, samples, m.lines, m.times, s, align.Options{})
}

func same(a, b timing.Timing) bool {
	return a.Known() && b.Known() && (a.Start-b.Start).Abs() <= meeting
}

// take keeps what was found of some units; where what is found is where it was, the old time is as good.
func (m *mending) take(found timing.Alignment, first, last int) {
	for i := first; i < last; i++ {
		now, was := found.Turns[i], m.times.Turns[i]
		if m.fixed[i] || same(now.Timing, was.Timing) && (now.End-was.End).Abs() <= meeting {
			continue
		}
		m.times.Turns[i], m.changed[i] = now, true
	}
}

// settle has the tapped unit start where it was tapped, unless it was found near there.
func (m *mending) settle() (found bool) {
	t := &m.times.Turns[m.at]
	if m.aligner != nil && t.Known() && (t.Start-m.meant).Abs() <= slack+meeting {
		return true
	}
	m.yield()
	n := time.Duration(len(m.lines.Turns[m.at].Text))
	end := min(m.meant+n*perLetter, m.recording.Duration)
	for _, next := range m.times.Turns[m.at+1:] {
		if next.Known() {
			end = min(end, next.Start)
			break
		}
	}
	*t = timing.Turn{Timing: timing.Timing{Start: m.meant, End: max(end, m.meant+step), Confidence: sureTap}}
	m.changed[m.at] = true
	return false
}

// yield takes away the times that cannot be if the tapped unit starts where it was tapped.
func (m *mending) yield() {
	for i := range m.units {
		t := &m.times.Turns[i]
		switch {
		case i == m.at || !t.Known() || m.fixed[i]:
		case i < m.at && t.Start >= m.meant || i > m.at && t.Start <= m.meant:
			*t, m.changed[i] = timing.Turn{}, true
		case i < m.at && t.End > m.meant:
			t.End, m.changed[i] = m.meant, true
		}
	}
}
