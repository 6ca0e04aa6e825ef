package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"alongside/sync/transcript"
)

// A Hit is a story that a search found.
type Hit struct {
	Summary
	Turn    int               // the turn that answers the search best, -1 where the title or the people do
	Snippet string            // a stretch of that turn, else the title or the names, with "…" where it was cut
	Marks   []transcript.Span // the words of the snippet that were searched for
	InNote  bool              // the snippet is of what the reader wrote to words of that turn
	Matches int               // how often words of the query are in what is said
}

// Marks in the text that SQLite gives, and between turns in the index. None of them can be in a transcript's words.
const (
	markStart = "\x02"
	markEnd   = "\x03"
	turnBreak = "\x1e"
)

// commonFrom is how many stories must have what is searched for until not all of them are weighed.
const commonFrom = 500

// Search gives the stories in which all words of the query are found, in titles, people or what is said, best first.
// Case and accents make no difference; the last word may be unfinished, unless a space follows it; words in double
// quotation marks are looked for in that order. Any query is allowed: what is no word is passed over, and a query without
// words finds nothing. A story of which the reader's own notes have the words is found by the best of these, before all others.
//
// Where more than 500 stories have the words, those come first that have them in titles or people, and of the
// others only the 500 added last are weighed; of one to three letters of one word, none: what was added last is first.
func (l *Library) Search(ctx context.Context, query string, limit int) (hits []Hit, err error) {
	q := parseQuery(query)
	if len(q.terms) == 0 || limit <= 0 {
		return nil, nil
	}
	err = l.read(ctx, func(tx *sql.Tx) error {
		s := searcher{ctx, tx, q.match(), limit}
		if hits, err = s.written(); err != nil {
			return err
		}
		others, err := s.search(q.short())
		hits = join(hits, others, limit)
		return err
	})
	return hits, failed(err, "searching for %s", quoted(query))
}

// A searcher looks for one query.
type searcher struct {
	ctx   context.Context
	tx    *sql.Tx
	match string // in the words of FTS5
	limit int
}

// search looks through the index that answers soonest.
func (s searcher) search(short bool) ([]Hit, error) {
	table := "search"
	if short {
		table = "beginnings"
	}
	var since int64 // the number of the story from which on those are that are weighed
	err := s.tx.QueryRowContext(s.ctx, fmt.Sprintf("SELECT rowid FROM %s WHERE %[1]s MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET ?", table),
		s.match, commonFrom).Scan(&since)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return s.found("search", "AND rank MATCH 'bm25(10, 5, 1)' ORDER BY rank")
	case err != nil:
		return nil, err
	}
	named, err := s.named()
	if err != nil || len(named) == s.limit {
		return named, err
	}
	var others []Hit
	if short {
		others, err = s.found(table, "ORDER BY rowid DESC")
	} else {
		others, err = s.found(table, fmt.Sprintf("AND rowid >= %d AND rank MATCH 'bm25(10, 5, 1)' ORDER BY rank", since))
	}
	return join(named, others, s.limit), err
}

// join adds hits of stories that are not among the first ones, up to a limit. Of those that are, it only takes over how often
// the words are in them.
func join(first, others []Hit, limit int) []Hit {
	for _, hit := range others {
		switch n := slices.IndexFunc(first, func(h Hit) bool { return h.ID == hit.ID }); {
		case n >= 0:
			first[n].Matches = max(first[n].Matches, hit.Matches)
		case len(first) < limit:
			first = append(first, hit)
		}
	}
	return first
}

