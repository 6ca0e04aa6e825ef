package transcript

import (
	"strings"
	"time"

	"golang.org/x/net/html"
)

// blockTags begin and end a paragraph.
var blockTags = map[string]bool{
	"p": true, "div": true, "section": true, "article": true, "main": true, "header": true, "footer": true, "h1": true, "h2": true, "h3": true,
	"h4": true, "h5": true, "h6": true, "ul": true, "ol": true, "li": true, "dl": true, "dt": true, "dd": true, "table": true, "tr": true, "td": true,
	"th": true, "tbody": true, "thead": true, "blockquote": true, "pre": true, "hr": true, "address": true, "details": true, "summary": true,
	"fieldset": true, "center": true, "body": true, "nav": true, "aside": true, "form": true, "figure": true, "title": true,
}

// skippedTags hold nothing that is said in the story.
var skippedTags = map[string]bool{
	"script": true, "style": true, "noscript": true, "template": true, "nav": true, "footer": true, "header": true, "aside": true, "figure": true,
	"figcaption": true, "form": true, "button": true, "iframe": true, "svg": true, "select": true, "textarea": true, "audio": true,
	"video": true, "object": true, "canvas": true, "math": true, "head": true, "img": true, "ps-stream": true,
}

// skippedClasses are furniture that pages put between the paragraphs of a story.
var skippedClasses = map[string]bool{
	"Enh": true, "Enhancement": true, "fullattribution": true, "caption": true, "wp-caption": true, "wp-caption-text": true, "credit": true,
	"credit-caption": true, "bucketwrap": true, "sr-only": true, "visually-hidden": true, "screen-reader-text": true, "share": true,
	"share-tools": true, "sharedaddy": true, "newsletter": true, "related": true, "related-posts": true, "promo": true, "advertisement": true,
	"ad": true, "ads": true, "sponsor": true, "audio-module": true, "audio-player": true, "tags": true, "breadcrumbs": true, "comments": true,
	"ArtP-audioPlayer": true, "ArticlePage-audioPlayer": true, "ArtP-authorBio": true, "author-bio": true,
}

// A blockWalker collects the blocks of a part of a page.
type blockWalker struct {
	blocks  []block
	text    strings.Builder
	current block // what is known of the block that is being collected
	lead    *html.Node
	cite    *html.Node
	pre     int
	quotes  int
	paras   int
}

// pageBlocks gives the paragraphs, headings and lines below root. It walks without recursion.
func pageBlocks(root *html.Node) []block {
	var w blockWalker
	n := root
	for n != nil {
		if n == root || !w.skip(n) {
			w.enter(n)
			if n.FirstChild != nil {
				n = n.FirstChild
				continue
			}
			w.leave(n)
		}
		for n != root && n.NextSibling == nil {
			n = n.Parent
			w.leave(n)
		}
		if n == root {
			break
		}
		n = n.NextSibling
	}
	w.flush(false)
	return w.blocks
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// skip reports whether n and all in it is left out. It also takes time stamps.
func (w *blockWalker) skip(n *html.Node) bool {
	if n.Type != html.ElementNode {
		return n.Type != html.TextNode && n.Type != html.DocumentNode
	}
	if skippedTags[n.Data] {
		return true
	}
	isTime := n.Data == "time"
	for class := range strings.FieldsSeq(attribute(n, "class")) {
		if skippedClasses[class] {
			return true
		}
		isTime = isTime || strings.Contains(strings.ToLower(class), "timestamp") || class == "time" || class == "timecode"
	}
	if isTime {
		if at, ok := clockIn(n); ok {
			w.current.stamped, w.current.at = true, at
			return true
		}
	}
	return false
}

// clockIn reads a short element that holds nothing but a time into the audio.
func clockIn(n *html.Node) (time.Duration, bool) {
	text, ok := shortText(n)
	if !ok {
		return 0, false
	}
	return parseClock(strings.Trim(text, "[]() "))
}

// shortText is the text of an element that has little of it and no paragraphs.
func shortText(n *html.Node) (string, bool) {
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		inner := c
		for inner.Type == html.ElementNode && inner.FirstChild != nil && inner.FirstChild.NextSibling == nil {
			inner = inner.FirstChild
		}
		if inner.Type != html.TextNode || b.Len()+len(inner.Data) > 200 {
			return "", false
		}
		b.WriteString(inner.Data)
	}
	return collapse(b.String()), b.Len() > 0
}

