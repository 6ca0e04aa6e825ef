package book

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

const container = `<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="OEBPS/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>`

// page is a content document with a body.
func page(body string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>Not read</title></head>
<body>` + body + `</body></html>`
}

// overlay is a SMIL file of EPUB 3 with a body.
func overlay(body string) string {
	return `<smil xmlns="http://www.w3.org/ns/SMIL" xmlns:epub="http://www.idpf.org/2007/ops" version="3.0"><body>` + body +
		`</body></smil>`
}

// heard is a par: an element of a page in a clip.
func heard(id, clip string) string {
	return `<par><text src="one.xhtml#` + id + `"/><audio src="one.wav" ` + clip + `/></par>`
}

// clipped is the clip of an audio element.
func clipped(begin, end string) string {
	return fmt.Sprintf(`clipBegin=%q clipEnd=%q`, begin, end)
}

// epub is an EPUB 3 of one page, an overlay and 10 seconds of sound.
func epub(body, smil string) pages {
	return pages{
		"mimetype": "application/epub+zip", "META-INF/container.xml": container,
		"OEBPS/package.opf": `<package xmlns="http://www.idpf.org/2007/opf" version="3.0">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Bells</dc:title><dc:language>en</dc:language></metadata>
<manifest><item id="one" href="one.xhtml" media-type="application/xhtml+xml" media-overlay="o"/>
<item id="o" href="one.smil" media-type="application/smil+xml"/><item id="a" href="one.wav" media-type="audio/wav"/></manifest>
<spine><itemref idref="one"/></spine></package>`,
		"OEBPS/one.xhtml": page(body), "OEBPS/one.smil": overlay(smil), "OEBPS/one.wav": silence(10 * time.Second),
	}
}

func TestTimesGoToWhatAFragmentCovers(t *testing.T) {
	const two = `<p><span id="a">The bell rings.</span> <span id="b">A boat answers.</span></p>`
	for name, c := range map[string]struct {
		body, smil string
		want       []string
	}{
		"sentences": {
			two, heard("a", clipped("0s", "1.5s")) + heard("b", clipped("1.5s", "3s")),
			[]string{"0–3 The bell rings. A boat answers.", "  s 0–1.500 The bell rings.", "  s 1.500–3 A boat answers."},
		},
		"a paragraph, of which the sentences are not known": {
			`<p id="a">The bell rings. A boat answers.</p>`, heard("a", clipped("1s", "3s")),
			[]string{"1–3 The bell rings. A boat answers."},
		},
		"words": {
			`<p><b id="a">The</b> <b id="b">bell</b> <b id="c">rings</b>. It is <i id="d">late</i>.</p>`,
			heard("a", clipped("1s", "1.2s")) + heard("b", clipped("1.2s", "1.5s")) + heard("c", clipped("1.5s", "2s")) +
				heard("d", clipped("3s", "4s")),
			[]string{
				"1–4 The bell rings. It is late.", "  s 1–2 The bell rings.", "  w 1–1.200 The", "  w 1.200–1.500 bell",
				"  w 1.500–2 rings", "  w 3–4 late",
			},
		},
		"half sentences": {
			`<p><span id="a">The bell rings,</span> <span id="b">and a boat answers. Then</span> <span id="c">it rings again.</span></p>`,
			heard("a", clipped("0s", "1s")) + heard("b", clipped("1s", "3s")) + heard("c", clipped("3s", "4s")),
			[]string{"0–4 The bell rings, and a boat answers. Then it rings again."},
		},
		"a word in two halves": {
			`<p><span id="a">T</span><span id="b">he</span> bell rings.</p>`,
			heard("a", clipped("0s", "1s")) + heard("b", clipped("1s", "2s")),
			[]string{"0–2 The bell rings.", "  w 0–2 The"},
		},
		"words within a sentence that has a clip, too": {
			`<p id="s">The <b id="a">bell</b> rings.</p>`,
			heard("s", clipped("0s", "3s")) + heard("a", clipped("1s", "2s")),
			[]string{"0–3 The bell rings.", "  s 0–3 The bell rings.", "  w 1–2 bell"},
		},
		"the middle of a sentence only": {
			`<p>The bell <b id="a">rings</b> now.</p>`, heard("a", clipped("1s", "2s")),
			[]string{"1–2 The bell rings now.", "  w 1–2 rings"},
		},
		"two paragraphs in one clip": {
			`<div id="a"><p>The bell rings.</p><p>A boat answers.</p></div><p>And then?</p>`, heard("a", clipped("1s", "2s")),
			[]string{"1–2 The bell rings.\n\nA boat answers.", "- And then?"},
		},
		"two paragraphs in one clip, and in clips of their own": {
			`<div id="a"><p id="b">The bell rings.</p><p id="c">A boat answers.</p></div>`,
			heard("a", clipped("1s", "4s")) + heard("b", clipped("1s", "2s")) + heard("c", clipped("2s", "4s")),
			[]string{"1–2 The bell rings.", "  s 1–2 The bell rings.", "2–4 A boat answers.", "  s 2–4 A boat answers."},
		},
		"all of the page": {
			`<p>The bell rings.</p>`, `<par><text src="one.xhtml"/><audio src="one.wav"/></par>`,
			[]string{"0–10 The bell rings.", "  s 0–10 The bell rings."},
		},
		"the same text twice in a row": {
			two, heard("a", clipped("0s", "1s")) + heard("a", clipped("1s", "2s")),
			[]string{"0–2 The bell rings. A boat answers.", "  s 0–2 The bell rings."},
		},
		"the same clip for two sentences": {
			two, heard("a", clipped("1s", "4s")) + heard("b", clipped("1s", "4s")),
			[]string{"1–4 The bell rings. A boat answers."},
		},
		"text that is read by eye": {
			two, heard("a", clipped("0s", "1s")) + `<par><text src="one.xhtml#b"/></par>`,
			[]string{"0–1 The bell rings. A boat answers.", "  s 0–1 The bell rings."},
		},
		"sound without text": {
			two, `<par><audio src="one.wav" clipEnd="1s"/></par>` + heard("a", clipped("1s", "2s")),
			[]string{"1–2 The bell rings. A boat answers.", "  s 1–2 The bell rings."},
		},
		"pars in rows in rows": {
			two, `<seq epub:textref="one.xhtml"><seq><seq>` + heard("a", clipped("0s", "1s")) + `</seq></seq>` +
				heard("b", clipped("1s", "2s")) + `</seq>`,
			[]string{"0–2 The bell rings. A boat answers.", "  s 0–1 The bell rings.", "  s 1–2 A boat answers."},
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := mustReadBook(t, epub(c.body, c.smil).file(t))
			compare(t, "the times", told(b), c.want...)
			if len(b.Notes) > 0 {
				t.Errorf("there are notes: %q", b.Notes)
			}
		})
	}
}

func TestTimesThatCannotBeAreMended(t *testing.T) {
	const three = `<p><span id="a">One.</span> <span id="b">Two.</span> <span id="c">Three.</span></p>`
	for name, c := range map[string]struct {
		smil, note string
		want       []string
	}{
		"an end after the file's": {
			heard("a", clipped("8s", "12s")), "Clips of sound that end after their file does: 1. Now they end with it.",
			[]string{"8–10 One. Two. Three.", "  s 8–10 One.", "  w 8–10 One"},
		},
		"a beginning after the file's end": {
			heard("a", clipped("1s", "2s")) + heard("b", clipped("11s", "12s")),
			"Clips of sound that begin after their file has ended: 1. Their text has no time.",
			[]string{"1–2 One. Two. Three.", "  s 1–2 One.", "  w 1–2 One"},
		},
		"a clip that goes back": {
			heard("a", clipped("1s", "2s")) + heard("b", clipped("9s", "10s")) + heard("c", clipped("2s", "3s")),
			"Clips of sound that go back, within a paragraph, to what was heard before: 1. Their text has no time.",
			[]string{"1–3 One. Two. Three.", "  s 1–2 One.", "  s 2–3 Three.", "  w 1–2 One", "  w 2–3 Three"},
		},
		"clips that overlap": {
			heard("a", clipped("1s", "3s")) + heard("b", clipped("2s", "4s")),
			"Clips of sound that go on while the next one is heard: 1. Now they end where it begins.",
			[]string{"1–4 One. Two. Three.", "  s 1–2 One.", "  s 2–4 Two.", "  w 1–2 One", "  w 2–4 Two"},
		},
		"an end before the beginning": {
			heard("a", clipped("3s", "1s")), "Clips of sound that do not end after they begin: 1. Their text has no time.",
			[]string{"- One. Two. Three."},
		},
		"no number": {
			heard("a", clipped("NaN", "1s")), "Clips of sound whose times cannot be read: 1. Their text has no time.",
			[]string{"- One. Two. Three."},
		},
		"a text that is not there": {
			heard("z", clipped("1s", "2s")), "Clips of sound whose text is not in the book: 1. They are heard, and nothing is marked meanwhile.",
			[]string{"- One. Two. Three."},
		},
		"text that is heard again later": {
			heard("a", clipped("1s", "2s")) + heard("b", clipped("2s", "3s")) + heard("a", clipped("3s", "4s")),
			"Stretches of text that are heard a second time: 1. They are marked the first time.",
			[]string{"1–3 One. Two. Three.", "  s 1–2 One.", "  s 2–3 Two.", "  w 1–2 One", "  w 2–3 Two"},
		},
		"a file that is missing": {
			heard("a", clipped("1s", "2s")) + `<par><text src="one.xhtml#b"/><audio src="two.wav" clipEnd="1s"/></par>`,
			`Missing in the book: "OEBPS/two.wav"; the rest was read.`,
			[]string{"1–2 One. Two. Three.", "  s 1–2 One.", "  w 1–2 One"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := mustReadBook(t, epub(three, c.smil).file(t))
			compare(t, "the times", told(b), c.want...)
			compare(t, "the notes", b.Notes, c.note)
		})
	}
}

func TestTextIsTakenApartIntoTurns(t *testing.T) {
	for name, c := range map[string]struct {
		body string
		want []string
	}{
		"paragraphs and headings": {`<h1>A <em>bell</em></h1><p> It
			rings. </p>`, []string{"- A bell", "- It rings."}},
		"items":                        {`<ul><li>One</li><li>Two<ul><li>Three</li></ul></li></ul>`, []string{"- One", "- Two", "- Three"}},
		"rows":                         {`<table><tr><th>Bell</th><th>Tons</th></tr><tr><td>Old</td><td>2</td></tr></table>`, []string{"- Bell Tons", "- Old 2"}},
		"lines":                        {`<p>The bell<br/>rings</p>`, []string{"- The bell\nrings"}},
		"text beside paragraphs":       {`<div>One<p>Two</p>Three</div>`, []string{"- One", "- Two", "- Three"}},
		"the number of a note":         {`<p>It rings.<a epub:type="noteref" href="#n">3</a> Then</p>`, []string{"- It rings.[3] Then"}},
		"the number of a page":         {`<p>It <span epub:type="pagebreak" title="7" id="p7"/>rings.</p>`, []string{"- It rings.", "- 7 (note)"}},
		"a picture's text":             {`<p><img src="x.png" alt="A bell"/></p><p><img src="t.png" alt="T"/>he bell</p>`, []string{"- A bell (note)", "- The bell"}},
		"ruby":                         {`<p><ruby>鐘<rt>かね</rt></ruby></p>`, []string{"- 鐘"}},
		"what is not read":             {`<script>x()</script><style>p {}</style><p hidden="">No</p><p>Yes</p>`, []string{"- Yes"}},
		"an ornament":                  {`<p>* * *</p><p>Yes</p>`, []string{"- * * * (note)", "- Yes"}},
		"letters by name":              {`<p>Caf&eacute; &mdash; &#x41;&nosuch;</p>`, []string{"- Café — A&nosuch;"}},
		"hyphens that are not seen":    {"<p>ex\u00adample</p>", []string{"- example"}},
		"a page's number before text":  {`<p><span role="doc-pagebreak" aria-label="8"/>It rings.</p>`, []string{"- 8 (note)", "- It rings."}},
		"an element that is not ended": {`<p>One<p>Two</p>`, []string{"- One", "- Two"}},
	} {
		t.Run(name, func(t *testing.T) {
			b := mustReadBook(t, epub(c.body, "").file(t))
			compare(t, "the turns", told(b), c.want...)
		})
	}
}