// written gives the stories of which a note has all words, each with the best of its notes.
func (s searcher) written() ([]Hit, error) {
	rows, err := s.tx.QueryContext(s.ctx, "SELECT "+summaryColumns+`, marked, place FROM (
			SELECT story, turn AS place, highlight(written, 0, char(2), char(3)) AS marked, rank AS weight
			FROM written JOIN marks ON marks.id = written.rowid
			WHERE written MATCH ? ORDER BY rank LIMIT ?) AS found CROSS JOIN `+summaryTables+`
		WHERE stories.id = found.story AND removed IS NULL ORDER BY weight`, s.match, s.limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var hits []Hit
	for rows.Next() {
		hit := Hit{InNote: true}
		var marked string
		if hit.Summary, err = scanSummary(rows, &marked, &hit.Turn); err != nil {
			return nil, err
		}
		hit.Turn = min(hit.Turn, hit.Turns-1)
		hit.Snippet, hit.Marks = snippet(marked)
		hits = join(hits, []Hit{hit}, s.limit)
	}
	return hits, rows.Err()
}

// named gives the stories that have all words in title and people.
func (s searcher) named() ([]Hit, error) {
	return s.hits(`SELECT rowid AS story,
			highlight(names, 0, char(2), char(3)) AS in_title,
			highlight(names, 1, char(2), char(3)) AS in_people,
			'' AS in_words
		FROM names
		WHERE names MATCH ? AND rank MATCH 'bm25(10, 5)'
			AND rowid NOT IN (SELECT id FROM stories WHERE removed IS NOT NULL)
		ORDER BY rank LIMIT ?`)
}

// found gives the stories that an index finds under a condition and in an order.
func (s searcher) found(table, condition string) ([]Hit, error) {
	return s.hits(fmt.Sprintf(`SELECT rowid AS story,
			highlight(%s, 0, char(2), char(3)) AS in_title,
			highlight(%[1]s, 1, char(2), char(3)) AS in_people,
			highlight(%[1]s, 2, char(2), char(3)) AS in_words
		FROM %[1]s
		WHERE %[1]s MATCH ? AND rowid NOT IN (SELECT id FROM stories WHERE removed IS NOT NULL) %s LIMIT ?`, table, condition))
}

// hits reads the stories that a query names, in its order.
func (s searcher) hits(query string) ([]Hit, error) {
	rows, err := s.tx.QueryContext(s.ctx, "SELECT "+summaryColumns+", in_title, in_people, in_words FROM ("+query+
		") AS found CROSS JOIN "+summaryTables+" WHERE stories.id = found.story", s.match, s.limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var hits []Hit
	for rows.Next() {
		var title, people, words sql.NullString
		summary, err := scanSummary(rows, &title, &people, &words)
		if err != nil {
			return nil, err
		}
		hits = append(hits, hitOf(summary, title.String, people.String, words.String))
	}
	return hits, rows.Err()
}

// hitOf makes a hit of a story's searchable texts, in which what was found is marked.
func hitOf(s Summary, title, people, words string) Hit {
	hit := Hit{Summary: s, Turn: -1, Matches: strings.Count(words, markStart)}
	best, most := "", 0
	for n, turn := range strings.Split(words, turnBreak) {
		if found := differentMarks(turn); found > most {
			hit.Turn, best, most = n, turn, found
		}
	}
	if hit.Turn < 0 {
		best = title
		if !strings.Contains(title, markStart) {
			best = namesIn(people)
		}
	}
	hit.Snippet, hit.Marks = snippet(best)
	return hit
}

// A Match is a word of a query, or a phrase of it, in what is said in a story.
type Match struct {
	Turn int
	Span transcript.Span
}

// Matches gives the words of a query in one story, as [Library.Search] counts them, in the order of the text.
func (l *Library) Matches(ctx context.Context, story int64, query string) (matches []Match, err error) {
	q := parseQuery(query)
	if len(q.terms) == 0 {
		return nil, nil
	}
	err = l.read(ctx, func(tx *sql.Tx) error {
		var words sql.NullString
		err := tx.QueryRowContext(ctx, "SELECT highlight(search, 2, char(2), char(3)) FROM search WHERE search MATCH ? AND rowid = ?",
			q.match(), story).Scan(&words)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		matches = matchesIn(words.String)
		return err
	})
	return matches, failed(err, "searching for %s in a story", quoted(query))
}

// matchesIn reads what is marked in a story's words.
func matchesIn(words string) (matches []Match) {
	for n, turn := range strings.Split(words, turnBreak) {
		at := 0 // in the turn's text, which has no marks
		for {
			before, rest, found := strings.Cut(turn, markStart)
			if !found {
				break
			}
			word, after, _ := strings.Cut(rest, markEnd)
			at += len(before)
			if len(word) > 0 {
				matches = append(matches, Match{n, transcript.Span{Start: at, End: at + len(word)}})
			}
			at += len(word)
			turn = after
		}
	}
	return matches
}

// namesIn gives the names in the index's list, each once.
func namesIn(people string) string {
	var names []string
	for _, name := range strings.Split(people, "\n") {
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// differentMarks counts the different words that are marked in a text.
func differentMarks(text string) int {
	seen := map[string]bool{}
	for {
		_, after, found := strings.Cut(text, markStart)
		if !found {
			return len(seen)
		}
		word, rest, _ := strings.Cut(after, markEnd)
		seen[strings.ToLower(word)] = true
		text = rest
	}
}

// Lengths in a snippet, in bytes.
const (
	snippetBefore = 60
	snippetLength = 200
)

// snippet cuts a stretch that begins shortly before the first marked word out of a text, and tells where the marks are.
func snippet(marked string) (string, []transcript.Span) {
	var plain strings.Builder
	var marks []transcript.Span
	for _, r := range strings.ReplaceAll(marked, "\n\n", " ") {
		switch string(r) {
		case markStart:
			marks = append(marks, transcript.Span{Start: plain.Len(), End: plain.Len()})
		case markEnd:
			if len(marks) > 0 {
				marks[len(marks)-1].End = plain.Len()
			}
		default:
			plain.WriteRune(r)
		}
	}
	text := plain.String()
	start, end := 0, len(text)
	if len(marks) > 0 && marks[0].Start > snippetBefore {
		start = wordStart(text, marks[0].Start-snippetBefore, marks[0].Start)
	}
	if start+snippetLength < end {
		end = wordEnd(text, start+snippetLength)
	}
	cut := text[start:end]
	shift := -start
	if start > 0 {
		cut, shift = "…"+cut, shift+len("…")
	}
	if end < len(text) {
		cut += "…"
	}
	var inside []transcript.Span
	for _, m := range marks {
		if m.Start >= start && m.End <= end && m.End > m.Start {
			inside = append(inside, transcript.Span{Start: m.Start + shift, End: m.End + shift})
		}
	}
	return cut, inside
}

// wordStart gives the first place from at where a word begins, but none behind last.
func wordStart(text string, at, last int) int {
	for at < last && !(utf8.RuneStart(text[at]) && (at == 0 || text[at-1] == ' ')) {
		at++
	}
	return at
}

// wordEnd gives the last place up to at where a word ends, or at if that would leave little.
func wordEnd(text string, at int) int {
	if space := strings.LastIndexByte(text[:at], ' '); space > at-snippetBefore {
		return space
	}
	for !utf8.RuneStart(text[at]) {
		at--
	}
	return at
}

// Bounds of a query, so that nobody waits for a page pasted into the search field.
const (
	mostQuery = 500 // bytes
	mostTerms = 24
)

// A searchQuery is what to look for.
type searchQuery struct {
	terms      []string // words and phrases
	unfinished bool     // the last one may go on
}

// parseQuery takes a query apart.
func parseQuery(query string) (q searchQuery) {
	if len(query) > mostQuery {
		query = query[:mostQuery]
	}
	query = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.NewReplacer("“", `"`, "”", `"`, "„", `"`).Replace(query))
	for i, part := range strings.Split(query, `"`) {
		found := []string{part}
		if i%2 == 0 {
			found = strings.Fields(part)
		}
		for _, term := range found {
			if strings.ContainsFunc(term, isSearchable) {
				q.terms = append(q.terms, term)
			}
		}
	}
	q.terms = q.terms[:min(len(q.terms), mostTerms)]
	last, _ := utf8.DecodeLastRuneInString(query)
	q.unfinished = isSearchable(last)
	return q
}

// match puts a query into the words of FTS5: each word or phrase between quotation marks, so that nothing in it has a
// meaning to FTS5, the last one as the beginning of a word where it may go on.
func (q searchQuery) match() string {
	match := `"` + strings.Join(q.terms, `" "`) + `"`
	if q.unfinished {
		match += "*"
	}
	return match
}

// short reports whether the index of beginnings can answer: the last word is begun and has no more letters than that index
// knows, and none is of several, as "don't" is to SQLite.
func (q searchQuery) short() bool {
	const longestBeginning = 3
	if !q.unfinished || utf8.RuneCountInString(q.terms[len(q.terms)-1]) > longestBeginning {
		return false
	}
	for _, term := range q.terms {
		if len(strings.FieldsFunc(term, func(r rune) bool { return !isSearchable(r) })) != 1 {
			return false
		}
	}
	return true
}

// isSearchable reports whether SQLite's unicode61 takes a character for a part of a word.
func isSearchable(r rune) bool { return unicode.In(r, unicode.L, unicode.N, unicode.Co) }
