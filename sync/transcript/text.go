package transcript

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// A textReader reads plain text: a transcript file, Markdown, or a whole page copied from a browser with everything that
// stands around the story.
type textReader struct{}

func (textReader) decode(data []byte, contentType string) (string, error) {
	return decodeText(data, contentType)
}

var (
	timedText   = regexp.MustCompile(`^(?:WEBVTT\b|(?:\d+\s*\n)?\d{1,2}:\d{2}:\d{2}[,.]\d{3} --> )`)
	headingLine = regexp.MustCompile(`^(#{1,6})\s+(.+?)\s*#*$`)
	underline   = regexp.MustCompile(`^(?:={3,}|-{3,})$`)
	ruleLine    = regexp.MustCompile(`^(?:[-*_=~#•·]\s*){3,}$`)
	leadLine    = regexp.MustCompile(`^(?:\*\*|__)([^*_]{1,100}?)(?:\*\*|__)`)
	strongMark  = regexp.MustCompile(`(\*\*|__)(\S(?:[^\n]{0,400}?\S)?)(?:\*\*|__)`)
	emphasis    = regexp.MustCompile(`(^|[\s("“])[*_](\S(?:[^*_\n]{0,400}?\S)?)[*_]($|[\s.,;:!?)"”])`)
	linkMark    = regexp.MustCompile(`!?\[([^\[\]\n]{0,300})\]\((?:[^()\s]{1,500})(?:\s+"[^"\n]*")?\)`)
	fieldLine   = regexp.MustCompile(`^(?i)(title|author|authors|by|date|published|source|url|link|language|audio|rights|copyright|program|show)\s*:\s+(\S.*)$`)
)

func (textReader) read(ctx context.Context, _ Input, text string) (Transcript, error) {
	text = clean(text)
	if timedText.MatchString(strings.TrimSpace(text)) {
		return Transcript{}, ErrTimed
	}
	var d draft
	text = d.takeFrontMatter(text)
	blocks, wrapped := textBlocks(text)
	if len(blocks) > mostBlocks {
		return Transcript{}, ErrTooLarge
	}
	if err := ctx.Err(); err != nil {
		return Transcript{}, err
	}
	blocks = d.takeFields(blocks)
	d.paragraphs = dropCaptions(joinLines(readBlocks(blocks), wrapped))
	if err := ctx.Err(); err != nil {
		return Transcript{}, err
	}
	d.takeCast()
	if first, last := d.labelled(); first >= 0 {
		d.cutStory(first, last)
	} else {
		d.cutArticle()
	}
	return d.finish()
}

// takeFrontMatter reads the "---" block that Markdown files begin with.
func (d *draft) takeFrontMatter(text string) string {
	text = strings.TrimSpace(text)
	rest, ok := strings.CutPrefix(text, "---\n")
	if !ok {
		return text
	}
	head, body, ok := strings.Cut(rest, "\n---\n")
	if !ok || len(head) > 4000 {
		return text
	}
	for line := range strings.SplitSeq(head, "\n") {
		d.takeField(collapse(line))
	}
	return body
}

// takeField reads one "Title: …" line and reports whether it was one.
func (d *draft) takeField(line string) bool {
	m := fieldLine.FindStringSubmatch(line)
	if m == nil {
		return false
	}
	value := strings.Trim(m[2], `"'[] `)
	set := func(field *string) {
		if *field == "" {
			*field = value
		}
	}
	switch strings.ToLower(m[1]) {
	case "title":
		set(&d.Title)
	case "author", "authors", "by":
		d.byline = append(d.byline, splitNames(value)...)
	case "date", "published":
		if d.Published = parseDate(value); d.Published == "" {
			return false
		}
	case "source":
		set(&d.Source)
	case "url", "link":
		set(&d.URL)
	case "language":
		set(&d.Language)
	case "audio":
		set(&d.Audio.URL)
	case "rights", "copyright":
		set(&d.Rights)
	}
	return true
}

// takeFields reads the "Title: …" lines near the head of a text.
func (d *draft) takeFields(blocks []block) []block {
	var rest []block
	for i, b := range blocks {
		if i == 12 || len(b.text) > 300 {
			return append(rest, blocks[i:]...)
		}
		if b.heading > 0 || !d.takeField(b.text) {
			rest = append(rest, b)
		}
	}
	return rest
}