func TestAsidesAreRunsOfTurns(t *testing.T) {
	b := mustReadBook(t, epub(`<p><span id="a">The bell</span> <span epub:type="pagebreak" id="p7" title="7"/><span id="b">rings.</span></p>
		<aside epub:type="footnote" id="n"><p>It is old.</p><p>Very.</p></aside>
		<table><tr><td>Bell</td></tr><tr><td>Rope</td></tr></table><figure><img src="b.png" alt="A bell"/><figcaption>Ours</figcaption></figure>
		<div role="doc-endnotes"><p>End.</p></div><p id="h1">Ask.</p><p id="h2">Or call.</p>`,
		heard("a", clipped("0s", "1s"))+`<par epub:type="pagebreak"><text src="one.xhtml#p7"/><audio src="one.wav" `+clipped("1s", "2s")+
			`/></par>`+heard("b", clipped("2s", "3s"))+
			`<seq epub:type="help">`+heard("h1", clipped("5s", "6s"))+heard("h2", clipped("6s", "7s"))+`</seq>`).file(t))
	compare(t, "the asides", asidesOf(b), "pagebreak: 7", "footnote: It is old. | Very.", "table: Bell | Rope", "figure: A bell | Ours",
		"endnotes: End.", "help: Ask. | Or call.")
	compare(t, "the times", told(b)[:6], "0–3 The bell rings.", "  s 0–3 The bell rings.", "  w 2–3 rings", "1–2 7", "  s 1–2 7", "  w 1–2 7")
}

