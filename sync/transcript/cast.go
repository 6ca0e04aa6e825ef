package transcript

import (
	"slices"
	"strconv"
	"strings"
)

// A cast finds out which labels name the same person. "MICHELE VALE, BYLINE" and "VALE" do, two people called Vale do not; a
// short name that could be either's is left as a speaker of its own rather than given to the wrong one.
type cast struct {
	people   []*person
	distinct []*label // every label of the story once, to look ahead in
}

// largestCast bounds how many different labels are compared with each other; beyond it, which no story reaches, only equal
// ones are one person.
const largestCast = 300

type person struct {
	label          // the fullest one seen
	roles []string // as printed
}

// resolve gives the person for each label.
func (c *cast) resolve(all []*label) []*person {
	place := map[string]int{} // in distinct
	for _, l := range all {
		if _, ok := place[l.key()]; !ok {
			place[l.key()] = len(c.distinct)
			c.distinct = append(c.distinct, l)
		}
	}
	who := make([]*person, len(all))
	known := map[string]*person{} // as long as nobody new comes in, the same label is the same person
	for i, l := range all {
		p := known[l.key()]
		if p == nil {
			n := len(c.people)
			p = c.who(l, place[l.key()])
			if len(c.people) > n && len(c.distinct) <= largestCast {
				clear(known)
			}
			known[l.key()] = p
		}
		p.learn(l)
		who[i] = p
	}
	return who
}

// key is the same for labels that cannot be told apart.
func (l *label) key() string { return l.title + " " + strings.Join(l.words, " ") }

// who finds the person of distinct[i], or adds a new one.
func (c *cast) who(l *label, i int) *person {
	small := len(c.distinct) <= largestCast
	if small {
		if p := c.known(l); p != nil {
			return p
		}
	}
	p := &person{label: *l}
	if small {
		if fuller := c.ahead(l, i); fuller != nil {
			p.label = *fuller
		}
	}
	c.people = append(c.people, p)
	return p
}

func (p *person) learn(l *label) {
	if len(l.words) > len(p.words) || len(l.words) == len(p.words) && isInitial(p.words[0]) && !isInitial(l.words[0]) {
		title := p.title
		p.label = *l
		if p.title == "" {
			p.title = title
		}
	}
	if l.role != "" && !slices.Contains(p.roles, l.role) {
		p.roles = append(p.roles, l.role)
	}
}

// known finds the one person seen so far that l can name.
func (c *cast) known(l *label) *person {
	var surname, other []*person
	for _, p := range c.people {
		switch match(l, &p.label) {
		case same:
			return p
		case bySurname:
			surname = append(surname, p)
		case byGivenName:
			other = append(other, p)
		}
	}
	switch {
	case len(surname) == 1:
		return surname[0]
	case len(surname) == 0 && len(other) == 1:
		return other[0]
	case l.isGeneric() && knownRole(l.words[0]) && len(l.words) == 1:
		return c.inRole(l.words[0])
	}
	return nil
}

// inRole finds the only person who was introduced with a role, for labels like "HOST".
func (c *cast) inRole(role string) *person {
	var found *person
	for _, p := range c.people {
		if slices.ContainsFunc(p.roles, func(r string) bool { return strings.EqualFold(r, role) }) {
			if found != nil {
				return nil
			}
			found = p
		}
	}
	return found
}

// ahead finds the only fuller name that a label after distinct[i], which is l, gives to the same person.
func (c *cast) ahead(l *label, i int) *label {
	var found *label
	for _, next := range c.distinct[i+1:] {
		if len(next.words) <= len(l.words) || match(l, next) != bySurname {
			continue
		}
		if found != nil && match(found, next) != same {
			return nil
		}
		found = next
	}
	return found
}

type matching int

const (
	different matching = iota
	byGivenName
	bySurname
	same
)

// match compares two labels, of which a may be the shorter or the longer.
func match(a, b *label) matching {
	if titlesDiffer(a.title, b.title) {
		return different
	}
	if slices.Equal(a.words, b.words) {
		return same
	}
	if a.isGeneric() || b.isGeneric() {
		return different
	}
	x, y := nameWords(a), nameWords(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	switch {
	case len(x) == 1 && len(y) > 1 && x[0] == y[len(y)-1], len(x) > 1 && len(x) < len(y) && slices.Equal(x, y[len(y)-len(x):]):
		return bySurname
	case len(x) == len(y) && len(x) > 1 && slices.Equal(x[1:], y[1:]) && initialOf(x[0], y[0]):
		return bySurname
	case len(x) > 1 && len(x) < len(y) && x[0] == y[0] && x[len(x)-1] == y[len(y)-1]:
		return bySurname // a middle name left out
	case len(x) < len(y) && slices.Equal(x, y[:len(x)]):
		return byGivenName
	case len(x) == len(y) && slices.Equal(x, y):
		return bySurname // only a suffix differs; one of them has none
	}
	return different
}

// nameWords is a label's name without "JR" and the like, unless there would be nothing left.
func nameWords(l *label) []string {
	n := len(l.words)
	for n > 1 && nameSuffix.MatchString(l.words[n-1]) {
		n--
	}
	return l.words[:n]
}

func isInitial(word string) bool { return len(word) == 1 }

func initialOf(a, b string) bool {
	return a != "" && b != "" && (isInitial(a) && strings.HasPrefix(b, a) || isInitial(b) && strings.HasPrefix(a, b))
}

// titlesDiffer reports whether two titles cannot be the same person's.
func titlesDiffer(a, b string) bool {
	return a == "mr" && isWomansTitle(b) || b == "mr" && isWomansTitle(a)
}

func isWomansTitle(t string) bool { return t == "ms" || t == "mrs" || t == "miss" }

// speakers gives every person a name and a role for print, in the order in which they first speak. No two share a name.
func (c *cast) speakers(s spellings) (list []Speaker, names map[*person]string) {
	names = make(map[*person]string, len(c.people))
	taken := map[string]bool{}
	for _, p := range c.people {
		name := p.printed(s)
		for i, base := 2, name; taken[name]; i++ {
			name = base + " (" + strconv.Itoa(i) + ")"
		}
		taken[name] = true
		names[p] = name
		list = append(list, Speaker{Name: name, Role: p.printedRole()})
	}
	return list, names
}

// printed is the person's name as a sentence would have it.
func (p *person) printed(s spellings) string {
	name := p.name
	if known, ok := s.of(name); ok {
		return known
	}
	words := strings.Fields(name)
	if areShouted(words[min(p.titleWords(), len(words)-1):]) {
		name = titleCase(words, s)
	}
	if len(p.words) == 1 && isPoliteTitle(p.title) && !p.isGeneric() {
		name = titleCase([]string{p.title + "."}, s) + " " + strings.TrimSpace(dropTitle(name))
	}
	return name
}

// titleWords counts the titles that name still begins with.
func (p *person) titleWords() int { return max(0, len(strings.Fields(p.name))-len(p.words)) }

func dropTitle(name string) string {
	if first, rest, ok := strings.Cut(name, " "); ok && isPoliteTitle(titleOf(first)) {
		return rest
	}
	return name
}

func (p *person) printedRole() string {
	switch {
	case len(p.roles) == 0 && p.isGeneric() && len(p.words) == 1 && knownRole(p.words[0]):
		return strings.ToLower(p.words[0])
	case len(p.roles) == 0:
		return ""
	case isShouted(p.roles[0]):
		return strings.ToLower(p.roles[0])
	}
	return p.roles[0]
}
