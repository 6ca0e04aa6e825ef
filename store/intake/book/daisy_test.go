package book

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"
)

// daisy2 is a DAISY 2.02 book with full text and two files of sound, as the specification has it.
func daisy2() pages {
	smil := func(body string) string {
		return `<?xml version="1.0" encoding="windows-1252"?>
<!DOCTYPE smil PUBLIC "-//W3C//DTD SMIL 1.0//EN" "http://www.w3.org/TR/REC-SMIL/SMIL10.dtd">
<smil><head><meta name="dc:format" content="Daisy 2.02"/><layout><region id="txtView"/></layout></head>
<body><seq dur="3.000s">` + body + `</seq></body></smil>`
	}
	par := func(id, text, audio, more string) string {
		return `<par endsync="last" id="p` + id + `" ` + more + `><text src="` + text + `" id="` + id + `"/><seq>` + audio + `</seq></par>`
	}
	p := pages{
		"ncc.html": `<?xml version="1.0" encoding="windows-1252"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>The bell</title>
<meta http-equiv="Content-type" content="text/html; charset=windows-1252"/>
<meta name="dc:title" content="The Bell of Bréhat"/><meta name="dc:creator" content="Ada Grün"/>
<meta name="dc:language" content="fr" scheme="ISO 639"/><meta name="dc:publisher" content="Vale Press"/>
<meta name="dc:date" content="2004-05-06"/><meta name="ncc:multimediaType" content="audioFullText"/></head><body>
<h1 class="title" id="n1"><a href="s1.smil#t1">The Bell of Bréhat</a></h1>
<h1 id="n2"><a href="s1.smil#t2">One</a></h1>
<span class="page-normal" id="n3"><a href="s1.smil#t4">1</a></span>
<h2 id="n4"><a href="S2.SMIL#t5">One, again</a></h2></body></html>`,
		"s1.smil": smil(par("t1", "text.html#x1", `<audio src="a.wav" clip-begin="npt=0.000s" clip-end="npt=1.000s" id="a1"/>`, "") +
			par("t2", "text.html#x2", `<audio src="a.wav" clip-begin="npt=1.0s" clip-end="npt=1.5s" id="a2"/>`, "") +
			par("t3", "text.html#x3", `<audio src="a.wav" clip-begin="npt=1.5s" clip-end="npt=2s"/><audio src="a.wav" clip-begin="npt=2s" clip-end="npt=2.5s"/>`, "") +
			par("t4", "text.html#x4", `<audio src="a.wav" clip-begin="npt=2.5s" clip-end="npt=3s"/>`, `system-required="pagenumber-on"`)),
		"s2.smil": smil(par("t5", "text.html#x5", `<audio src="b.wav" clip-begin="npt=0s" clip-end="npt=1s"/>`, "") +
			par("t6", "text.html#x6", `<audio src="b.wav" clip-begin="npt=1s" clip-end="npt=2s"/>`, `system-required="footnote-on"`)),
		"text.html": `<?xml version="1.0" encoding="windows-1252"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title></head><body>
<h1 id="x1">The Bell of Bréhat</h1><h1 id="x2">One</h1><p><span id="x3">It rings.</span> <span class="page-normal" id="x4">1</span></p>
<h2 id="x5">One, again</h2><div class="notebody" id="x6">It is old.</div></body></html>`,
		"a.wav": silence(3 * time.Second), "b.wav": silence(2 * time.Second),
	}
	for name, body := range p {
		if strings.HasPrefix(body, "<") {
			p[name], _ = charmap.Windows1252.NewEncoder().String(body)
		}
	}
	return p
}

func TestDaisy2IsRead(t *testing.T) {
	for name, path := range map[string]string{
		"a folder": daisy2().folder(t), "an archive": daisy2().file(t),
	} {
		t.Run(name, func(t *testing.T) {
			b := mustReadBook(t, path)
			compare(t, "the times", told(b),
				"0–1 The Bell of Bréhat", "  s 0–1 The Bell of Bréhat", "1–1.500 One", "  s 1–1.500 One", "  w 1–1.500 One",
				"1.500–2.500 It rings.", "  s 1.500–2.500 It rings.", "2.500–3 1", "  s 2.500–3 1", "  w 2.500–3 1",
				"3–4 One, again", "  s 3–4 One, again", "4–5 It is old.", "  s 4–5 It is old.")
			compare(t, "the chapters", chaptersOf(b), "The Bell of Bréhat: The Bell of Bréhat", "One: One", "  One, again: One, again")
			compare(t, "the asides", asidesOf(b), "pagebreak: 1", "footnote: It is old.")
			compare(t, "the notes", b.Notes)
			m := b.Transcript
			compare(t, "the statements", []string{m.Title, m.Authors[0], m.Language, m.Source, m.Published, b.Alignment.Method},
				"The Bell of Bréhat", "Ada Grün", "fr", "Vale Press", "2004-05-06", Daisy)
		})
	}
}

