package book

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"alongside/store/intake/archive"
)

func TestBooksThatCannotBeReadSayWhy(t *testing.T) {
	plain := epub(`<p>The bell rings.</p>`, "")
	for name, c := range map[string]struct {
		pages pages
		want  error
	}{
		"nothing of a book": {pages{"a.txt": "The bell rings."}, ErrNotBook},
		"locked text": {plain.with(pages{"META-INF/encryption.xml": `<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<EncryptedData xmlns="http://www.w3.org/2001/04/xmlenc#"><EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes256-cbc"/>
<CipherData><CipherReference URI="OEBPS/one.xhtml"/></CipherData></EncryptedData></encryption>`}), ErrLocked},
		"a lock of Apple's":   {plain.with(pages{"META-INF/sinf.xml": "<sinf/>"}), ErrLocked},
		"several books":       {pages{"a/ncc.html": "<h1>A</h1>", "b/ncc.html": "<h1>B</h1>"}, ErrSeveral},
		"no text":             {epub(`<p> </p>`, ""), ErrNoText},
		"no package document": {pages{containerName: "<container/>"}, ErrDamaged},
		"a package document outside": {
			pages{containerName: `<container><rootfiles><rootfile full-path="../../etc/passwd"/></rootfiles></container>`}, ErrDamaged,
		},
		"no spine":               {plain.with(pages{"OEBPS/package.opf": "<package/>"}), ErrDamaged},
		"too many elements deep": {epub(strings.Repeat("<div>", 1000)+"The bell rings.", ""), ErrTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Read(t.Context(), c.pages.file(t), Options{Dir: t.TempDir(), Hear: hear})
			if !errors.Is(err, c.want) {
				t.Errorf("the error is %v, not %v", err, c.want)
			}
		})
	}
}

func TestWhatIsNoFileOfABookIsNoBook(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "a.epub")
	if err := os.WriteFile(file, []byte("The bell rings."), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		path string
		want error
	}{
		"text":           {file, ErrNotBook},
		"a folder":       {dir, ErrNotBook},
		"a missing file": {filepath.Join(dir, "b.epub"), fs.ErrNotExist},
	} {
		t.Run(name, func(t *testing.T) {
			if IsBook(c.path) {
				t.Error("it is taken for a book")
			}
			if _, err := Read(t.Context(), c.path, Options{}); !errors.Is(err, c.want) {
				t.Errorf("the error is %v, not %v", err, c.want)
			}
		})
	}
}

func TestFontsThatAreMadeUnreadableAreNoLock(t *testing.T) {
	p := epub(`<p>The bell rings.</p>`, "").with(pages{"META-INF/encryption.xml": `<encryption><EncryptedData>
<EncryptionMethod Algorithm="http://www.idpf.org/2008/embedding"/><CipherData><CipherReference URI="OEBPS/font.otf"/></CipherData>
</EncryptedData></encryption>`})
	compare(t, "the turns", told(mustReadBook(t, p.file(t))), "- The bell rings.")
}

