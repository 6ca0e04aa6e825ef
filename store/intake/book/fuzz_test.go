package book

import (
	"context"
	"os"
	"testing"
	"time"

	"alongside/store/intake/archive"
)

// readWithin reads a book within other limits than the usual ones.
func readWithin(ctx context.Context, b opened, o Options, most limits) (Book, error) {
	return (&reader{ctx: ctx, files: b.files, options: o, notes: &notes{}, limits: most}).read(b)
}

// memory holds the files of a book; Extract gives the path of an empty file.
type memory struct {
	pages
	empty string
}

func (m memory) Names() []string { return m.names() }

func (m memory) Find(name string) string {
	if _, there := m.pages[name]; there {
		return name
	}
	return ""
}

func (m memory) ReadFile(name string, most int64) ([]byte, error) {
	body, there := m.pages[name]
	switch {
	case !there:
		return nil, archive.ErrNoEntry
	case int64(len(body)) > most:
		return nil, archive.ErrTooLarge
	}
	return []byte(body), nil
}

func (m memory) Extract(context.Context, string, string, int64) (string, error) {
	file, err := os.CreateTemp(m.empty, "")
	if err != nil {
		return "", err
	}
	return file.Name(), file.Close()
}

func (memory) Close() error { return nil }

// small are limits for a book that is read many times.
func small() limits {
	return limits{
		file: 1 << 20, markup: 1 << 20, depth: 50, pars: 5000, ids: 5000, blocks: 5000, text: 1 << 20, asides: 1000, sounds: 3, sound: 1 << 20, toc: 500,
	}
}

// tenSeconds hears every file as one of ten seconds.
func tenSeconds(context.Context, string) (Sound, error) {
	return Sound{"x.wav", 10 * time.Second, "audio/wav"}, nil
}

// holds reads a book and checks that all fits.
func holds(t *testing.T, p pages) {
	t.Helper()
	b, err := kindOf(memory{p, t.TempDir()})
	if err != nil {
		return
	}
	if out, err := readWithin(t.Context(), b, Options{Dir: t.TempDir(), Hear: tenSeconds}, small()); err == nil {
		check(t, out)
	}
}

// check checks that all of a book fits its turns.
func check(t *testing.T, out Book) {
	t.Helper()
	turns := len(out.Transcript.Turns)
	if turns == 0 {
		t.Fatal("there are no turns and no error")
	}
	if len(out.Alignment.Turns) > 0 {
		if err := out.Alignment.Check(out.Transcript); err != nil {
			t.Error(err)
		}
	}
	for i, turn := range out.Alignment.Turns {
		if turn.End > out.Transcript.Audio.Duration {
			t.Errorf("turn %d ends at %v of %v", i, turn.End, out.Transcript.Audio.Duration)
		}
	}
	for _, c := range out.Chapters {
		if c.Turn < 0 || c.Turn >= turns || c.Level < 0 || c.Title == "" {
			t.Errorf("there is the chapter %+v among %d turns", c, turns)
		}
	}
	for _, a := range out.Asides {
		if a.First < 0 || a.Last < a.First || a.Last >= turns || a.Kind == "" {
			t.Errorf("there is the aside %+v among %d turns", a, turns)
		}
	}
}

const fuzzedBody = `<h1 id="a">One</h1><p><b id="b">The</b> <span epub:type="pagebreak" title="1" id="p"/>bell.<a id="r" epub:type="noteref">1</a></p>
<div id="d"><p>x</p><table id="t"><tr><td>y</td></tr></table></div>`

func FuzzEPUB(f *testing.F) {
	p := epub(fuzzedBody, heard("a", clipped("0s", "1s")))
	f.Add(p["OEBPS/package.opf"], p["OEBPS/one.xhtml"], `<nav epub:type="toc"><ol><li><a href="one.xhtml#b">B</a></li></ol></nav>`)
	f.Add(`<package><manifest><item id="nav" href="nav.xhtml" properties="nav"/></manifest><spine><itemref idref="nav"/></spine></package>`, "<p>", "<ol><a>")
	f.Fuzz(func(t *testing.T, opf, page, nav string) {
		holds(t, p.with(pages{"OEBPS/package.opf": opf, "OEBPS/one.xhtml": page, "OEBPS/nav.xhtml": nav}))
	})
}

func FuzzSMIL(f *testing.F) {
	f.Add(heard("a", clipped("0s", "1s"))+heard("b", clipped("1s", "")), fuzzedBody)
	f.Add(`<seq epub:type="sidebar"><par><text src="one.xhtml#d"/><audio src="one.wav"/></par></seq>`+heard("p", clipped("0:02", "3")), fuzzedBody)
	f.Add(`<par><text src="one.xhtml"/><par><audio src="one.wav"/></par></par>`+heard("t", clipped("4s", "5s"))+heard("r", clipped("4s", "5s")), fuzzedBody)
	f.Fuzz(func(t *testing.T, smil, body string) { holds(t, epub(body, smil)) })
}

func FuzzNCC(f *testing.F) {
	p := daisy2()
	f.Add(p["ncc.html"], p["s1.smil"], p["text.html"])
	f.Add(`<h1 id="n1"><a href="s1.smil#t1">One</a></h1>`, `<par id="t1"><text src="ncc.html#n1"/><audio src="a.wav"/></par>`, "")
	f.Fuzz(func(t *testing.T, ncc, smil, text string) {
		holds(t, p.with(pages{"ncc.html": ncc, "s1.smil": smil, "text.html": text}))
	})
}

func FuzzDaisy3(f *testing.F) {
	p := daisy3()
	f.Add(p["Bell/nav.ncx"], p["Bell/s1.smil"], p["Bell/book.xml"])
	f.Add(p["Bell/nav.ncx"], `<par id="p1"><audio src="a.wav"/></par>`, "")
	f.Fuzz(func(t *testing.T, ncx, smil, text string) {
		holds(t, p.with(pages{"Bell/nav.ncx": ncx, "Bell/s1.smil": smil, "Bell/book.xml": text}))
	})
}

// FuzzFile reads whole archives.
func FuzzFile(f *testing.F) {
	f.Add(epub(fuzzedBody, heard("a", clipped("0s", "1s"))).with(pages{"OEBPS/one.wav": ""}).zipped(f))
	f.Fuzz(func(t *testing.T, body []byte) {
		path := t.TempDir() + "/book.epub"
		if err := os.WriteFile(path, body, 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := Read(t.Context(), path, Options{Dir: t.TempDir(), Hear: tenSeconds}); err == nil {
			check(t, out)
		}
	})
}
