package unwrap

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

const (
	word2006 = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"`
	office   = `xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" ` +
		`xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"`
)

// files makes an archive.
func files(t testing.TB, content map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, body := range content {
		entry, err := w.Create(name)
		if err == nil {
			_, err = io.WriteString(entry, body)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// ofWord is a document of Word with these paragraphs in its body.
func ofWord(t testing.TB, body string) []byte {
	return files(t, map[string]string{
		"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
		"_rels/.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" ` +
			`Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
		"docProps/core.xml": `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" ` +
			`xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The Bell of
			Wren Harbor</dc:title><dc:creator>Ada</dc:creator></cp:coreProperties>`,
		"word/styles.xml": `<w:styles ` + word2006 + `><w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>` +
			`<w:style w:type="paragraph" w:styleId="Standard"><w:name w:val="Normal"/></w:style></w:styles>`,
		"word/document.xml": `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document ` + word2006 + `><w:body>` + body + `</w:body></w:document>`,
	})
}

// ofOffice is a document of LibreOffice with these paragraphs in its body.
func ofOffice(t testing.TB, body string) []byte {
	return files(t, map[string]string{
		"mimetype": "application/vnd.oasis.opendocument.text",
		"meta.xml": `<office:document-meta ` + office + ` xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta><dc:title>Untitled</dc:title></office:meta></office:document-meta>`,
		"content.xml": `<?xml version="1.0" encoding="UTF-8"?><office:document-content ` + office + `><office:automatic-styles>` +
			`<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/></office:automatic-styles>` +
			`<office:body><office:text>` + body + `</office:text></office:body></office:document-content>`,
	})
}

func prose(t testing.TB, body []byte) (Prose, error) {
	t.Helper()
	return ReadProse(t.Context(), bytes.NewReader(body), int64(len(body)))
}

func TestTheTextOfAWordDocumentIsRead(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"paragraphs of runs": {
			`<w:p><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">ADA GRUEN: </w:t></w:r><w:r><w:t>The bell.</w:t></w:r></w:p><w:p/><w:p><w:r><w:t>It rings.</w:t></w:r></w:p>`,
			"ADA GRUEN: The bell.\n\nIt rings.\n\n",
		},
		"tabs, breaks and hyphens": {
			`<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="720"/></w:tabs></w:pPr><w:r><w:t>ADA:</w:t><w:tab/><w:t>One</w:t><w:br/><w:t>two</w:t><w:noBreakHyphen/><w:t>three</w:t></w:r></w:p>`,
			"ADA:\tOne\ntwo\u2011three\n\n",
		},
		"changes that are tracked": {
			`<w:p><w:r><w:t xml:space="preserve">The </w:t></w:r><w:del><w:r><w:delText>old </w:delText><w:t>old </w:t></w:r></w:del><w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom><w:r><w:t xml:space="preserve"> bell.</w:t></w:r></w:p>`,
			"The new bell.\n\n",
		},
		"hidden text, fields and footnotes": {
			`<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>The bell</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:hyperlink><w:r><w:t>.</w:t></w:r></w:hyperlink></w:p>`,
			"The bell.\n\n",
		},
		"a table of speakers": {
			`<w:tbl><w:tr><w:tc><w:p><w:r><w:t>00:12</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>ADA GRUEN:</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>The bell.</w:t></w:r></w:p><w:p><w:r><w:t>It rings.</w:t></w:r></w:p></w:tc></w:tr>` +
				`<w:tr><w:tc><w:p><w:r><w:t>TOMAS VELA</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Tonight.</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`,
			"[00:12] ADA GRUEN: The bell.\nIt rings.\n\nTOMAS VELA: Tonight.\n\n",
		},
		"a box of text": {
			`<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>Boxed.</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>Boxed.</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>Around.</w:t></w:r></w:p>`,
			"Boxed.\n\nAround.\n\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := prose(t, ofWord(t, c.body))
			if err != nil || got.Text != c.want {
				t.Errorf("it reads %q, %v, not %q", got.Text, err, c.want)
			}
			if got.Title != "The Bell of Wren Harbor" {
				t.Errorf("the title is %q", got.Title)
			}
		})
	}
}

func TestAParagraphInTheStyleOfATitleIsTheTitle(t *testing.T) {
	got, err := prose(t, ofWord(t, `<w:p><w:pPr><w:pStyle w:val="Titel"/></w:pPr><w:r><w:t>The Bell</w:t></w:r></w:p><w:p><w:r><w:t>It rings.</w:t></w:r></w:p>`))
	if err != nil || got.Title != "The Bell" || got.Text != "# The Bell\n\nIt rings.\n\n" {
		t.Errorf("it reads %+v, %v", got, err)
	}
}

func TestTheTextOfAnOpenDocumentIsRead(t *testing.T) {
	got, err := prose(t, ofOffice(t, `<text:tracked-changes><text:deletion><text:p>Gone.</text:p></text:deletion></text:tracked-changes>
		<text:p text:style-name="P1">The Bell</text:p>
		<text:p><text:span>ADA GRUEN:</text:span> The
		bell<text:note><text:note-body><text:p>A note.</text:p></text:note-body></text:note><text:s text:c="2"/>rings<office:annotation><text:p>Really?</text:p></office:annotation>.<text:line-break/>Every<text:tab/>night.</text:p>
		<table:table><table:table-row><table:table-cell><text:p>TOMAS VELA</text:p></table:table-cell><table:table-cell><text:p>Tonight.</text:p></table:table-cell></table:table-row></table:table>
		<text:list><text:list-item><text:p>One.</text:p></text:list-item></text:list>`))
	want := "# The Bell\n\nADA GRUEN: The bell  rings.\nEvery\tnight.\n\nTOMAS VELA: Tonight.\n\nOne.\n\n"
	if err != nil || got.Title != "The Bell" || got.Text != want {
		t.Errorf("it reads %q, %q, %v, not %q", got.Title, got.Text, err, want)
	}
}

func TestADocumentThatCannotBeReadSaysWhy(t *testing.T) {
	var long strings.Builder
	for n := 0; long.Len() < 17<<20; n++ {
		fmt.Fprintf(&long, "It rings %d times. ", n*n)
	}
	entities := strings.Repeat("&a;", 10)
	deep := strings.Repeat("<w:ins>", 400) + strings.Repeat("</w:ins>", 400)
	bomb := func(doctype, body string) []byte {
		return files(t, map[string]string{
			"[Content_Types].xml": "<Types/>",
			"word/document.xml":   doctype + `<w:document ` + word2006 + `><w:body><w:p><w:r><w:t>` + body + `</w:t></w:r></w:p></w:body></w:document>`,
		})
	}
	locked := files(t, map[string]string{
		"META-INF/manifest.xml": `<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>`,
		"content.xml":           "\x93\x01\x02",
	})
	for name, c := range map[string]struct {
		body []byte
		want error
	}{
		"text":                      {[]byte("The bell rings."), ErrNotDocument},
		"an archive of other files": {files(t, map[string]string{"story.txt": "The bell."}), ErrNotDocument},
		"a table of numbers":        {files(t, map[string]string{"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<w/>"}), ErrNotDocument},
		"of an old Word":            {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on"), ErrLocked},
		"locked":                    {locked, ErrLocked},
		"cut off":                   {ofWord(t, "<w:p/>")[:400], ErrDamaged},
		"no XML":                    {ofWord(t, "<w:p></w:r>"), ErrDamaged},
		"entities in entities":      {bomb(`<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "`+entities+`">]>`, "&b;"), ErrUnsafe},
		"a file of this machine":    {bomb(`<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>`, "&a;"), ErrUnsafe},
		"an entity of its own":      {bomb("", "&a;"), ErrDamaged},
		"deeper than any":           {ofWord(t, deep), ErrUnsafe},
		"deeper, in what is passed": {ofWord(t, "<w:del>"+deep+"</w:del>"), ErrUnsafe},
		"more text than any":        {ofWord(t, `<w:p><w:r><w:t>`+long.String()+`</w:t></w:r></w:p>`), ErrTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := prose(t, c.body); !errors.Is(err, c.want) {
				t.Errorf("the error is %v, not %v", err, c.want)
			}
		})
	}
}

func TestReadingADocumentCanBeCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	body := ofWord(t, "<w:p/>")
	if _, err := ReadProse(ctx, bytes.NewReader(body), int64(len(body))); !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
}

func FuzzWord(f *testing.F) {
	f.Add(`<w:p><w:r><w:t>The bell</w:t></w:r></w:p>`)
	f.Add(`<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl></w:p>`)
	f.Add(`<w:tr><w:p></w:p></w:tr><w:del><w:p></w:del>`)
	f.Fuzz(func(t *testing.T, body string) {
		if got, err := prose(t, ofWord(t, body)); err == nil && len(got.Text) > 2*len(body)+10 {
			t.Errorf("%d bytes came out of %d", len(got.Text), len(body))
		}
	})
}

func FuzzOpenDocument(f *testing.F) {
	f.Add(`<text:p text:style-name="P1">The <text:s text:c="9"/> bell</text:p>`)
	f.Add(`<table:table-row><table:table-cell><text:h>x</text:h></table:table-cell></table:table-row>`)
	f.Fuzz(func(t *testing.T, body string) {
		prose(t, ofOffice(t, body))
	})
}
