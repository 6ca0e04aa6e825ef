package export

import (
	"context"
	_ "embed"
	"encoding/base64"
	"fmt"
	"io"
	"slices"
	"strings"

	"alongside/assets"
	"alongside/store"
	"alongside/sync/transcript"
	"alongside/sync/transcript/parallel"
)

//go:embed print.css
var printCSS string

// Print says how a page to print looks. The zero value is as usual.
type Print struct {
	Size   float64 `json:"size"`   // of the letters, in points
	Line   float64 `json:"line"`   // height of a line, in sizes of the letters
	Column float64 `json:"column"` // most letters of a line, about; with a second text beside it, of both
	Font   string  `json:"font"`   // "atkinson", "lexend" or "crimson"
	Paper  string  `json:"paper"`  // "A4" or "letter"
	Times  bool    `json:"times"`  // in the margin, when each turn is heard
	Marks  bool    `json:"marks"`  // what the reader has marked
	Second string  `json:"second"` // where the second text stands: "beside", "below" or "none"
}

// Where a second text can stand on paper.
const (
	SecondBeside = "beside"
	SecondBelow  = "below"
	NoSecond     = "none"
)

// UsualPrint is for someone who has not chosen.
func UsualPrint() Print {
	return Print{Size: 16, Line: 1.5, Column: 70, Font: "atkinson", Paper: "A4", Marks: true, Second: SecondBeside}
}

// Papers are the sizes of paper, as CSS names them.
func Papers() []string { return []string{"A4", "letter"} }

// Bounds of what can be chosen, far beyond what is useful.
const (
	leastSize, mostSize     = 6, 72
	leastLine, mostLine     = 1, 3
	leastColumn, mostColumn = 20, 200
)

// Mended has what is not known, or out of range, as usual.
func (p Print) Mended() Print {
	usual := UsualPrint()
	if p == (Print{}) {
		return usual
	}
	within := func(value, least, most, otherwise float64) float64 {
		if value >= least && value <= most {
			return value
		}
		return otherwise
	}
	p.Size = within(p.Size, leastSize, mostSize, usual.Size)
	p.Line = within(p.Line, leastLine, mostLine, usual.Line)
	p.Column = within(p.Column, leastColumn, mostColumn, usual.Column)
	if !slices.Contains(Papers(), p.Paper) {
		p.Paper = usual.Paper
	}
	if _, known := printFonts()[p.Font]; !known {
		p.Font = usual.Font
	}
	if p.Second != SecondBelow && p.Second != NoSecond {
		p.Second = usual.Second
	}
	return p
}

// A printFont is a font that may be put into a page: all of them are under the SIL Open Font License.
type printFont struct {
	name                    string
	regular, italic, strong assets.Face
}

func printFonts() map[string]printFont {
	return map[string]printFont{
		"atkinson": {"Atkinson Hyperlegible Next", assets.Regular, assets.Italic, assets.SemiBold},
		"lexend":   {"Lexend", assets.LexendRegular, assets.LexendRegular, assets.LexendSemiBold},
		"crimson":  {"Crimson Text", assets.CrimsonRegular, assets.CrimsonItalic, assets.CrimsonSemiBold},
	}
}

// writePrint writes one HTML file to be printed by a browser, or made into a PDF by it: a browser shapes all scripts, hyphenates and
// breaks pages better than any library. Nothing in it can run, and it asks for nothing from anywhere: its security policy
// lets in the one style, the fonts in it and nothing else.
func writePrint(_ context.Context, w io.Writer, s Story, o Options) error {
	p := printing{markup: newMarkup(w), Story: s, look: o.Print.Mended()}
	p.pair()
	p.head()
	p.story()
	p.WriteString("</body>\n</html>\n")
	return p.Flush()
}

// A printing is the work of writing one page to print.
type printing struct {
	markup
	Story
	look   Print
	who    cast
	groups []parallel.Group // of a second text; none without
	second []parallel.Turn
	number int // of the note before
}

// pair finds what the second text has for each turn.
func (p *printing) pair() {
	if p.look.Second != NoSecond && len(p.Companion.Turns) > 0 {
		p.second = p.Companion.Turns
		if p.look.letters() < 2*leastBeside {
			p.look.Second = SecondBelow
		}
		p.groups = parallel.Pair(parallel.Whole(p.Transcript, p.Alignment), p.second)
	}
}

func (p *printing) head() {
	style := p.style()
	fmt.Fprintf(p.Writer, `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; font-src data:; style-src %s; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="Alongside">
`, hash(style))
	p.printf("<title>%s</title>\n", p.title())
	p.WriteString("<style>" + style + "</style>\n</head>\n")
}