// textBlocks divides a text into its lines; wrapped says that lines were broken at a fixed width.
func textBlocks(text string) (blocks []block, wrapped bool) {
	lines := strings.Split(text, "\n")
	markdown := looksLikeMarkdown(text)
	afterBlank := true
	inner, long, longest := 0, 0, 0 // lines with another right below; long ones of these
	for i, raw := range lines {
		line := collapse(raw)
		if line == "" {
			afterBlank = true
			continue
		}
		n := utf8.RuneCountInString(line)
		longest = max(longest, n)
		if i+1 < len(lines) && strings.TrimSpace(lines[i+1]) != "" {
			inner++
			if n >= 50 {
				long++
			}
		}
		if underline.MatchString(line) && !afterBlank && len(blocks) > 0 && len(blocks[len(blocks)-1].text) < 120 {
			blocks[len(blocks)-1].heading = 1 + int(line[0]&1) // "=" is the first level, "-" the second
			afterBlank = true
			continue
		}
		if ruleLine.MatchString(line) {
			afterBlank = true
			continue
		}
		b := block{text: line, joined: !afterBlank}
		if markdown {
			b = markdownBlock(b)
		}
		if b.text != "" {
			blocks = append(blocks, b)
		}
		afterBlank = b.heading > 0
	}
	return blocks, longest <= 110 && inner >= 3 && long*10 >= inner*7
}

func looksLikeMarkdown(text string) bool {
	head := text[:min(len(text), 64<<10)]
	return strings.HasPrefix(head, "# ") || strings.Contains(head, "\n# ") || strings.Contains(head, "\n## ") || strings.Contains(head, "**") ||
		strings.Contains(head, "__") || linkMark.MatchString(head)
}

// markdownBlock takes the signs of Markdown off a line.
func markdownBlock(b block) block {
	if m := headingLine.FindStringSubmatch(b.text); m != nil {
		b.heading, b.text = len(m[1]), m[2]
	}
	b.text = strings.TrimPrefix(b.text, "> ")
	lead := ""
	if m := leadLine.FindStringSubmatch(b.text); m != nil {
		lead = m[1]
	}
	b.text = linkMark.ReplaceAllString(b.text, "$1")
	b.text = strongMark.ReplaceAllString(b.text, "$2")
	b.text = collapse(emphasis.ReplaceAllString(b.text, "$1$2$3"))
	if b.heading > 2 {
		lead = b.text
	}
	if strings.HasPrefix(b.text, lead) {
		b.lead = lead
	}
	return b
}

var creditLine = regexp.MustCompile(`^(?i:\p{L}.{1,60}/\s?(?:ap|npr|afp|reuters|epa|getty images|associated press|bloomberg)\b.{0,60})$`)

// dropCaptions takes out what a page copied as text says of its pictures.
func dropCaptions(ps []paragraph) []paragraph {
	var out []paragraph
	for i := 0; i < len(ps); {
		if n := captionAt(ps[i:]); n > 0 {
			i += n
			continue
		}
		out = append(out, ps[i])
		i++
	}
	return out
}

// captionAt counts how many of the next paragraphs are a picture's caption and credit: everything between "Enlarge this
// image" and "hide caption"; a line that a credit follows; and, as the stations have it, caption, photographer, "/", agency,
// and the caption again.
func captionAt(ps []paragraph) int {
	said := slices.IndexFunc(ps[:min(len(ps), 6)], func(p paragraph) bool { return p.label != nil })
	if said < 0 {
		said = min(len(ps), 6)
	}
	near := ps[:said]
	switch {
	case len(near) == 0 || len(near[0].text) > 600:
		return 0
	case strings.EqualFold(near[0].text, "enlarge this image"):
		n := 1
		for i, p := range near {
			if lower := strings.ToLower(p.text); strings.HasSuffix(lower, "hide caption") || strings.HasSuffix(lower, "toggle caption") {
				n = i + 1
			}
		}
		if n < len(near) && creditLine.MatchString(near[n].text) {
			n++
		}
		return n
	case len(near) > 1 && near[1].joined && creditLine.MatchString(near[1].text):
		return 2
	case len(near) > 3 && near[2].text == "/" && len(near[1].text) < 60 && len(near[3].text) < 60:
		if len(near) > 4 && near[4].text == near[0].text {
			return 5
		}
		return 4
	}
	return 0
}

// cutStory finds, in a text whose first and last labels are known, where the story begins and ends, and its title above.
func (d *draft) cutStory(first, last int) {
	start, end := d.begin(first), d.end(last)
	d.readHead(d.paragraphs[:start])
	for _, p := range d.paragraphs[end:] {
		if r := rightsIn(p.text); r != "" && d.Rights == "" {
			d.Rights = r
		}
	}
	d.paragraphs = d.paragraphs[start:end]
}