func TestDaisy2WithoutTextHasThatOfItsNCC(t *testing.T) {
	p := daisy2()
	delete(p, "text.html")
	for _, name := range []string{"s1.smil", "s2.smil"} {
		p[name] = strings.NewReplacer("text.html#x1", "ncc.html#n1", "text.html#x2", "ncc.html#n2", "text.html#x3", "ncc.html#n2",
			"text.html#x4", "ncc.html#n3", "text.html#x5", "ncc.html#n4", "text.html#x6", "ncc.html#n4").Replace(p[name])
	}
	b := mustReadBook(t, p.folder(t))
	compare(t, "the times", told(b), "0–1 The Bell of Bréhat", "  s 0–1 The Bell of Bréhat", "1–2.500 One", "  s 1–2.500 One", "  w 1–2.500 One",
		"2.500–3 1", "  s 2.500–3 1", "  w 2.500–3 1", "3–5 One, again", "  s 3–5 One, again")
	compare(t, "the chapters", chaptersOf(b), "The Bell of Bréhat: The Bell of Bréhat", "One: One", "  One, again: One, again")
	compare(t, "the asides", asidesOf(b), "pagebreak: 1")
}

// daisy3 is a DAISY 3 book with full text, as the specification has it.
func daisy3() pages {
	return pages{
		"Bell/book.opf": `<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE package PUBLIC "+//ISBN 0-9673008-1-9//DTD OEB 1.2 Package//EN" "http://openebook.org/dtds/oeb-1.2/oebpkg12.dtd">
<package xmlns="http://openebook.org/namespaces/oeb-package/1.0/" unique-identifier="uid"><metadata>
<dc-metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:Format>ANSI/NISO Z39.86-2005</dc:Format><dc:Title>The Bell</dc:Title>
<dc:Creator role="aut">Ada Grün</dc:Creator><dc:Creator role="nrt">Tom Stone</dc:Creator><dc:Language>en-GB</dc:Language>
<dc:Date>2005</dc:Date><dc:Rights>All given away</dc:Rights></dc-metadata></metadata>
<manifest><item id="opf" href="book.opf" media-type="text/xml"/><item id="ncx" href="nav.ncx" media-type="application/x-dtbncx+xml"/>
<item id="text" href="book.xml" media-type="application/x-dtbook+xml"/><item id="s1" href="s1.smil" media-type="application/smil"/>
<item id="s2" href="s2.smil" media-type="application/smil"/><item id="a1" href="a.wav" media-type="audio/x-wav"/></manifest>
<spine><itemref idref="s1"/><itemref idref="s2"/></spine></package>`,
		"Bell/nav.ncx": `<?xml version="1.0" encoding="utf-8"?><ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1">
<head><smilCustomTest id="pagenum" defaultState="false" override="visible" bookStruct="PAGE_NUMBER"/></head>
<docTitle><text>The Bell</text><audio src="a.wav" clipBegin="0:00:00" clipEnd="0:00:01"/></docTitle>
<navMap><navPoint class="h1" id="n1" playOrder="1"><navLabel><text>One</text><audio src="a.wav" clipBegin="0s" clipEnd="1s"/></navLabel>
<content src="s1.smil#p1"/><navPoint class="h2" id="n2" playOrder="3"><navLabel><text>Within</text></navLabel><content src="s1.smil#p4"/></navPoint>
</navPoint><navPoint id="n3"><navLabel><text>Two</text></navLabel><content src="s2.smil#p5"/></navPoint></navMap>
<pageList><pageTarget id="pg" type="normal" value="1"><navLabel><text>1</text></navLabel><content src="s1.smil#p3"/></pageTarget></pageList></ncx>`,
		"Bell/s1.smil": `<smil xmlns="http://www.w3.org/2001/SMIL20/"><head><customAttributes>
<customTest id="pagenum" defaultState="false" override="visible"/><customTest id="odd" bookStruct="OPTIONAL_SIDEBAR" override="visible"/>
</customAttributes></head><body><seq id="m" dur="0:00:03" fill="remove">
<par id="p1"><text src="book.xml#h1" id="t1"/><audio src="a.wav" clipBegin="0:00:00.000" clipEnd="0:00:01.000"/></par>
<seq class="p"><par id="p2"><text src="book.xml#s1"/><audio src="a.wav" clipBegin="0:00:01" clipEnd="00:01.5"/></par>
<par id="p3" customTest="pagenum" class="pagenum"><text src="book.xml#pg"/><audio src="a.wav" clipBegin="1500ms" clipEnd="2s"/></par></seq>
<par id="p4"><text src="book.xml#h2"/><audio src="a.wav" clipBegin="2s" clipEnd="0.05min"/></par></seq></body></smil>`,
		"Bell/s2.smil": `<smil xmlns="http://www.w3.org/2001/SMIL20/"><head><customAttributes>
<customTest id="odd" bookStruct="OPTIONAL_SIDEBAR" override="visible"/></customAttributes></head><body><seq id="m">
<par id="p5"><text src="book.xml#h3"/><audio src="b.wav" clipBegin="0s" clipEnd="1s"/></par>
<seq customTest="odd" id="sb" end="DTBuserEscape;sb.end"><par><text src="book.xml#sb1"/><audio src="b.wav" clipBegin="1s"/></par></seq>
</seq></body></smil>`,
		"Bell/book.xml": `<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE dtbook PUBLIC "-//NISO//DTD dtbook 2005-2//EN" "http://www.daisy.org/z3986/2005/dtbook-2005-2.dtd">
<dtbook xmlns="http://www.daisy.org/z3986/2005/dtbook/" version="2005-2"><head><meta name="dc:Title" content="The Bell"/></head>
<book><bodymatter><level1><h1 id="h1" smilref="s1.smil#p1">One</h1><p><sent id="s1">It <pagenum id="pg" page="normal">1</pagenum>rings.</sent></p>
<level2><h2 id="h2">Within</h2></level2></level1><level1><h1 id="h3">Two</h1>
<sidebar render="optional" id="sb"><p id="sb1">It is old.</p></sidebar><prodnote render="optional"><p>A bell.</p></prodnote>
<list type="ul"><li>Rope</li></list><poem><line>Ding</line><line>Dong</line></poem></level1></bodymatter></book></dtbook>`,
		"Bell/a.wav": silence(3 * time.Second), "Bell/b.wav": silence(2 * time.Second),
	}
}