func (w *blockWalker) enter(n *html.Node) {
	if n.Type == html.TextNode {
		w.write(n.Data)
		return
	}
	switch {
	case n.Data == "br":
		w.flush(true)
		return
	case blockTags[n.Data]:
		w.flush(false)
	}
	atStart := strings.TrimSpace(w.text.String()) == ""
	switch n.Data {
	case "h1", "h2", "h3", "h4", "h5", "h6":
		w.current.heading = int(n.Data[1] - '0')
		if w.current.heading > 2 {
			w.lead = n
		}
	case "pre":
		w.pre++
	case "blockquote":
		w.quotes++
	case "p":
		w.paras++
	case "strong", "b", "dt", "em", "u":
		if atStart && w.lead == nil {
			w.lead = n
		}
	case "td", "th":
		if n.PrevSibling == nil || previousCell(n) == nil {
			w.lead = n
		}
	case "cite":
		if atStart && w.quotes == 0 && (w.paras == 0 || endsInColon(n)) {
			w.cite = n
		}
	}
	if atStart && w.cite == nil && namesSpeaker(n) {
		w.cite, w.lead = n, nil
	}
}

func previousCell(n *html.Node) *html.Node {
	for p := n.PrevSibling; p != nil; p = p.PrevSibling {
		if p.Type == html.ElementNode {
			return p
		}
	}
	return nil
}

func endsInColon(n *html.Node) bool {
	text, ok := shortText(n)
	return ok && strings.HasSuffix(text, ":")
}

// namesSpeaker reports whether the page's author has called this element a speaker's name.
func namesSpeaker(n *html.Node) bool {
	for class := range strings.FieldsSeq(strings.ToLower(attribute(n, "class"))) {
		if strings.Contains(class, "speaker") && !strings.Contains(class, "speakers") {
			text, ok := shortText(n)
			return ok && len(text) <= 60
		}
	}
	return false
}

func (w *blockWalker) leave(n *html.Node) {
	switch n.Data {
	case "pre":
		w.pre--
	case "blockquote":
		w.quotes--
	case "p":
		w.paras--
	}
	if n == w.lead {
		w.current.lead = collapse(clean(w.text.String()))
		w.lead = nil
	}
	if n == w.cite {
		w.cite = nil
		w.current.cited = true
		w.flush(false)
	} else if n.Type == html.ElementNode && blockTags[n.Data] {
		w.flush(false)
	}
}

// write adds text; in preformatted text, line breaks count.
func (w *blockWalker) write(text string) {
	if w.pre == 0 {
		w.text.WriteString(text)
		return
	}
	for i, line := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		if i > 0 {
			w.flush(true)
		}
		w.text.WriteString(line)
	}
}

// flush ends the block that is being collected; what follows is joined to it when only a line break stands between.
func (w *blockWalker) flush(lineBreak bool) {
	b := w.current
	b.text = collapse(clean(w.text.String()))
	w.text.Reset()
	if n := len(w.blocks); n > 0 && w.blocks[n-1].cited {
		b.text = strings.TrimLeft(b.text, ": ")
	}
	if b.text == "" {
		// A second break makes a blank line; a time stamp waits for the text it belongs to.
		w.current = block{stamped: b.stamped, at: b.at}
		return
	}
	w.blocks = append(w.blocks, b)
	w.current = block{joined: lineBreak}
}