func TestSeveralFilesOfSoundAreOneAxis(t *testing.T) {
	in := func(id, file, clip string) string {
		return `<par><text src="one.xhtml#` + id + `"/><audio src="sound/` + file + `" ` + clip + `/></par>`
	}
	p := epub(`<p id="a">One.</p><p id="b">Two.</p><p id="c">Three.</p><p id="d">Four.</p>`,
		in("a", "1.wav", clipped("0.5s", "1.5s"))+in("b", "2.wav", `clipEnd="1s"`)+in("c", "2.wav", `clipBegin="1s"`)+
			in("d", "%C3%A9%20%23.wav", "")).with(pages{
		"OEBPS/sound/1.wav": silence(2 * time.Second), "OEBPS/SOUND/2.wav": silence(2500 * time.Millisecond),
		"OEBPS/sound/é #.wav": silence(time.Second),
	})
	b := mustReadBook(t, p.file(t))
	var turns []string
	for _, line := range told(b) {
		if !strings.HasPrefix(line, " ") {
			turns = append(turns, line)
		}
	}
	compare(t, "the times", turns, "0.500–1.500 One.", "2–3 Two.", "3–4.500 Three.", "4.500–5.500 Four.")
	if len(b.Parts) != 2 || b.Parts[0].Start != 2*time.Second || b.Parts[1].Start != 4500*time.Millisecond || b.AudioPath == "" {
		t.Errorf("the parts are %v after %q", b.Parts, b.AudioPath)
	}
	if b.Transcript.Audio.Duration != 5500*time.Millisecond {
		t.Errorf("the sound lasts %v", b.Transcript.Audio.Duration)
	}
}

