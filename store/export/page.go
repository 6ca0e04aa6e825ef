package export

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"io"
	"strings"

	"alongside/assets"
	"alongside/sync/align"
)

var (
	//go:embed page.css
	pageCSS string
	//go:embed page.js
	pageScript string
	//go:embed page.html
	pageTop string
	//go:embed player.html
	pagePlayer string
)

// largestPage is how much sound a page may hold, in bytes. Browsers take data: addresses of up to 512 MB, and sound grows by
// a third on its way into one.
const largestPage = 380 << 20

// writePage writes one HTML file with everything in it: words, sound, picture, font, looks and script. It asks for nothing
// from anywhere, and its security policy sees to that: only the one script and the one style that have the right hash run,
// whatever the story's text is. Without scripts the words and the browser's own player remain.
func writePage(ctx context.Context, w io.Writer, s Story, o Options) error {
	list, err := tracks(s)
	if err != nil {
		return err
	}
	if size := size(list); size > largestPage {
		return fmt.Errorf("%w: it takes %d MB, and a browser opens pages of up to %d MB; write it as a book (epub) instead",
			ErrTooLarge, size>>20, largestPage>>20)
	}
	c := newCopier(ctx, list, inPages, o)
	times, err := newTimes(s, list).json()
	if err != nil {
		return err
	}
	m := newMarkup(w)
	writeHead(m, s)
	m.WriteString("<body>\n" + strings.ReplaceAll(pageTop, "{{title}}", escape(s.title())))
	if err := writeStory(m, c, s); err != nil {
		return err
	}
	m.WriteString(pagePlayer)
	if err := writeSounds(m, c, list); err != nil {
		return err
	}
	fmt.Fprintf(m, `<script type="application/json" id="times">%s</script>`+"\n<script>%s</script>\n</body>\n</html>\n", times, pageScript)
	return m.Flush()
}

// inPages reports whether browsers play such sound: they play all that is kept.
func inPages(string) bool { return true }

// size is how much the files take, in bytes.
func size(list []track) int64 {
	sum := int64(0)
	for _, t := range list {
		sum += t.bytes
	}
	return sum
}

func writeHead(m markup, s Story) {
	style := pageStyle()
	policy := fmt.Sprintf("default-src 'none'; media-src data:; img-src data:; font-src data:; style-src %s; script-src %s; base-uri 'none'; form-action 'none'",
		hash(style), hash(pageScript))
	fmt.Fprintf(m, `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="%s">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="Alongside">
<link rel="icon" href="data:,">
`, policy)
	m.printf("<title>%s</title>\n", s.title())
	m.WriteString("<style>" + style + "</style>\n</head>\n")
}

// pageStyle is the page's style with the reading font in it.
func pageStyle() string {
	var b strings.Builder
	for _, face := range []struct {
		face   assets.Face
		weight int
		style  string
	}{{assets.Regular, 400, "normal"}, {assets.Italic, 400, "italic"}, {assets.SemiBold, 600, "normal"}} {
		fmt.Fprintf(&b, "@font-face { font-family: \"Atkinson Hyperlegible Next\"; font-weight: %d; font-style: %s; src: url(data:font/ttf;base64,%s); }\n",
			face.weight, face.style, base64.StdEncoding.EncodeToString(assets.Font(face.face)))
	}
	return b.String() + pageCSS
}

// hash names a text in a security policy.
func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// writeStory writes what is read: heading, picture, contents, turns and whose it is.
func writeStory(m markup, c *copier, s Story) error {
	t := s.Transcript
	language := tag(t.Language)
	if language == "und" {
		language = "" // HTML's word for it
	}
	m.printf(`<main id="story" lang="%s" dir="%s">`+"\n"+`<h1 dir="auto">%s</h1>`+"\n", language, direction(t), s.title())
	if line := byline(t); line != "" {
		m.printf(`<p class="by" dir="auto">%s</p>`+"\n", line)
	}
	if s.Alignment.Method == align.Estimate && len(s.Sounds) > 0 {
		m.WriteString(`<p class="about" lang="en" dir="ltr">` + estimated + "</p>\n")
	}
	if err := writePicture(m, c, s); err != nil {
		return err
	}
	writeContents(m, s)
	writeTurns(m, s)
	if t.Rights != "" || t.URL != "" {
		m.WriteString("<footer>\n")
		m.rights(t)
		m.WriteString("</footer>\n")
	}
	m.WriteString("</main>\n")
	return c.ctx.Err()
}

// estimated is what a listener has to know of times that nobody found.
const estimated = "When the words are spoken is only estimated here, so the mark may come early or late."

func writePicture(m markup, c *copier, s Story) error {
	picture, ok := s.image()
	if !ok {
		return nil
	}
	m.printf(`<figure><img alt="%s" src="data:%s;base64,`, plain(picture.Alt), picture.media)
	if err := c.base64(m, picture.Path, 0); err != nil {
		return err
	}
	m.WriteString(`">`)
	if credit := plain(picture.Credit); credit != "" {
		m.printf(`<figcaption class="credit" dir="auto">%s</figcaption>`, credit)
	}
	m.WriteString("</figure>\n")
	return nil
}

func writeContents(m markup, s Story) {
	var entries []entry
	for i, c := range s.Chapters {
		if c.Turn >= 0 && c.Turn < len(s.Transcript.Turns) {
			entries = append(entries, entry{max(c.Level, 0), chapterTitle(s.Chapters, i), fmt.Sprintf("#c%d", i+1)})
		}
	}
	if len(entries) > 1 {
		m.WriteString(`<nav class="contents" aria-label="Contents">` + "\n")
		m.outline(entries)
		m.WriteString("</nav>\n")
	}
}

func writeTurns(m markup, s Story) {
	who, headings := castOf(s.Transcript), headingsOf(s.Chapters)
	for i, turn := range s.Transcript.Turns {
		m.headings(s.Chapters, headings[i])
		m.turn(i, turn, who[turn.Speaker].role, who[turn.Speaker].voice)
	}
}

// writeSounds writes the sound as the browser's own players, straight from the files.
func writeSounds(m markup, c *copier, list []track) error {
	if len(list) == 0 {
		return nil
	}
	m.WriteString(`<div id="sounds">` + "\n")
	for i, t := range list {
		name := "The story's sound"
		if len(list) > 1 {
			name = fmt.Sprintf("The story's sound, part %d of %d", i+1, len(list))
		}
		// Types as data: addresses have them, without spaces.
		m.printf(`<audio controls preload="metadata" aria-label="%s" src="data:%s;base64,`, name, strings.ReplaceAll(t.media, " ", ""))
		if err := c.base64(m, t.path, t.bytes); err != nil {
			return err
		}
		m.WriteString(`"></audio>` + "\n")
	}
	m.WriteString("</div>\n")
	return nil
}
