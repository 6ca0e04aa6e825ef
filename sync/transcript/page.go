package transcript

import (
	"context"
	"iter"
	"net/url"
	"slices"
	"strings"

	readability "codeberg.org/readeck/go-readability/v2"
	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
)

// A pageReader reads the HTML of a web page. It looks for the transcript where the sites that publish some keep it, then for
// a conversation anywhere on the page, and takes the page for an article when there is none.
type pageReader struct{}

func (pageReader) decode(data []byte, contentType string) (string, error) {
	return decodePage(data, contentType)
}

// containers are where pages keep a transcript and nothing else, the most telling first.
var containers = []string{
	".npr-transcript", "div.transcript.storytext", "[itemprop=transcript]", ".podcast-transcript", ".episode-transcript",
	".transcript-content", ".transcript-body", ".transcript-text", ".transcript__content", "#transcript", "[aria-label=Transcript]",
	"div.transcript", "section.transcript", "article.transcript", ".transcript", ".paragraphs-container",
}

// bodies are where pages keep the story, with or without a transcript in it.
var bodies = []string{
	".ArtP-articleBody", ".ArticlePage-articleBody", ".RichTextArticleBody", ".storytext", "[itemprop=articleBody]", ".article-body",
	".entry-content", ".post-content",
}

func (pageReader) read(ctx context.Context, in Input, text string) (Transcript, error) {
	text = strings.TrimPrefix(strings.ReplaceAll(text, "\x00", ""), "\ufeff")
	if isTangled(text) {
		return readFlat(ctx, in, text)
	}
	root, err := html.Parse(untilDone{ctx, strings.NewReader(text)})
	if ctx.Err() != nil {
		return Transcript{}, ctx.Err()
	}
	if err != nil { // nested too deep for the parser
		return readFlat(ctx, in, text)
	}
	doc := goquery.NewDocumentFromNode(root)
	address := pageAddress(doc, in.URL, text)
	page := parsedPage{doc: doc, address: address, base: pageBase(doc, address), linked: linkedData(doc)}
	var d draft
	d.readMeta(page)
	d.Audio = findAudio(page, d.Title)
	d.Picture = findPicture(page)
	s := pageSearch{draft: &d, parsedPage: page, elsewhere: findTranscriptLink(page), budget: mostBlocks}
	for _, find := range []func() bool{s.inContainer, s.inBody, s.inLinkedData, s.asArticle} {
		if err := ctx.Err(); err != nil {
			return Transcript{}, err
		}
		if find() {
			return d.finish()
		}
		if s.budget < 0 {
			return Transcript{}, ErrTooLarge
		}
	}
	d.tidy()
	d.TranscriptURL = s.elsewhere
	if d.Audio.URL == "" && d.TranscriptURL == "" && strings.TrimSpace(doc.Text()) == "" {
		return Transcript{}, ErrEmpty
	}
	return d.Transcript, ErrNoTranscript
}

// A parsedPage is a page as a tree, and what its relative addresses mean.
type parsedPage struct {
	doc     *goquery.Document
	address *url.URL // its own, nil where nobody knows
	base    *url.URL // that its relative addresses are resolved against, nil where nobody knows
	linked  pageMeta // what its JSON-LD says
}

// A pageSearch looks for the transcript in one part of a page after the other.
type pageSearch struct {
	*draft
	parsedPage
	elsewhere string // the address at which the page says that the transcript lies
	seen      map[*html.Node]bool
	budget    int // blocks that may still be read; parts of a page may lie in each other
}

// nodes gives the elements that a selector finds and that have not been looked at before.
func (s *pageSearch) nodes(selector string) iter.Seq[*html.Node] {
	return func(yield func(*html.Node) bool) {
		for _, n := range s.doc.Find(selector).Nodes {
			if s.seen[n] || n.Data == "button" || n.Data == "a" {
				continue
			}
			if s.seen == nil {
				s.seen = map[*html.Node]bool{}
			}
			s.seen[n] = true
			if s.budget < 0 || !yield(n) {
				return
			}
		}
	}
}

func (s *pageSearch) blocks(n *html.Node) []block {
	blocks := pageBlocks(n)
	if s.budget -= len(blocks); s.budget < 0 {
		return nil
	}
	return blocks
}

// inContainer takes the transcript from an element that is made for one.
func (s *pageSearch) inContainer() bool {
	var plain []paragraph // of the first container that names no speakers
	for _, selector := range containers {
		for node := range s.nodes(selector) {
			s.paragraphs = dropFurniture(readBlocks(s.blocks(node)))
			if first, _ := s.labelled(); first >= 0 {
				return true
			}
			if plain == nil && countWords(s.paragraphs) >= 40 {
				plain = s.paragraphs
			}
		}
	}
	s.paragraphs = plain
	return plain != nil
}

// inBody takes the transcript from the middle of a story, or from anywhere on the page.
func (s *pageSearch) inBody() bool {
	for _, selector := range append(slices.Clone(bodies), "article", "main", "body") {
		for node := range s.nodes(selector) {
			s.paragraphs = joinLines(readBlocks(s.blocks(node)), false)
			first, last := s.labelled()
			if first < 0 || !s.converses(first, last) {
				continue
			}
			start, end := s.begin(first), s.end(last)
			s.readHead(s.paragraphs[:start])
			s.paragraphs = s.paragraphs[start:end]
			return true
		}
	}
	return false
}

// inLinkedData takes the transcript that the page gives to programs and does not show.
func (s *pageSearch) inLinkedData() bool {
	blocks, wrapped := textBlocks(clean(s.linked.Words))
	if s.budget -= len(blocks); s.budget < 0 {
		return false
	}
	s.paragraphs = joinLines(readBlocks(blocks), wrapped)
	first, last := s.labelled()
	return first < last || countWords(s.paragraphs) >= 40
}