// style is the page's style for what was chosen, with the font in it.
func (p *printing) style() string {
	var b strings.Builder
	font := printFonts()[p.look.Font]
	for _, face := range []struct {
		face   assets.Face
		weight int
		style  string
	}{{font.regular, 400, "normal"}, {font.italic, 400, "italic"}, {font.strong, 600, "normal"}} {
		if face.style == "italic" && font.italic == font.regular {
			continue // the browser slants it
		}
		fmt.Fprintf(&b, "@font-face { font-family: %q; font-weight: %d; font-style: %s; src: url(data:font/ttf;base64,%s); }\n",
			font.name, face.weight, face.style, base64.StdEncoding.EncodeToString(assets.Font(face.face)))
	}
	fmt.Fprintf(&b, `@page {
  size: %s;
  margin: 18mm 18mm 22mm;
  @bottom-center { content: counter(page) " / " counter(pages); font: %.4gpt %q, sans-serif; color: #000000; }
}
:root { --column: %.4gem; }
body { font: %.4gpt/%.4g %q, sans-serif; }
`, p.look.Paper, max(p.look.Size*0.7, 9), font.name, p.look.Column*averageLetter, p.look.Size, p.look.Line, font.name)
	return b.String() + printCSS
}

// shortLines is how many lines a turn may have to be kept on one page.
const shortLines = 9

// averageLetter is about how wide a letter of running text is, in sizes of the letters.
const averageLetter = 0.5

// letters is about how many letters a line holds, on paper 170 mm wide between its margins.
func (p Print) letters() float64 {
	const width = 480 // in points
	return min(width/(averageLetter*p.Size), p.Column)
}

// leastBeside is how many letters a line has to have where two texts stand beside each other; with fewer the second one stands below.
const leastBeside = 22

// isShort reports whether a text is kept on one page: a turn of a few lines is, a longer one may go on overleaf.
func (p *printing) isShort(text string) bool {
	line := p.look.letters()
	if len(p.groups) > 0 && p.look.Second == SecondBeside {
		line /= 2
	}
	return float64(len([]rune(text)))/max(line, 1) <= shortLines
}

func (p *printing) story() {
	t := p.Transcript
	p.who = castOf(t)
	class := ""
	if p.look.Times && len(p.Alignment.Turns) > 0 {
		class = "timed"
	}
	language := tag(t.Language)
	if language == "und" {
		language = ""
	}
	p.printf(`<body class="%s">`+"\n"+`<main lang="%s" dir="%s">`+"\n"+`<h1 dir="auto">%s</h1>`+"\n", class, language, direction(t), p.title())
	if line := byline(t); line != "" {
		p.printf(`<p class="by" dir="auto">%s</p>`+"\n", line)
	}
	headings := headingsOf(p.Chapters)
	if len(p.groups) == 0 {
		for i := range t.Turns {
			p.headings(p.Chapters, headings[i])
			p.printTurn(i)
		}
	}
	for _, g := range p.groups {
		p.printGroup(g, headings)
	}
	if t.Rights != "" || t.URL != "" {
		p.WriteString("<footer>\n")
		p.rights(t)
		p.WriteString("</footer>\n")
	}
	p.WriteString("</main>\n")
}

// printGroup writes some turns and what the second text has for them.
func (p *printing) printGroup(g parallel.Group, headings map[int][]int) {
	text := parallel.Text(p.second[g.Second.From:g.Second.To])
	p.headings(p.Chapters, headings[g.First.From])
	short := ""
	if p.isShort(text) && g.First.Len() == 1 && p.isShort(p.Transcript.Turns[g.First.From].Text) {
		short = " short"
	}
	p.printf(`<div class="pair %s%s">`+"\n"+`<div class="first">`+"\n", p.look.Second, short)
	for i := g.First.From; i < g.First.To; i++ {
		if i > g.First.From {
			p.headings(p.Chapters, headings[i])
		}
		p.printTurn(i)
	}
	p.WriteString("</div>\n")
	if text != "" {
		tongue := strings.TrimPrefix(tag(p.Companion.Language), "und")
		direction := direction(transcript.Transcript{Language: tongue, Turns: []transcript.Turn{{Text: text}}})
		p.printf(`<div class="second" lang="%s" dir="%s">`, tongue, direction)
		for part := range strings.SplitSeq(text, "\n\n") {
			p.printf(`<p>%s</p>`, part)
		}
		p.WriteString("</div>\n")
	}
	p.WriteString("</div>\n")
}

