package feed

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// line puts text on one line of at most so many characters.
func line(text string, most int) string {
	return shortened(strings.Join(strings.Fields(visible(text)), " "), most)
}

// title puts a title on one line. Many feeds escape theirs once too often.
func title(text string) string { return line(html.UnescapeString(text), mostTitle) }

// visible leaves out what cannot be seen: control characters, and those that turn the direction of a text around, with
// which a title could look like another.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return r
		case unicode.IsControl(r), r == '\u061c', r == '\u200b', r == '\u200e', r == '\u200f', r == '\u2060', r == '\ufeff',
			r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
}

func shortened(text string, most int) string {
	if len(text) <= most || utf8.RuneCountInString(text) <= most {
		return text
	}
	runes := []rune(text)[:most-1]
	return strings.TrimSpace(string(runes)) + "…"
}

// firstWords names an episode that has no title.
func firstWords(text string) string {
	const most = 60
	first, _, _ := strings.Cut(text, "\n")
	return shortened(first, most)
}

// plain gives the words of a piece of HTML, a line a paragraph.
func plain(markup string) string {
	const most = 64 << 10 // bytes of markup: far more than is kept of the words
	markup = markup[:min(len(markup), most)]
	if hasBlocks(markup) { // then the end of a line is no more than a space
		markup = strings.NewReplacer("\r", " ", "\n", " ").Replace(markup)
	}
	var b strings.Builder
	tokens := html.NewTokenizer(strings.NewReader(markup))
	hidden := atom.Atom(0)
	for {
		kind := tokens.Next()
		if kind == html.ErrorToken { // its end
			return paragraphs(b.String())
		}
		token := tokens.Token()
		switch {
		case hidden != 0:
			if kind == html.EndTagToken && token.DataAtom == hidden {
				hidden = 0
			}
		case kind == html.TextToken:
			b.WriteString(token.Data)
		case kind == html.StartTagToken && (token.DataAtom == atom.Script || token.DataAtom == atom.Style):
			hidden = token.DataAtom
		case isBlock(token.DataAtom):
			b.WriteByte('\n')
		}
	}
}

func hasBlocks(markup string) bool {
	markup = strings.ToLower(markup)
	return slices.ContainsFunc([]string{"<p", "<br", "<div", "<li"}, func(tag string) bool { return strings.Contains(markup, tag) })
}

func isBlock(a atom.Atom) bool {
	return slices.Contains([]atom.Atom{
		atom.P, atom.Br, atom.Div, atom.Li, atom.Ul, atom.Ol, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6,
		atom.Blockquote, atom.Tr, atom.Table, atom.Hr, atom.Section, atom.Article, atom.Figure,
	}, a)
}

// paragraphs puts each paragraph on one line and leaves out empty ones.
func paragraphs(text string) string {
	var lines []string
	for part := range strings.SplitSeq(visible(text), "\n") {
		if part = strings.Join(strings.Fields(part), " "); part != "" {
			lines = append(lines, part)
		}
	}
	return shortened(strings.Join(lines, "\n"), mostSummary)
}