func TestDaisy3IsRead(t *testing.T) {
	for name, path := range map[string]string{
		"a folder": daisy3().folder(t), "an archive": daisy3().file(t),
	} {
		t.Run(name, func(t *testing.T) {
			b := mustReadBook(t, path)
			compare(t, "the times", told(b), "0–1 One", "  s 0–1 One", "  w 0–1 One", "1–1.500 It rings.", "  s 1–1.500 It rings.",
				"1.500–2 1", "  s 1.500–2 1", "  w 1.500–2 1", "2–3 Within", "  s 2–3 Within", "  w 2–3 Within", "3–4 Two", "  s 3–4 Two", "  w 3–4 Two",
				"4–5 It is old.", "  s 4–5 It is old.", "- A bell.", "- Rope", "- Ding\nDong")
			compare(t, "the chapters", chaptersOf(b), "One: One", "  Within: Within", "Two: Two")
			compare(t, "the asides", asidesOf(b), "pagebreak: 1", "sidebar: It is old.", "annotation: A bell.", "list: Rope")
			compare(t, "the notes", b.Notes)
			m := b.Transcript
			compare(t, "the statements", []string{m.Title, strings.Join(m.Authors, "+"), m.Language, m.Published, m.Rights},
				"The Bell", "Ada Grün", "en-GB", "2005", "All given away")
		})
	}
}

func TestDaisy3WithoutTextHasThatOfItsNCX(t *testing.T) {
	p := daisy3()
	delete(p, "Bell/book.xml")
	for _, name := range []string{"Bell/s1.smil", "Bell/s2.smil"} {
		lines := strings.Split(p[name], `<text src="book.xml#`)
		for i := 1; i < len(lines); i++ {
			_, lines[i], _ = strings.Cut(lines[i], "/>")
		}
		p[name] = strings.Join(lines, "")
	}
	b := mustReadBook(t, p.folder(t))
	compare(t, "the times", told(b), "0–2 One", "  s 0–2 One", "  w 0–2 One", "2–3 Within", "  s 2–3 Within", "  w 2–3 Within",
		"3–5 Two", "  s 3–5 Two", "  w 3–5 Two")
	compare(t, "the chapters", chaptersOf(b), "One: One", "  Within: Within", "Two: Two")
}

func TestDaisy2WithTextOfAPartOnlyHasThatOfItsNCCBeside(t *testing.T) {
	p := daisy2()
	p["s1.smil"] = strings.NewReplacer("text.html#x1", "ncc.html#n1", "text.html#x2", "ncc.html#n2").Replace(p["s1.smil"])
	p["s2.smil"] = strings.NewReplacer("text.html#x5", "ncc.html#n4").Replace(p["s2.smil"])
	p["text.html"] = `<html><body><p><span id="x3">It rings.</span> <span class="page-normal" id="x4">1</span></p><div id="x6">Old.</div></body></html>`
	b := mustReadBook(t, p.folder(t))
	var turns []string
	for _, line := range told(b) {
		if !strings.HasPrefix(line, " ") {
			turns = append(turns, line)
		}
	}
	compare(t, "the times", turns, "0–1 The Bell of Bréhat", "1–1.500 One", "1.500–2.500 It rings.", "2.500–3 1", "3–4 One, again", "4–5 Old.")
	compare(t, "the chapters", chaptersOf(b), "The Bell of Bréhat: The Bell of Bréhat", "One: One", "  One, again: One, again")
	compare(t, "the notes", b.Notes)
}