// converses reports whether the labels are those of a conversation: several, and one of them beyond doubt or said again.
func (d *draft) converses(first, last int) bool {
	n, sure := 0, false
	names := map[string]bool{}
	for _, p := range d.paragraphs[first : last+1] {
		if p.label != nil {
			n++
			sure = sure || p.label.sure == certain || names[p.label.name]
			names[p.label.name] = true
		}
	}
	return sure && n >= 2 && n*8 >= last+1-first || n >= 1 && len(d.paragraphs) <= 3
}

// asArticle takes the page for an article that one person wrote or reads.
func (s *pageSearch) asArticle() bool {
	var nodes []*html.Node
	for _, selector := range bodies {
		found := s.doc.Find(selector).Nodes
		nodes = append(nodes, found[:min(len(found), 10)]...)
	}
	if s.doc.Find("*").Length() <= largestArticle {
		if node := s.readable(s.doc, s.base); node != nil {
			nodes = append(nodes, node)
		}
	}
	for _, node := range nodes {
		s.paragraphs = dropFurniture(joinLines(plainParagraphs(s.blocks(node)), false))
		if countWords(s.paragraphs) < 25 {
			continue
		}
		for i := range s.paragraphs {
			s.paragraphs[i].heading = 0
		}
		if s.paragraphs[0].text == s.Title {
			s.paragraphs = s.paragraphs[1:]
		}
		s.TranscriptURL = s.elsewhere
		return true
	}
	return false
}

// largestArticle is how many elements the search for an article goes through at most.
const largestArticle = 100_000

// readable lets Mozilla's algorithm find the article in the page.
func (d *draft) readable(doc *goquery.Document, base *url.URL) *html.Node {
	parser := readability.NewParser()
	parser.MaxElemsToParse = largestArticle
	parser.DisableJSONLD = true
	article, err := parser.ParseDocument(doc.Get(0), base)
	if err != nil || article.Node == nil {
		return nil
	}
	if d.Title == "" {
		d.Title = collapse(clean(article.Title()))
	}
	if len(d.Authors) == 0 && len(d.byline) == 0 {
		d.byline = splitNames(clean(article.Byline()))
	}
	return article.Node
}

// plainParagraphs are the blocks without looking for speakers.
func plainParagraphs(blocks []block) []paragraph {
	var out []paragraph
	for _, b := range blocks {
		out = append(out, paragraph{text: b.text, heading: b.heading, joined: b.joined})
	}
	return out
}

// dropFurniture takes out what a container holds besides the transcript: its heading, a play button.
func dropFurniture(ps []paragraph) []paragraph {
	var out []paragraph
	for _, p := range joinLines(ps, false) {
		if p.label == nil && isFurniture(p.text) && !rightsStart.MatchString(p.text) {
			continue
		}
		out = append(out, p)
	}
	return out
}

func countWords(ps []paragraph) int {
	n := 0
	for _, p := range ps {
		n += len((Turn{Text: p.text}).Words())
	}
	return n
}

const (
	deepest  = 480     // open elements; the parser gives up at 512
	mostTags = 400_000 // on a page; the largest seen in the field have some 50,000
	mostCopy = 2_000_000
)

// isTangled reports whether parsing the page into a tree would take more memory than any real page needs: nested very deep, or
// with formatting elements left open, which the HTML standard makes the parser copy into every paragraph that follows.
func isTangled(text string) bool {
	z := html.NewTokenizer(strings.NewReader(text))
	tags, depth, formatting, copies := 0, 0, 0, 0
	for {
		switch z.Next() {
		case html.ErrorToken:
			return false
		case html.StartTagToken:
			name, _ := z.TagName()
			tags++
			switch string(name) {
			case "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u":
				formatting++
			case "p", "li", "dt", "dd", "option", "tr", "td", "th":
				copies += formatting // these close by themselves
			case "br", "img", "hr", "input", "meta", "link", "source", "wbr", "area", "base", "col", "embed", "track", "param":
			default:
				depth++
				copies += formatting
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			switch string(name) {
			case "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u":
				formatting = max(0, formatting-1)
			case "p", "li", "dt", "dd", "option", "tr", "td", "th", "br":
			default:
				depth = max(0, depth-1)
			}
		}
		if depth+formatting > deepest || tags > mostTags || copies > mostCopy {
			return true
		}
	}
}

// readFlat reads a page that is too tangled for a tree as if its text had been copied from a browser.
func readFlat(ctx context.Context, in Input, text string) (Transcript, error) {
	var b strings.Builder
	title, inTitle, skip := "", false, 0
	z := html.NewTokenizer(strings.NewReader(text))
	for n := 0; ; n++ {
		if n%4096 == 0 && ctx.Err() != nil {
			return Transcript{}, ctx.Err()
		}
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		name, _ := z.TagName()
		switch tag := string(name); {
		case kind == html.TextToken && inTitle:
			title = collapse(clean(string(z.Text())))
		case kind == html.TextToken && skip == 0:
			b.Write(z.Text())
		case tag == "title":
			inTitle = kind == html.StartTagToken
		case tag == "script" || tag == "style":
			skip = 0
			if kind == html.StartTagToken {
				skip = 1
			}
		case tag == "br":
			b.WriteString("\n")
		case blockTags[tag]:
			b.WriteString("\n\n")
		}
	}
	t, err := textReader{}.read(ctx, in, html.UnescapeString(b.String()))
	if err == nil && title != "" {
		t.Title, _ = cutSite(title, "")
	}
	if err == nil && t.URL == "" {
		t.URL = in.URL
	}
	return t, err
}