func TestMarkupThatIsNoXMLIsReadAsHTML(t *testing.T) {
	p := epub("", heard("a", clipped("0s", "1s"))+heard("b", clipped("1s", "2s")))
	p["OEBPS/one.xhtml"] = `<html><head><title/></head><body><p id=a>Five < six<a id="x"/><br/>and</p><p id="b">Then <b>on</p></body></html>`
	b := mustReadBook(t, p.file(t))
	compare(t, "the times", told(b), "0–1 Five < six\nand", "  s 0–1 Five < six\nand", "1–2 Then on", "  s 1–2 Then on")
	compare(t, "the notes", b.Notes, `"OEBPS/one.xhtml" is not written as it should be; it was read as far as it can be understood.`)
}

func TestTextIsReadInItsEncoding(t *testing.T) {
	const whole = `<?xml version="1.0" encoding="NAME"?><html><body><p>鐘 — é</p></body></html>`
	const latin = `<html><head><meta http-equiv="Content-Type" content="text/html; charset=NAME"/></head><body><p>“é”</p></body></html>`
	for name, c := range map[string]struct {
		encoding encoding.Encoding
		markup   string
		want     string
	}{
		"UTF-8":                  {unicode.UTF8, whole, "- 鐘 — é"},
		"UTF-8, said to be else": {unicode.UTF8, strings.ReplaceAll(whole, "NAME", "iso-8859-1"), "- 鐘 — é"},
		"UTF-8 with a mark":      {unicode.UTF8BOM, whole, "- 鐘 — é"},
		"UTF-16":                 {unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), whole, "- 鐘 — é"},
		"GB 18030":               {simplifiedchinese.GB18030, strings.ReplaceAll(whole, "NAME", "gb18030"), "- 鐘 — é"},
		"Windows-1252":           {charmap.Windows1252, latin, "- “é”"},
		"in the page's head":     {charmap.Windows1250, strings.ReplaceAll(latin, "NAME", "windows-1250"), "- “é”"},
	} {
		t.Run(name, func(t *testing.T) {
			p := epub("", "")
			var err error
			if p["OEBPS/one.xhtml"], err = c.encoding.NewEncoder().String(c.markup); err != nil {
				t.Fatal(err)
			}
			compare(t, "the turns", told(mustReadBook(t, p.file(t))), c.want)
		})
	}
}

