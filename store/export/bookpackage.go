package export

import (
	"crypto/sha1"
	"fmt"
	"regexp"
	"strings"
	"time"
)

// identity is the story's own name among all books: a UUID (version 5) of its address, or of its words where it has none. It
// is the same each time the story is written.
func identity(s Story) string {
	// The namespace for addresses, of RFC 9562.
	space := []byte{0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}
	h := sha1.New()
	h.Write(space)
	if t := s.Transcript; t.URL != "" {
		h.Write([]byte(t.URL))
	} else {
		fmt.Fprintf(h, "alongside:%q %q %q", t.Title, t.Source, t.Published)
		for _, turn := range t.Turns {
			fmt.Fprintf(h, "%q", turn.Text)
		}
	}
	u := h.Sum(nil)[:16]
	u[6], u[8] = u[6]&0x0f|0x50, u[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}

// writePackage writes the package document: what the book is, which files are in it and in which order they are read.
func (b *book) writePackage(m markup) {
	language := tag(b.Transcript.Language)
	m.printf(`<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="%s">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">%s</dc:identifier>
<dc:title id="story-title">%s</dc:title>
<dc:language>%s</dc:language>
`, language, b.identity, b.title(), language)
	b.writeOrigin(m)
	b.writeAccess(m)
	b.writeOverlayFacts(m)
	changed := b.Changed
	if changed.IsZero() {
		changed = time.Now()
	}
	m.printf(`<meta property="dcterms:modified">%s</meta>`+"\n</metadata>\n", changed.UTC().Format("2006-01-02T15:04:05Z"))
	b.writeManifest(m)
	progression := ""
	if direction(b.Transcript) == "rtl" {
		progression = ` page-progression-direction="rtl"`
	}
	m.WriteString("<spine" + progression + ">\n")
	for _, p := range b.sheets {
		m.printf(`<itemref idref="text%v"/>`+"\n", p.n)
	}
	m.WriteString("</spine>\n</package>\n")
}

// writeOrigin writes whose the story is, as far as it is known.
func (b *book) writeOrigin(m markup) {
	t := b.Transcript
	element := func(name, text string) {
		if text = plain(text); text != "" {
			m.printf("<dc:"+name+">%s</dc:"+name+">\n", text)
		}
	}
	for _, author := range t.Authors {
		element("creator", author)
	}
	element("publisher", t.Source)
	element("source", t.URL)
	element("rights", t.Rights)
	if regexp.MustCompile(`^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d))?)?)?$`).MatchString(t.Published) {
		element("date", t.Published)
	}
}

// writeAccess writes who can read the book: metadata that libraries for people with print disabilities search by.
func (b *book) writeAccess(m markup) {
	property := func(name, value string) { m.printf(`<meta property="schema:%s">%s</meta>`+"\n", name, value) }
	property("accessMode", "textual")
	property("accessModeSufficient", "textual")
	for _, feature := range []string{"tableOfContents", "readingOrder", "displayTransformability"} {
		property("accessibilityFeature", feature)
	}
	summary := "All of it is text that can be enlarged and recoloured."
	if b.overlaid > 0 {
		property("accessMode", "auditory")
		property("accessModeSufficient", "textual,auditory")
		property("accessibilityFeature", "synchronizedAudioText")
		summary += " It is read aloud by its recording, and the words being heard are marked."
	}
	if b.pictured {
		property("accessMode", "visual")
	}
	for _, hazard := range []string{"noFlashingHazard", "noMotionSimulationHazard", "unknownSoundHazard"} {
		property("accessibilityHazard", hazard)
	}
	property("accessibilitySummary", summary)
}

// writeOverlayFacts writes how long the overlays are, who is heard, and the class that a reader gives to what is heard.
func (b *book) writeOverlayFacts(m markup) {
	if b.overlaid == 0 {
		return
	}
	m.printf(`<meta property="media:duration">%s</meta>`+"\n", clockValue(b.overlaid))
	for _, p := range b.sheets {
		if len(p.pars) > 0 {
			m.printf(`<meta property="media:duration" refines="#overlay%v">%s</meta>`+"\n", p.n, clockValue(p.overlaid))
		}
	}
	for _, s := range b.Transcript.Speakers {
		if name := plain(s.Name); name != "" {
			m.printf(`<meta property="media:narrator">%s</meta>`+"\n", name)
		}
	}
	m.WriteString(`<meta property="media:active-class">heard</meta>` + "\n")
}

func (b *book) writeManifest(m markup) {
	m.WriteString("<manifest>\n")
	item := func(id, name, media, more string) {
		m.printf(`<item id="%s" href="%s" media-type="%s"`, id, name, media)
		m.WriteString(more + "/>\n")
	}
	item("nav", "nav.xhtml", "application/xhtml+xml", ` properties="nav"`)
	item("style", "book.css", "text/css", "")
	for _, p := range b.sheets {
		overlay := ""
		if len(p.pars) > 0 {
			overlay = fmt.Sprintf(` media-overlay="overlay%d"`, p.n)
			item(fmt.Sprintf("overlay%d", p.n), p.overlayName(), "application/smil+xml", "")
		}
		item(fmt.Sprintf("text%d", p.n), p.textName(), "application/xhtml+xml", overlay)
	}
	for i, t := range b.tracks {
		media, _, _ := strings.Cut(t.media, ";")
		if t.media == opus {
			media = opus
		}
		item(fmt.Sprintf("audio%d", i+1), b.trackPath(i), media, "")
	}
	if b.pictured {
		item("picture", b.picturePath(), b.image.media, ` properties="cover-image"`)
	}
	m.WriteString("</manifest>\n")
}