// begin walks back from the first label over the introduction: sounds, and paragraphs of whole sentences. Short ones count
// only where nothing else of a page stands above, as they may be captions.
func (d *draft) begin(first int) int {
	start := first
	copied := slices.ContainsFunc(d.paragraphs[:first], func(p paragraph) bool { return isFurniture(p.text) })
	for start > 0 {
		p := d.paragraphs[start-1]
		spoken := isProse(p.text) || allMarks(p.text) || !copied && endsLikeProse(p.text)
		if p.heading > 0 || isSmallPrint(p.text) || !spoken {
			break
		}
		start--
	}
	return start
}

// end walks on from the last label to where its speaker has ended.
func (d *draft) end(last int) int {
	names := slices.Clone(d.Authors)
	names = append(names, d.byline...)
	for _, p := range d.paragraphs {
		if p.label != nil && len(names) < 1000 {
			names = append(names, p.label.name)
		}
	}
	for end := last + 1; end < len(d.paragraphs); end++ {
		before, p := d.paragraphs[end-1], d.paragraphs[end]
		_, small := cutSmallPrint(before.text)
		alone := before.label != nil && before.text == "" // what its speaker says is still to come
		switch {
		case small != "" && !noteStart.MatchString(p.text):
			return end
		case allMarks(p.text), noteStart.MatchString(p.text), isSmallPrint(p.text):
		case p.heading > 0, isFurniture(p.text), isBio(p.text, names), !alone && !endsLikeProse(p.text):
			return end
		}
	}
	return len(d.paragraphs)
}

// readHead reads title, authors and date from what stands above the story.
func (d *draft) readHead(head []paragraph) {
	for _, p := range head {
		if p.heading == 1 && d.Title == "" {
			d.Title = p.text
		}
	}
	for i := len(head) - 1; i >= 0; i-- {
		text := head[i].text
		if m := bylineLine.FindStringSubmatch(text); m != nil && len(text) < 120 && len(d.byline) == 0 && !strings.HasSuffix(text, ".") {
			d.byline = splitNames(text)
			continue
		}
		if date, ok := findDate(text); ok && d.Published == "" && len(text) < 100 {
			d.Published = date
			continue
		}
		if d.Title == "" && isHeadline(text) && head[i].heading < 2 && len(strings.Fields(text)) > 1 {
			d.Title = text
		}
	}
	for i := len(head) - 1; i >= 0 && d.Title == ""; i-- {
		if isHeadline(head[i].text) {
			d.Title = head[i].text
		}
	}
	for _, p := range head {
		if m := siteRights.FindStringSubmatch(p.text); m != nil && d.Source == "" {
			d.Source = m[1]
		}
	}
}

var siteRights = regexp.MustCompile(`^(?:©|\([cC]\)|Copyright ©?)\s*[12]\d{3}(?:\s*[-–]\s*[12]\d{3})?,?\s+(\p{L}[^.|]{1,60}?)\.?$`)

// cutArticle finds title and text where nobody is named as speaking.
func (d *draft) cutArticle() {
	start := 0
	for start < len(d.paragraphs) && !d.opensArticle(start) {
		start++
	}
	if start == len(d.paragraphs) {
		start = 0 // a few words, or a poem: all of it is the text
		if len(d.paragraphs) > 1 && (d.paragraphs[0].heading > 0 || !d.paragraphs[1].joined && isHeadline(d.paragraphs[0].text)) {
			start = 1
		}
	}
	d.readHead(d.paragraphs[:start])
	end := len(d.paragraphs)
	for i := start; i < end; i++ {
		if strings.EqualFold(d.paragraphs[i].text, "more news") || isBio(d.paragraphs[i].text, slices.Concat(d.Authors, d.byline)) {
			end = i
		}
	}
	d.paragraphs = slices.DeleteFunc(slices.Clone(d.paragraphs[start:end]), func(p paragraph) bool { return isFurniture(p.text) && !isSmallPrint(p.text) })
	for i := range d.paragraphs {
		d.paragraphs[i].heading = 0 // who reads an article aloud reads its headings too
	}
}

// opensArticle reports whether the text can begin at a paragraph: with prose, or with lines that go on from each other.
func (d *draft) opensArticle(i int) bool {
	p := d.paragraphs[i]
	if p.heading > 0 || isFurniture(p.text) || isSmallPrint(p.text) {
		return false
	}
	return endsLikeProse(p.text) || allMarks(p.text) || len(strings.Fields(p.text)) > 40
}
