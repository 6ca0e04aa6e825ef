package book

import (
	"bytes"
	"fmt"
	"html"
	"slices"
	"strings"
	"testing"
	"time"

	"alongside/assets"
	"alongside/sync/playback/decode"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// A sample is the sample story, of which books are made.
type sample struct {
	story transcript.Transcript
	times timing.Alignment
	audio *decode.Audio
}

func readSample(t testing.TB) sample {
	t.Helper()
	story, times, err := timing.ReadStory(bytes.NewReader(assets.Sample().Timed))
	if err != nil {
		t.Fatal(err)
	}
	audio, err := decode.Read(bytes.NewReader(assets.Sample().Audio), int64(len(assets.Sample().Audio)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { audio.Close() })
	return sample{story, times, audio}
}

// cut is the sound from one time to another as a WAV file; its length is exact where the times are whole frames.
func (s sample) cut(t testing.TB, from, to time.Duration) string {
	t.Helper()
	if err := s.audio.Seek(s.audio.Frame(from)); err != nil {
		t.Fatal(err)
	}
	frames := make([][2]float64, s.audio.Frame(to)-s.audio.Frame(from))
	n, _ := s.audio.Stream(frames)
	samples := make([]int16, n)
	for i, f := range frames[:n] {
		samples[i] = int16(f[0] * 32767)
	}
	return wav(samples, int(s.audio.SampleRate()))
}

// A chapter is some turns of the sample, with sound of its own.
type chapter struct {
	first, end int // turns
	from, to   time.Duration
}

// epub makes an EPUB 3 of the sample: a page, an overlay and a file of sound for each chapter. Each sentence has a clip, or
// each word in the chapters of which byWord is true.
func (s sample) epub(t testing.TB, chapters []chapter, byWord func(int) bool) pages {
	p := pages{"mimetype": "application/epub+zip", "META-INF/container.xml": container}
	var manifest, spine, toc strings.Builder
	for i, c := range chapters {
		name := fmt.Sprintf("chapter%d", i+1)
		var body, smil strings.Builder
		for n := c.first; n < c.end; n++ {
			turn := s.story.Turns[n]
			spans, times := turn.Sentences(), s.times.Turns[n].Sentences
			if byWord(i) && len(turn.Words()) > 0 {
				spans, times = turn.Words(), s.times.Turns[n].Words
			}
			fmt.Fprintf(&body, `<p id="t%d">`, n)
			at := 0
			for k, span := range spans {
				id := fmt.Sprintf("t%d-%d", n, k)
				fmt.Fprintf(&body, `%s<span id="%s">%s</span>`, html.EscapeString(turn.Text[at:span.Start]), id, html.EscapeString(span.In(turn.Text)))
				at = span.End
				fmt.Fprintf(&smil, `<par id="p%s"><text src="../text/%s.xhtml#%s"/><audio src="../sound/%s.wav" clipBegin="%.3fs" clipEnd="%v"/></par>`,
					id, name, id, name, (times[k].Start - c.from).Seconds(), clockOfSMIL(times[k].End-c.from))
			}
			body.WriteString(html.EscapeString(turn.Text[at:]) + "</p>\n")
		}
		p["OEBPS/text/"+name+".xhtml"] = page(body.String())
		p["OEBPS/overlay/"+name+".smil"] = overlay(`<seq epub:textref="../text/` + name + `.xhtml" epub:type="bodymatter chapter">` + smil.String() + `</seq>`)
		p["OEBPS/sound/"+name+".wav"] = s.cut(t, c.from, c.to)
		fmt.Fprintf(&manifest, `<item id="%s" href="text/%s.xhtml" media-type="application/xhtml+xml" media-overlay="%s-o"/>
<item id="%s-o" href="overlay/%s.smil" media-type="application/smil+xml"/><item id="%s-a" href="sound/%s.wav" media-type="audio/wav"/>`,
			name, name, name, name, name, name, name)
		fmt.Fprintf(&spine, `<itemref idref="%s"/>`, name)
		fmt.Fprintf(&toc, `<li><a href="text/%s.xhtml">Chapter %d</a><ol><li><a href="text/%s.xhtml#t%d">Its end</a></li></ol></li>`,
			name, i+1, name, c.end-1)
	}
	p["OEBPS/nav.xhtml"] = page(`<nav epub:type="landmarks"><ol><li><a href="nav.xhtml">No chapter</a></li></ol></nav>
<nav epub:type="toc"><h1>Contents</h1><ol>` + toc.String() + `</ol></nav>`)
	p["OEBPS/cover.png"] = "\x89PNG not looked into"
	p["OEBPS/cover.xhtml"] = page(`<img src="cover.png" alt="A bell in the fog"/>`)
	p["OEBPS/package.opf"] = `<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">urn:x</dc:identifier>
<dc:title id="sub">In fog</dc:title><dc:title id="main">The Fog Bell of Wren Harbor</dc:title><meta refines="#main" property="title-type">main</meta>
<dc:creator id="a">Ada Grün</dc:creator><meta refines="#a" property="role" scheme="marc:relators">aut</meta>
<dc:creator id="n">Tom Stone</dc:creator><meta refines="#n" property="role">nrt</meta>
<dc:language>en-US</dc:language><dc:publisher>Alongside</dc:publisher><dc:date>2026-11-23T00:00:00Z</dc:date><dc:rights>CC0</dc:rights>
<meta property="media:duration">0:01:53.435</meta></metadata><manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="coverpage" href="cover.xhtml" media-type="application/xhtml+xml"/>
<item id="cover" href="cover.png" media-type="image/png" properties="cover-image"/>` + manifest.String() +
		`</manifest><spine><itemref idref="coverpage" linear="no"/>` + spine.String() + `</spine></package>`
	return p
}

// clockOfSMIL is a full clock value.
func clockOfSMIL(d time.Duration) string {
	return fmt.Sprintf("%d:%02d:%06.3f", int(d.Hours()), int(d.Minutes())%60, (d % time.Minute).Seconds())
}

func TestABookOfTheSampleHasTheTimesOfTheSample(t *testing.T) {
	s := readSample(t)
	end := s.audio.Duration()
	chapters := []chapter{{0, 3, 0, 40 * time.Second}, {3, 6, 40 * time.Second, 70 * time.Second}, {6, 9, 70 * time.Second, end}}
	for i := range chapters[:2] { // the cuts lie between two turns, in whole hundredths
		cut := s.times.Turns[chapters[i+1].first].Start.Truncate(20 * time.Millisecond)
		chapters[i].to, chapters[i+1].from = cut, cut
	}
	b := mustReadBook(t, s.epub(t, chapters, func(chapter int) bool { return chapter == 1 }).file(t))

	compare(t, "the notes", b.Notes)
	compare(t, "the first turn", told(b)[:1], "- A bell in the fog (note)")
	turns, times := b.Transcript.Turns[1:], b.Alignment.Turns[1:]
	if len(turns) != len(s.story.Turns) {
		t.Fatalf("there are %d turns", len(turns))
	}
	for i, turn := range turns {
		if turn.Text != s.story.Turns[i].Text || turn.Kind != s.story.Turns[i].Kind {
			t.Errorf("turn %d is %v %q", i, turn.Kind, turn.Text)
		}
		byWord := i >= 3 && i < 6
		want := s.times.Turns[i]
		want.Start, want.End = want.Sentences[0].Start, want.Sentences[len(want.Sentences)-1].End
		if byWord {
			want.Start, want.End = want.Words[0].Start, want.Words[len(want.Words)-1].End
			compareTimes(t, fmt.Sprintf("the words of turn %d", i), times[i].Words, want.Words)
		} else {
			compareTimes(t, fmt.Sprintf("the sentences of turn %d", i), times[i].Sentences, want.Sentences)
		}
		compareTimes(t, fmt.Sprintf("turn %d", i), []timing.Timing{times[i].Timing}, []timing.Timing{want.Timing})
	}
	compare(t, "the chapters", chapterTitles(b), "1 Chapter 1", "3   Its end", "4 Chapter 2", "6   Its end", "7 Chapter 3", "9   Its end")
	if len(b.Parts) != 2 || b.Parts[0].Start != chapters[1].from || b.Parts[1].Start != chapters[2].from {
		t.Errorf("the parts are %v, the chapters %v", b.Parts, chapters)
	}
	m := b.Transcript
	compare(t, "the statements", []string{m.Title, strings.Join(m.Authors, "+"), m.Language, m.Source, m.Published, m.Rights, b.Alignment.Method},
		"The Fog Bell of Wren Harbor", "Ada Grün", "en-US", "Alongside", "2026-11-23", "CC0", "media overlays")
	if b.Picture.Alt != "A bell in the fog" || b.Picture.File == "" {
		t.Errorf("the cover is %+v", b.Picture)
	}
}

// compareTimes compares exactly, but for what is not known.
func compareTimes(t *testing.T, what string, got, want []timing.Timing) {
	t.Helper()
	want = slices.Clone(want)
	for i := range want {
		want[i].Confidence = 1
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s are at %v, not %v", what, got, want)
	}
}

func chapterTitles(b Book) (lines []string) {
	for _, c := range b.Chapters {
		lines = append(lines, fmt.Sprintf("%d %s%s", c.Turn, strings.Repeat("  ", c.Level), c.Title))
	}
	return lines
}