func TestAnEPUB2IsReadWithoutTimes(t *testing.T) {
	p := pages{
		"Bells.epub/META-INF/container.xml": container,
		"Bells.epub/OEBPS/package.opf": `<package xmlns="http://www.idpf.org/2007/opf" version="2.0">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf"><dc:title>Bells</dc:title>
<dc:creator opf:role="ill">Tom Stone</dc:creator><dc:creator opf:role="aut">Ada Grün</dc:creator>
<dc:date opf:event="modification">2020-01-01</dc:date><dc:date opf:event="publication">1999-04</dc:date><meta name="cover" content="c"/></metadata>
<manifest><item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/><item id="c" href="images/c.jpg" media-type="image/jpeg"/>
<item id="a" href="text/a%20b.html" media-type="application/xhtml+xml"/></manifest><spine toc="ncx"><itemref idref="a"/><itemref idref="gone"/></spine></package>`,
		"Bells.epub/OEBPS/toc.ncx": `<ncx><navMap><navPoint><navLabel><text>One</text></navLabel><content src="text/a%20b.html"/>
<navPoint><navLabel><text>Its  end</text></navLabel><content src="text/a%20b.html#e"/></navPoint></navPoint>
<navPoint><navLabel><text>Nowhere</text></navLabel><content src="gone.html"/></navPoint></navMap></ncx>`,
		"Bells.epub/OEBPS/text/a b.html": page(`<h1>One</h1><p>It rings.</p><a id="e"/><p>It rang.</p>`), "Bells.epub/OEBPS/images/c.jpg": "jpeg",
	}
	b := mustReadBook(t, p.file(t))
	compare(t, "the turns", told(b), "- One", "- It rings.", "- It rang.")
	compare(t, "the chapters", chaptersOf(b), "One: One", "  Its end: It rang.")
	compare(t, "the notes", b.Notes, "The book has no times: nothing in it says when its words are spoken.", `Missing in the book: "gone"; the rest was read.`)
	m := b.Transcript
	compare(t, "the statements", []string{strings.Join(m.Authors, "+"), m.Published, b.Picture.Alt}, "Ada Grün", "1999-04", "The cover of “Bells”")
}

func TestHeadingsAreTheChaptersOfABookWithoutATable(t *testing.T) {
	b := mustReadBook(t, epub(`<h1>One</h1><p>x</p><h2>Within</h2><h2/><p>y</p><h5>Deep</h5><h1>Two</h1>`, "").file(t))
	compare(t, "the chapters", chaptersOf(b), "One: One", "  Within: Within", "    Deep: Deep", "Two: Two")
}

func TestMoreTextThanATurnHoldsIsNotPutIntoOne(t *testing.T) {
	b := mustReadBook(t, epub(`<div id="a"><p>`+strings.Repeat("bell ", 10_000)+`</p><p>`+strings.Repeat("rope ", 10_000)+`</p></div>`,
		heard("a", clipped("0s", "1s"))).file(t))
	if len(b.Transcript.Turns) != 2 || len(b.Alignment.Turns) > 0 {
		t.Errorf("there are %d turns, %d with times", len(b.Transcript.Turns), len(b.Alignment.Turns))
	}
	compare(t, "the notes", b.Notes, "Clips of sound for which there is more text than can be marked at once: 1. Their text has no time.")
}
