package transcript

import (
	"slices"
	"strings"
	"unicode"
)

// A draft is a transcript in the making.
type draft struct {
	Transcript
	paragraphs []paragraph
	byline     []string // names found in "By …" lines
	cast       []*label // who takes part, where a list says so: "Host: Anna Vale"
}

const largestCastList = 30

// takeCast reads a list of who takes part, before anybody speaks.
func (d *draft) takeCast() {
	d.paragraphs = slices.Clone(d.paragraphs)
	for i := 0; i < len(d.paragraphs); i++ {
		p := d.paragraphs[i]
		if p.label == nil {
			continue
		}
		words := strings.Fields(p.text)
		if len(d.cast) == largestCastList || !knownRole(p.label.name) || len(words) < 2 || len(words) > 6 || !areTitled(words) || endsLikeProse(p.text) {
			return
		}
		l, ok := parseLabel(p.text)
		if !ok {
			return
		}
		l.role = strings.ToLower(p.label.name)
		d.cast = append(d.cast, &l)
		d.paragraphs = slices.Delete(d.paragraphs, i, i+1)
		i--
	}
}

// labelled gives the first and last paragraph that name a speaker, or -1.
func (d *draft) labelled() (first, last int) {
	first, last = -1, -1
	for i, p := range d.paragraphs {
		if p.label != nil {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	return first, last
}

// The most bytes of what is said about a story. What is longer is a mistake, or meant to do harm.
const (
	longestTitle  = 500
	longestSource = 200
	longestRights = 2000
)

// tidy makes what is said about the story fit to be shown.
func (d *draft) tidy() {
	d.Title = shorten(collapse(clean(d.Title)), longestTitle)
	d.Source = shorten(collapse(clean(d.Source)), longestSource)
	d.Rights = shorten(collapse(clean(d.Rights)), longestRights)
}

// finish makes turns and speakers of the paragraphs that are the story.
func (d *draft) finish() (Transcript, error) {
	d.takeSmallPrint()
	d.tidy()
	var all []*label
	for _, p := range d.paragraphs {
		if p.label != nil {
			all = append(all, p.label)
		}
	}
	c := cast{}
	for _, l := range d.cast {
		c.people = append(c.people, &person{label: *l, roles: []string{l.role}})
	}
	who := c.resolve(all)
	turns := d.rawTurns(who)
	if len(turns) == 0 {
		return Transcript{}, ErrEmpty
	}
	d.name(&c, who, turns)
	if d.Language == "" {
		d.Language = guessLanguage(d.Turns)
	}
	return d.Transcript, nil
}

// takeSmallPrint takes the rights line and what else is about the transcript itself out of it. Behind the last speaker, small
// print ends the story.
func (d *draft) takeSmallPrint() {
	_, last := d.labelled()
	var kept []paragraph
	for i, p := range d.paragraphs {
		body, small := cutSmallPrint(p.text)
		if small == "" {
			kept = append(kept, p)
			continue
		}
		if r := rightsIn(small); r != "" && (d.Rights == "" || i >= last) {
			d.Rights = r
		}
		p.text = body
		if body != "" || p.label != nil {
			kept = append(kept, p)
		}
		if i >= last && (last >= 0 || !proseAfter(d.paragraphs[i+1:])) {
			kept = append(kept, d.stillSmallPrint(d.paragraphs[i+1:])...)
			break
		}
	}
	d.paragraphs = kept
}

// stillSmallPrint looks through what follows the story for a rights line that says more than a byline did.
func (d *draft) stillSmallPrint(rest []paragraph) []paragraph {
	for _, p := range rest {
		if r := rightsIn(p.text); r != "" && d.Rights == "" {
			d.Rights = r
		}
		if noteStart.MatchString(p.text) {
			return []paragraph{p} // corrections are often printed last
		}
	}
	return nil
}

func proseAfter(ps []paragraph) bool {
	return slices.ContainsFunc(ps, func(p paragraph) bool { return isProse(p.text) && !isSmallPrint(p.text) })
}

// A rawTurn is a turn whose speaker is still a label.
type rawTurn struct {
	kind   Kind
	label  int // index into the story's labels, or -1
	text   strings.Builder
	stamps []offsetStamp
}

// rawTurns puts paragraphs together to turns; who[i] is the person whom the i-th label names. Who speaks goes on speaking
// after a sound or a note, and on being named again.
func (d *draft) rawTurns(who []*person) []*rawTurn {
	var turns []*rawTurn
	current, pending := -1, false // pending: named, but not heard yet
	labels := 0
	for _, p := range d.paragraphs {
		if p.label != nil {
			current, pending = labels, true
			labels++
		}
		kind, ok := kindOf(p)
		if !ok {
			continue
		}
		var last *rawTurn
		if len(turns) > 0 {
			last = turns[len(turns)-1]
		}
		turn := &rawTurn{kind: kind, label: current}
		switch {
		case kind == Speech && last != nil && last.kind == Speech && (!pending || last.label >= 0 && who[last.label] == who[current]):
			turn = last
		case kind == Sound && !pending, kind == Note && p.label == nil:
			turn.label = -1
		}
		if turn != last {
			turns = append(turns, turn)
		}
		turn.add(p)
		pending = pending && kind == Note && p.label == nil
	}
	return turns
}

func (t *rawTurn) add(p paragraph) {
	if t.text.Len() > 0 {
		t.text.WriteString("\n\n")
	}
	for _, s := range p.stamps {
		t.stamps = append(t.stamps, offsetStamp{t.text.Len() + s.offset, s.at})
	}
	t.text.WriteString(p.text)
}

// kindOf tells what a paragraph is; false means that it is nothing: a rule, furniture.
func kindOf(p paragraph) (Kind, bool) {
	text := p.text
	switch {
	case text == "":
		return 0, false
	case allMarks(text):
		if isEditorial(text) {
			return Note, true
		}
		return Sound, true
	case !strings.ContainsFunc(text, spoken):
		return Sound, p.label != nil || strings.ContainsAny(text, "♪♫")
	case p.label != nil:
		return Speech, true
	case isFurniture(text):
		return 0, false
	case p.heading > 0, noteStart.MatchString(text), isEdited(text):
		return Note, true
	}
	return Speech, true
}

// isEditorial tells a correction in brackets from a sound in brackets.
func isEditorial(text string) bool {
	lower := strings.ToLower(text)
	if strings.Contains(lower, "correction") || strings.Contains(lower, "editor's note") || strings.Contains(lower, "editor’s note") {
		return true
	}
	return strings.HasPrefix(text, "[") && len(strings.Fields(text)) > 6 && !isMark(strings.Trim(text, "[]. ")) || noteStart.MatchString(text)
}

// isEdited finds what editors say of an interview: "(This conversation has been edited for length.)"
func isEdited(text string) bool {
	return len(text) < 300 && (strings.Contains(text, "edited for") || strings.Contains(text, "been edited and condensed")) &&
		strings.HasSuffix(strings.TrimRight(text, ". "), ")") && strings.HasPrefix(text, "(")
}

// name finds out who the labels are, and completes the transcript.
func (d *draft) name(c *cast, who []*person, turns []*rawTurn) {
	texts := []string{d.Title, strings.Join(append(slices.Clone(d.Authors), d.byline...), "; ")}
	for _, t := range turns {
		texts = append(texts, t.text.String())
	}
	var names []string
	for _, p := range c.people {
		names = append(names, p.name)
	}
	var printed map[*person]string
	d.Speakers, printed = c.speakers(spellingsOf(names, texts))
	for i, t := range turns {
		turn := Turn{Kind: t.kind, Text: t.text.String()}
		if t.label >= 0 {
			turn.Speaker = printed[who[t.label]]
		}
		d.Turns = append(d.Turns, turn)
		for _, s := range t.stamps {
			d.Stamps = append(d.Stamps, Stamp{Turn: i, Offset: s.offset, At: s.at})
		}
	}
	d.dropSilent()
	d.nameAuthors()
}

// dropSilent takes out speakers who were named but have no turn.
func (d *draft) dropSilent() {
	heard := map[string]bool{}
	for _, t := range d.Turns {
		heard[t.Speaker] = true
	}
	d.Speakers = slices.DeleteFunc(d.Speakers, func(s Speaker) bool { return !heard[s.Name] })
}

// nameAuthors falls back on the byline and on the speakers who are introduced as the reporter; and it gives an article,
// where nobody is named as speaking, to its only author.
func (d *draft) nameAuthors() {
	if len(d.Authors) == 0 {
		d.Authors = d.byline
	}
	if len(d.Authors) == 0 {
		for _, s := range d.Speakers {
			if role, _, _ := strings.Cut(s.Role, ","); role == "byline" {
				d.Authors = append(d.Authors, s.Name)
			}
		}
	}
	if len(d.Speakers) == 0 && len(d.Authors) == 1 {
		d.Speakers = []Speaker{{Name: d.Authors[0]}}
		for i := range d.Turns {
			if d.Turns[i].Kind == Speech {
				d.Turns[i].Speaker = d.Authors[0]
			}
		}
	}
}

// splitNames divides "By Anna Vale, Tom Stone and Eve Oduya" into names.
func splitNames(line string) []string {
	line = collapse(line)
	if m := bylineLine.FindStringSubmatch(line); m != nil {
		line = m[1]
	}
	line = strings.NewReplacer(" and ", ",", " & ", ",", ";", ",", "|", ",", " / ", ",").Replace(line)
	var names []string
	for part := range strings.SplitSeq(line, ",") {
		part = strings.Trim(part, " .,")
		switch {
		case part == "" || !strings.ContainsFunc(part, unicode.IsLetter) || len(part) > 80 || strings.Contains(part, "://"):
		case nameSuffix.MatchString(part) && len(names) > 0:
			names[len(names)-1] += ", " + part
		case !slices.Contains(names, part):
			names = append(names, part)
		}
	}
	return names
}

// guessLanguage knows English by its commonest words, and gives "" for everything else.
func guessLanguage(turns []Turn) string {
	all, english := 0, 0
	for _, t := range turns {
		for w := range strings.FieldsSeq(t.Text) {
			if all++; all > 3000 {
				break
			}
			switch strings.ToLower(w) {
			case "the", "of", "and", "to", "in", "is", "that", "it", "was", "for", "with", "are", "this", "have", "you", "they", "but", "not":
				english++
			}
		}
	}
	if all >= 8 && english*8 >= all {
		return "en"
	}
	return ""
}
