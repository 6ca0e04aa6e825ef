package transcript

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// mostBlocks bounds how many lines or paragraphs are read. A three-hour conversation has some 3,000.
const mostBlocks = 150_000

// A block is a paragraph, heading or line as it stands in the source, before it is known what it means.
type block struct {
	text    string
	lead    string // the beginning of text where the source sets it apart, as in bold type
	cited   bool   // the source says that text is a name: <cite>, <dt>
	heading int    // 1 to 6, or 0
	joined  bool   // only a line break, no blank line, stands before it
	stamped bool   // the source gives a time for it, at
	at      time.Duration
}

// A paragraph is a block whose label and time stamps have been taken off its text.
type paragraph struct {
	text    string
	label   *label // who begins to speak here; nil where nobody is named
	heading int
	joined  bool
	stamps  []offsetStamp
}

type offsetStamp struct {
	offset int
	at     time.Duration
}

// A reading is a paragraph with what its label would be, if it is one.
type reading struct {
	paragraph
	rest  string // the text after the label
	alone bool   // the label has no colon: only type or place sets it apart
}

// readBlocks takes labels and time stamps from the blocks. Whether something is a label is decided last, for all blocks
// together: "Anna: I know" is a label where Anna speaks again.
func readBlocks(blocks []block) []paragraph {
	trustBare := trustBareStamps(blocks)
	var found []reading
	for _, b := range blocks {
		for _, part := range splitRunOn(b) {
			found = append(found, readBlock(part, trustBare)...)
		}
	}
	evidence := weigh(found)
	var out []paragraph
	for _, r := range found {
		if r.label != nil && evidence.accepts(r) {
			r.text = r.rest
		} else {
			r.label = nil
		}
		if r.text != "" || r.label != nil || len(r.stamps) > 0 {
			out = append(out, r.paragraph)
		}
	}
	return carryStamps(out)
}

var runOnLabel = regexp.MustCompile(`[.?!…)\]"”’—-]\s+(\p{Lu}[\p{Lu}\p{M}.'’-]+(?:\s\p{Lu}[\p{Lu}\p{M}.'’-]*){0,4}(?:\s#\d+)?(?:, \p{Lu}[\p{Lu} ]+)?):\s`)

// splitRunOn divides a block that lost its line breaks in copying, so that several people speak in it. It must begin with
// a label in capitals, and every further one must name its speaker in full, or again.
func splitRunOn(b block) []block {
	first, rest, ok := labelAtHead(b.text)
	if !ok || first.sure != certain || b.cited || b.lead != "" || !strings.Contains(rest, ": ") {
		return []block{b}
	}
	known := map[string]bool{}
	learn := func(l label) bool {
		last := l.words[len(l.words)-1]
		isNew := !known[last]
		known[last] = true
		return !isNew || len(l.words) > 1
	}
	learn(first)
	var out []block
	start := 0
	from := strings.IndexAny(b.text, ":：")
	for _, m := range runOnLabel.FindAllStringSubmatchIndex(b.text[from:], -1) {
		at := from + m[2]
		l, ok := parseLabel(b.text[at : from+m[3]])
		before := lastToken(strings.TrimSpace(b.text[:at]))
		if !ok || l.sure != certain || strings.HasSuffix(before, ".") && classify(before) != fullStop || !learn(l) {
			continue
		}
		part := b
		part.text = strings.TrimSpace(b.text[start:at])
		out = append(out, part)
		b.stamped, b.joined, start = false, false, at
	}
	b.text = b.text[start:]
	return append(out, b)
}

// trustBareStamps reports whether times without brackets at the head of lines are time stamps in this source: there are
// several and they do not run backwards.
func trustBareStamps(blocks []block) bool {
	n, backwards, lines := 0, 0, 0
	last := time.Duration(-1)
	for _, b := range blocks {
		lines++
		at, _, bare, ok := stampAtHead(b.text)
		if !ok || !bare {
			continue
		}
		if n++; at < last {
			backwards++
		}
		last = at
	}
	return n >= 2 && n*5 >= lines && backwards*5 <= n
}