// printTurn writes a turn, with its time, who speaks and what is marked in it.
func (p *printing) printTurn(i int) {
	t := p.Transcript.Turns[i]
	element, class := "section", "turn "+t.Kind.String()
	if t.Kind != transcript.Speech {
		element = "aside"
	}
	if p.isShort(t.Text) {
		class += " short"
	}
	p.printf("<"+element+` class="%s" dir="%s">`+"\n", class, leaning(t.Text, "auto"))
	if p.look.Times && i < len(p.Alignment.Turns) && p.Alignment.Turns[i].Known() {
		p.printf(`<span class="time">%s</span>`, strings.TrimPrefix(clockOf(p.Alignment.Turns[i].Start), "0:"))
	}
	if t.Speaker != "" {
		p.printf(`<p class="speaker"><bdi>%s</bdi>`, t.Speaker)
		if role := p.who[t.Speaker].role; role != "" {
			p.printf(` <span class="role">%s</span>`, role)
		}
		p.WriteString("</p>\n")
	}
	marks := p.marksIn(i)
	for start := 0; start < len(t.Text); {
		end, next := len(t.Text), len(t.Text)
		if n := strings.Index(t.Text[start:], "\n\n"); n >= 0 {
			end, next = start+n, start+n+2
		}
		p.WriteString(`<p dir="auto">`)
		p.markedText(t.Text, start, end, marks)
		p.WriteString("</p>\n")
		start = next
	}
	p.notesBelow(marks)
	p.WriteString("</" + element + ">\n")
}

// A numbered mark is one with the number of its note, 0 for none.
type numbered struct {
	store.Mark
	number int
}

// marksIn are what is marked in a turn, in order. Notes are numbered through the story.
func (p *printing) marksIn(turn int) (marks []numbered) {
	if !p.look.Marks {
		return nil
	}
	text := p.Transcript.Turns[turn].Text
	for _, m := range p.Marks {
		if m.Turn != turn || m.Lost || m.Span.Start < 0 || m.Span.End > len(text) || m.Span.Start >= m.Span.End {
			continue
		}
		m.Span = trimmed(text, m.Span)
		n := numbered{Mark: m}
		if strings.TrimSpace(m.Note) != "" {
			p.number++
			n.number = p.number
		}
		marks = append(marks, n)
	}
	return marks
}

// trimmed is a span without white space at its ends, where a paragraph may end.
func trimmed(text string, span transcript.Span) transcript.Span {
	words := span.In(text)
	if strings.TrimSpace(words) == "" {
		return span
	}
	span.Start += len(words) - len(strings.TrimLeft(words, " \n\t"))
	span.End -= len(words) - len(strings.TrimRight(words, " \n\t"))
	return span
}

// classOf is how a kind of mark is shown on its words.
func classOf(kind store.MarkKind) string {
	switch kind {
	case store.Highlight:
		return "highlight"
	case store.Word:
		return "word"
	case store.Note:
		return "written"
	}
	return ""
}

// markedText writes a stretch of a turn's text with its marks, which may overlap: it is cut wherever one begins or ends.
func (p *printing) markedText(text string, start, end int, marks []numbered) {
	cuts := []int{start, end}
	for _, m := range marks {
		for _, at := range []int{m.Span.Start, m.Span.End} {
			if at > start && at < end {
				cuts = append(cuts, at)
			}
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	for i := range cuts {
		p.signsAt(cuts[i], start, marks)
		if i+1 == len(cuts) {
			break
		}
		var classes []string
		for _, m := range marks {
			if class := classOf(m.Kind); class != "" && m.Span.Start <= cuts[i] && m.Span.End >= cuts[i+1] && !slices.Contains(classes, class) {
				classes = append(classes, class)
			}
		}
		if len(classes) == 0 {
			p.plainText(text[cuts[i]:cuts[i+1]])
			continue
		}
		p.printf(`<span class="%s">%s</span>`, strings.Join(classes, " "), text[cuts[i]:cuts[i+1]])
	}
}

func (p *printing) plainText(text string) { p.WriteString(escape(text)) }

// signsAt writes the numbers of the notes whose words end at a place, and the signs of bookmarks that begin there.
func (p *printing) signsAt(at, start int, marks []numbered) {
	for _, m := range marks {
		if m.number > 0 && m.Span.End == at && at > start {
			p.printf(`<span class="number">%v</span>`, m.number)
		}
	}
	for _, m := range marks {
		if m.Kind == store.Bookmark && m.Span.Start == at {
			p.WriteString(`<span class="bookmark" aria-label="Bookmark">◆ </span>`)
		}
	}
}

// notesBelow writes what the reader has written to a turn's words.
func (p *printing) notesBelow(marks []numbered) {
	if !slices.ContainsFunc(marks, func(m numbered) bool { return m.number > 0 }) {
		return
	}
	p.WriteString(`<ul class="notes">` + "\n")
	for _, m := range marks {
		if m.number > 0 {
			p.printf(`<li dir="auto"><b>%v</b> %s</li>`+"\n", m.number, strings.TrimSpace(m.Note))
		}
	}
	p.WriteString("</ul>\n")
}
