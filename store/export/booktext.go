package export

import (
	_ "embed"
	"fmt"
	"strings"

	"alongside/store"
	"alongside/sync/align"
	"alongside/sync/transcript"
)

//go:embed book.css
var bookCSS string

// bookStyle is how a book looks where its reader does not look otherwise.
func bookStyle() string { return bookCSS }

// open writes the head of an XHTML document, which close ends. The path leads from it to the book's folder.
func (b *book) open(m markup, title, path string) {
	language, dir := tag(b.Transcript.Language), direction(b.Transcript)
	m.printf(`<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="%s" xml:lang="%s" dir="%s">
<head>
<meta charset="UTF-8"/>
<title>%s</title>
<link rel="stylesheet" type="text/css" href="%sbook.css"/>
</head>
`, language, language, dir, title, path)
}

// writeText writes the turns of a sheet.
func (b *book) writeText(m markup, p sheet) {
	t := b.Transcript
	b.open(m, b.sheetTitle(p), "../")
	m.WriteString(`<body id="text">` + "\n")
	if p.n == 1 {
		b.writeHeading(m)
	}
	who := castOf(t)
	headings := headingsOf(b.Chapters)
	for i := p.first; i < p.last; i++ {
		m.headings(b.Chapters, headings[i])
		m.turn(i, t.Turns[i], who[t.Turns[i].Speaker].role, who[t.Turns[i].Speaker].voice)
		if b.pauses[i] {
			m.printf(`<hr class="pause" id="%s"/>`+"\n", pauseID(i))
		}
	}
	if p.n == len(b.sheets) {
		b.writeEnd(m)
	}
	m.WriteString("</body>\n</html>\n")
}

// writeHeading writes what stands above a story: its title, and whose it is.
func (b *book) writeHeading(m markup) {
	m.printf(`<h1 id="title" dir="auto">%s</h1>`+"\n", b.title())
	if line := byline(b.Transcript); line != "" {
		m.printf(`<p class="by" dir="auto">%s</p>`+"\n", line)
	}
}

// writeEnd writes what stands below a story: its rights, as published.
func (b *book) writeEnd(m markup) {
	if b.Alignment.Method == align.Estimate && b.overlaid > 0 {
		m.WriteString(`<p class="rights" lang="en" xml:lang="en" dir="ltr">` + estimated + "</p>\n")
	}
	m.rights(b.Transcript)
}

// byline says in one line who made a story, and when.
func byline(t transcript.Transcript) string {
	var known []string
	for _, part := range []string{strings.Join(t.Authors, ", "), t.Source, t.Published} {
		if part = plain(part); part != "" {
			known = append(known, part)
		}
	}
	return strings.Join(known, " · ")
}

func (b *book) sheetTitle(p sheet) string {
	for i, c := range b.Chapters {
		if c.Turn == p.first && p.first < p.last {
			return b.chapterTitle(i)
		}
	}
	if len(b.sheets) == 1 || p.n == 1 {
		return b.title()
	}
	return fmt.Sprintf("%s (%d)", b.title(), p.n)
}

// rights writes whose a story is, as published, and where it came from.
func (m markup) rights(t transcript.Transcript) {
	for _, line := range []string{t.Rights, t.URL} {
		if line != "" {
			m.printf(`<p class="rights" dir="auto">%s</p>`+"\n", line)
		}
	}
}

// headingsOf gives the chapters that begin with each turn.
func headingsOf(chapters []store.Chapter) map[int][]int {
	at := map[int][]int{}
	for i, c := range chapters {
		at[c.Turn] = append(at[c.Turn], i)
	}
	return at
}

// headings writes the titles of chapters, each with an id for the contents to lead to.
func (m markup) headings(chapters []store.Chapter, which []int) {
	for _, i := range which {
		level := fmt.Sprintf("h%d", min(2+max(chapters[i].Level, 0), 6))
		m.printf("<"+level+` id="c%v" dir="auto">%s</`+level+">\n", i+1, chapterTitle(chapters, i))
	}
}

func (b *book) chapterTitle(i int) string { return chapterTitle(b.Chapters, i) }

func chapterTitle(chapters []store.Chapter, i int) string {
	if title := plain(chapters[i].Title); title != "" {
		return title
	}
	return fmt.Sprintf("Chapter %d", i+1)
}

// An entry is a line of the table of contents.
type entry struct {
	level       int
	title, href string
}

// writeNavigation writes the table of contents: the chapters, or the sheets of a story that has none.
func (b *book) writeNavigation(m markup) {
	var entries []entry
	for i, c := range b.Chapters {
		if c.Turn >= 0 && c.Turn < len(b.Transcript.Turns) {
			href := fmt.Sprintf("%s#c%d", b.sheetOf(c.Turn).textName(), i+1)
			entries = append(entries, entry{max(c.Level, 0), b.chapterTitle(i), href})
		}
	}
	if len(entries) == 0 {
		for _, p := range b.sheets {
			entries = append(entries, entry{0, b.sheetTitle(p), p.textName()})
		}
	}
	b.open(m, b.title(), "")
	m.printf(`<body>
<nav epub:type="toc" role="doc-toc" id="toc" aria-labelledby="toc-title">
<h1 id="toc-title" dir="auto">%s</h1>
`, b.title())
	m.outline(entries)
	m.WriteString("</nav>\n</body>\n</html>\n")
}

// outline writes entries as lists in lists. A level that is deeper than the one above by more than one is one deeper.
func (m markup) outline(entries []entry) {
	depth := 0 // lists that are open
	for i, e := range entries {
		level := min(e.level+1, depth+1)
		if level > depth {
			m.WriteString("<ol>\n")
			depth++
		} else {
			for ; depth > level; depth-- {
				m.WriteString("</li>\n</ol>\n")
			}
			if i > 0 {
				m.WriteString("</li>\n")
			}
		}
		m.printf(`<li><a href="%s" dir="auto">%s</a>`, e.href, e.title)
	}
	for ; depth > 0; depth-- {
		m.WriteString("</li>\n</ol>\n")
	}
}