// readBlock reads one block. It gives more than one paragraph where a sound stands before a label on the same line.
func readBlock(b block, trustBare bool) []reading {
	r := reading{paragraph: paragraph{text: b.text, heading: b.heading, joined: b.joined}}
	if b.stamped {
		r.stamps = []offsetStamp{{at: b.at}}
	}
	for range 2 {
		at, rest, bare, ok := stampAtHead(r.text)
		if !ok || bare && !trustBare {
			break
		}
		r.text = rest
		if len(r.stamps) == 0 {
			r.stamps = []offsetStamp{{at: at}}
		}
	}
	var out []reading
	for range 8 {
		sound, rest, ok := cutSound(r.text)
		if !ok {
			break
		}
		out = append(out, reading{paragraph: paragraph{text: sound, joined: r.joined, stamps: r.stamps}})
		r.text, r.joined, r.stamps = rest, false, nil
	}
	r.findLabel(b)
	return append(out, r)
}

// cutSound cuts the marks at the head of text off where a label follows them.
func cutSound(text string) (sound, rest string, ok bool) {
	end := markAtHead(text)
	if end == 0 {
		return "", text, false
	}
	rest = strings.TrimSpace(text[end:])
	next := rest
	for range 4 {
		next = strings.TrimSpace(next[markAtHead(next):])
	}
	l, _, ok := labelAtHead(next)
	return text[:end], rest, ok && l.sure == certain
}

// markAtHead gives the length of the mark that text begins with, with the period after it, or 0.
func markAtHead(text string) int {
	if text == "" || text[0] != '(' && text[0] != '[' {
		return 0
	}
	found := marks(text[:min(len(text), longestMark)])
	if len(found) == 0 || found[0].Start > 0 {
		return 0
	}
	end := found[0].End
	if end < len(text) && text[end] == '.' {
		end++
	}
	return end
}

// findLabel reads the label of a block, in whichever way the source marks it.
func (r *reading) findLabel(b block) {
	take := func(l label, rest string, alone bool) {
		r.label, r.rest, r.alone = &l, rest, alone
		if l.stamp != nil && len(r.stamps) == 0 {
			r.stamps = []offsetStamp{{at: *l.stamp}}
		}
		if at, after, _, ok := stampAtHead(rest); ok && len(r.stamps) == 0 { // "Anna: [00:04] Yes", "Anna  0:04"
			r.rest, r.stamps = after, []offsetStamp{{at: at}}
		}
	}
	if name := strings.Trim(r.text, " :"); b.cited && name != "" {
		l, ok := parseLabel(name)
		if !ok {
			l = label{name: name, words: []string{identity(name)}}
		}
		l.sure = certain
		take(l, l.mark, false)
		return
	}
	if rest, ok := strings.CutPrefix(r.text, b.lead); ok && b.lead != "" {
		l, isName := parseLabel(strings.TrimRight(b.lead, " :"))
		if m := bracketedStamp.FindStringSubmatchIndex(strings.TrimSpace(rest)); m != nil { // "<b>Anna</b> (00:04): Yes"
			l.addStamp(strings.TrimSpace(rest)[m[2]:m[3]])
			rest = strings.TrimSpace(rest)[m[1]:]
		}
		rest, colon := strings.CutPrefix(strings.TrimSpace(rest), ":")
		if isName && (colon || strings.HasSuffix(b.lead, ":")) {
			l.sure = certain
			take(l, strings.TrimSpace(l.mark+" "+strings.TrimSpace(rest)), false)
			return
		}
		if isName && rest == "" {
			take(l, "", true)
			return
		}
	}
	if l, rest, ok := labelAtHead(r.text); ok {
		if b.heading == 0 || l.sure == certain || rest == "" {
			take(l, rest, false)
		}
		return
	}
	if m := stampAtEnd.FindStringIndex(r.text); m != nil && m[0] < 60 { // "Anna Vale  0:04" on a line of its own
		if l, ok := parseLabel(r.text[:m[0]]); ok && !functionWord(strings.ToLower(l.words[0])) {
			l.sure = max(l.sure, likely)
			take(l, strings.Trim(r.text[m[0]:], " ()"), false)
		}
	}
}