func TestEntitiesOfTheFilesOwnAreNotRead(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("the secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	p := epub("", "")
	p["OEBPS/one.xhtml"] = `<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY secret SYSTEM "file://` + secret + `">]><html><body><p>One &b; two &secret;</p></body></html>`
	compare(t, "the turns", told(mustReadBook(t, p.file(t))), "- One &b; two &secret;")
}

func TestNothingOutsideOfABookIsRead(t *testing.T) {
	outside := t.TempDir()
	if err := os.WriteFile(filepath.Join(outside, "secret.html"), []byte("<p>the secret</p>"), 0o600); err != nil {
		t.Fatal(err)
	}
	up := strings.Repeat("../", 20) + strings.TrimPrefix(filepath.ToSlash(outside), "/") + "/secret.html"
	link := filepath.ToSlash(outside) + "/secret.html"
	for name, to := range map[string]string{
		"upwards": up, "upwards, escaped": strings.ReplaceAll(up, "../", "%2e%2e/"), "upwards, backslashes": strings.ReplaceAll(up, "/", `\`),
		"from the root": link, "a file: address": "file://" + link, "a link": "link.html", "the network": "http://127.0.0.1:1/x.html",
	} {
		t.Run(name, func(t *testing.T) {
			p := daisy2()
			p["s2.smil"] = `<smil><body><par><text src="` + to + `#x"/><audio src="` + to + `"/></par></body></smil>`
			dir := p.folder(t)
			if err := os.Symlink(link, filepath.Join(dir, "link.html")); err != nil {
				t.Skip("there are no links here")
			}
			for _, turn := range mustReadBook(t, dir).Transcript.Turns {
				if strings.Contains(turn.Text, "secret") {
					t.Errorf("it was read: %q", turn.Text)
				}
			}
		})
	}
}

func TestTheLimitsOfABookHold(t *testing.T) {
	var many, ids strings.Builder
	for i := range 3000 {
		many.WriteString(heard("a", clipped("0s", "1s")))
		fmt.Fprintf(&ids, `<p id="i%d">x</p>`, i)
	}
	for name, c := range map[string]struct {
		pages pages
		lower func(*limits)
	}{
		"of pars":                    {epub(`<p id="a">x</p>`, many.String()), func(l *limits) { l.pars = 1000 }},
		"of names":                   {epub(ids.String(), ""), func(l *limits) { l.ids = 1000 }},
		"of text":                    {epub(ids.String(), ""), func(l *limits) { l.text = 1000 }},
		"of blocks":                  {epub(ids.String(), ""), func(l *limits) { l.blocks = 1000 }},
		"of files of sound":          {daisy2(), func(l *limits) { l.sounds = 1 }},
		"of the package document":    {epub(ids.String(), ""), func(l *limits) { l.file = 100 }},
		"of the table of contents":   {daisy2(), func(l *limits) { l.toc = 1 }},
		"of elements in one another": {daisy3(), func(l *limits) { l.depth = 3 }},
	} {
		t.Run(name, func(t *testing.T) {
			b, err := open(c.pages.file(t))
			if err != nil {
				t.Fatal(err)
			}
			defer b.files.Close()
			most := standard()
			c.lower(&most)
			_, err = readWithin(t.Context(), b, Options{Dir: t.TempDir(), Hear: hear}, most)
			if !errors.Is(err, ErrTooLarge) && !errors.Is(err, archive.ErrTooLarge) {
				t.Errorf("the error is %v", err)
			}
		})
	}
}

func TestAFileOfTextThatIsABombIsLeftOut(t *testing.T) {
	p := epub("", "")
	p["OEBPS/package.opf"] = strings.NewReplacer(`<spine>`, `<spine><itemref idref="two"/>`,
		`<manifest>`, `<manifest><item id="two" href="two.xhtml" media-type="application/xhtml+xml"/>`).Replace(p["OEBPS/package.opf"])
	p["OEBPS/two.xhtml"] = page("<p>The bell rings.</p>")
	p["OEBPS/one.xhtml"] = page("<p>" + strings.Repeat("bell ", 10<<20) + "</p>")
	b := mustReadBook(t, p.file(t))
	compare(t, "the turns", told(b), "- The bell rings.")
	if !strings.Contains(strings.Join(b.Notes, "\n"), `"OEBPS/one.xhtml" was left out`) {
		t.Errorf("the notes are %q", b.Notes)
	}
}

func TestACancelledBookIsNotRead(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	dir := t.TempDir()
	if _, err := Read(ctx, daisy2().folder(t), Options{Dir: dir, Hear: hear}); !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
	if left, err := os.ReadDir(dir); len(left) > 0 || err != nil {
		t.Errorf("%v is left, %v", left, err)
	}
}

// These would take hours if the work grew with the square of their size anywhere.
func TestWhatIsMadeToTakeLongDoesNot(t *testing.T) {
	const n = 20_000
	repeated := func(format string) string {
		var out strings.Builder
		for i := range n {
			fmt.Fprintf(&out, format, i)
		}
		return out.String()
	}
	words := `<p>` + repeated(`<b id="w%d">bell</b> `) + `</p>`
	for name, c := range map[string]struct {
		pages pages
		turns int
		notes []string
	}{
		"words in one paragraph": {
			epub(words, repeated(`<par><text src="one.xhtml#w%[1]d"/><audio src="one.wav" clipBegin="0.%05[1]ds" clipEnd="9s"/></par>`)), 1,
			[]string{"Clips of sound that go on while the next one is heard: 19999. Now they end where it begins."},
		},
		"all of the page again and again": {
			epub(words, repeated(`<par id="p%d"><text src="one.xhtml"/><audio src="one.wav"/></par>`)), 1, nil,
		},
		"pages in paragraphs": {
			epub(repeated(`<p>a<span epub:type="pagebreak" title="%d"/>b</p>`), ""), 2 * n,
			[]string{"The book has no times: nothing in it says when its words are spoken."},
		},
		"names that are missing": {
			epub(words, repeated(`<par><text src="no%d.xhtml#x"/><audio src="no.wav"/></par>`)), 1,
			[]string{`Missing in the book: "OEBPS/no0.xhtml", "OEBPS/no.wav", "OEBPS/no1.xhtml", "OEBPS/no2.xhtml", "OEBPS/no3.xhtml", ` +
				`"OEBPS/no4.xhtml", "OEBPS/no5.xhtml", "OEBPS/no6.xhtml", "OEBPS/no7.xhtml", "OEBPS/no8.xhtml" and more; the rest was read.`},
		},
		"names of nothing": {
			epub(repeated(`<p id="e%d"></p>`)+"<p>x</p>", repeated(`<par><text src="one.xhtml#e%d"/><audio src="one.wav"/></par>`)), 1, nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := mustReadBook(t, c.pages.file(t))
			compare(t, "the notes", b.Notes, c.notes...)
			if len(b.Transcript.Turns) != c.turns {
				t.Errorf("there are %d turns, not %d", len(b.Transcript.Turns), c.turns)
			}
		})
	}
}