// evidence is what all labels of a source together say about each of them.
type evidence struct {
	count    map[string]int  // how often a name labels a paragraph
	known    map[string]bool // first and last words of the names that are certain
	labelled int             // paragraphs that would have a label
	likely   int             // … which is likely or certain
	all      int
	alone    int  // labels that are a paragraph of their own, without a colon
	again    bool // one name labels several paragraphs
	repeated bool // a name without a colon occurs more than once
}

func weigh(found []reading) evidence {
	e := evidence{count: map[string]int{}, known: map[string]bool{}}
	text := "."
	for _, r := range found {
		if !r.joined || r.label != nil || endsLikeProse(text) {
			e.all++
		}
		if r.text != "" {
			text = r.text
		}
		if r.label == nil {
			continue
		}
		e.count[r.label.name]++
		e.labelled++
		if r.alone {
			e.alone++
		}
		e.again = e.again || e.count[r.label.name] > 1
		e.repeated = e.repeated || r.alone && e.count[r.label.name] > 1
		if r.label.sure >= likely && !r.alone {
			e.likely++
		}
		if r.label.sure == certain {
			e.known[r.label.words[0]] = true
			e.known[r.label.words[len(r.label.words)-1]] = true
		}
	}
	return e
}

func (e evidence) accepts(r reading) bool {
	l := r.label
	switch {
	case r.alone:
		return e.repeated && len(e.count) >= 2 && e.alone*4 >= e.all
	case l.sure == certain, e.count[l.name] >= 2:
		return true
	case l.sure == doubtful && functionWord(strings.ToLower(l.words[0])):
		return false
	case e.known[l.words[0]] || e.known[l.words[len(l.words)-1]]:
		return true
	case l.sure == likely:
		return len(e.known) > 0 || e.all <= 3 || e.likely >= 2 && e.likely*3 >= e.all
	}
	return (e.again || e.likely > 0 || e.all <= 3) && e.labelled >= 2 && e.labelled*2 >= e.all
}

// carryStamps gives the time of an empty paragraph to the next one.
func carryStamps(ps []paragraph) []paragraph {
	out := ps[:0]
	var pending []offsetStamp
	for _, p := range ps {
		if p.text == "" && p.label == nil {
			pending = p.stamps
			continue
		}
		if len(p.stamps) == 0 {
			p.stamps = pending
		}
		pending = nil
		if p.text == "" {
			pending, p.stamps = p.stamps, nil
		}
		out = append(out, p)
	}
	return out
}

// joinLines puts lines together that are one paragraph. In a text with lines of equal length all lines up to a blank one are;
// elsewhere a line that stops in the middle of a sentence goes on in the next.
func joinLines(ps []paragraph, wrapped bool) []paragraph {
	var out []paragraph
	var text strings.Builder // of the last of out
	flush := func() {
		if len(out) > 0 {
			out[len(out)-1].text = text.String()
			text.Reset()
		}
	}
	for i, p := range ps {
		if i > 0 && continues(ps[i-1], p, wrapped) && text.Len() > 0 {
			text.WriteByte(' ')
			for _, s := range p.stamps {
				out[len(out)-1].stamps = append(out[len(out)-1].stamps, offsetStamp{text.Len() + s.offset, s.at})
			}
			text.WriteString(p.text)
			continue
		}
		flush()
		p.stamps = slices.Clip(p.stamps)
		out = append(out, p)
		text.WriteString(p.text)
	}
	flush()
	return out
}

func continues(before, p paragraph, wrapped bool) bool {
	if !p.joined || p.label != nil || p.heading > 0 || before.heading > 0 || before.text == "" || p.text == "" ||
		allMarks(p.text) || allMarks(before.text) || isFurniture(p.text) || isFurniture(before.text) || isSmallPrint(p.text) {
		return false
	}
	first, _ := utf8.DecodeRuneInString(p.text)
	return wrapped || !endsLikeProse(before.text) && (unicode.IsLower(first) || strings.HasSuffix(before.text, ","))
}
