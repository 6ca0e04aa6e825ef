package book

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"
)

// long is an EPUB of ten hours and 100,000 words in 40 chapters, with a clip for each sentence of ten words, or for each
// word. Its files of sound are empty.
func long(byWord bool) pages {
	const chapters, sentences, words = 40, 250, 10
	const each = 15 * time.Minute / sentences / words
	p := pages{"META-INF/container.xml": container}
	var manifest, spine strings.Builder
	for c := range chapters {
		var body, smil strings.Builder
		par := func(id string, from, n int) {
			fmt.Fprintf(&smil, `<par id="p%s"><text src="c%d.xhtml#%s"/><audio src="c%d.mp3" clipBegin="%.3fs" clipEnd="%.3fs"/></par>`+"\n",
				id, c, id, c, (time.Duration(from) * each).Seconds(), (time.Duration(from+n) * each).Seconds())
		}
		for s := range sentences {
			if s%5 == 0 {
				body.WriteString("<p>")
			}
			fmt.Fprintf(&body, `<span id="s%d">`, s)
			for w := range words {
				id, word := fmt.Sprintf("w%d-%d", s, w), fmt.Sprintf("bell%c%c", 'a'+(s*7+w*3)%26, 'a'+(c+w)%26)
				if byWord {
					fmt.Fprintf(&body, `<span id="%s">%s</span> `, id, word)
					par(id, s*words+w, 1)
				} else {
					body.WriteString(word + " ")
				}
			}
			body.WriteString("rings.</span> ")
			if !byWord {
				par(fmt.Sprintf("s%d", s), s*words, words)
			}
			if s%5 == 4 {
				body.WriteString("</p>\n")
			}
		}
		p[fmt.Sprintf("OEBPS/c%d.xhtml", c)] = page(body.String())
		p[fmt.Sprintf("OEBPS/c%d.smil", c)] = overlay(smil.String())
		p[fmt.Sprintf("OEBPS/c%d.mp3", c)] = ""
		fmt.Fprintf(&manifest, `<item id="c%[1]d" href="c%[1]d.xhtml" media-type="application/xhtml+xml" media-overlay="o%[1]d"/>
<item id="o%[1]d" href="c%[1]d.smil" media-type="application/smil+xml"/>`, c)
		fmt.Fprintf(&spine, `<itemref idref="c%d"/>`, c)
	}
	p["OEBPS/package.opf"] = `<package><metadata/><manifest>` + manifest.String() + `</manifest><spine>` + spine.String() + `</spine></package>`
	return p
}

// quarter hears every file as one of 15 minutes.
func quarter(_ context.Context, path string) (Sound, error) {
	return Sound{path, 15 * time.Minute, "audio/mpeg"}, nil
}

// BenchmarkLongBook reads a book of ten hours, but for its sound.
func BenchmarkLongBook(b *testing.B) {
	for name, byWord := range map[string]bool{"sentences": false, "words": true} {
		b.Run(name, func(b *testing.B) {
			file := long(byWord).file(b)
			b.ReportAllocs()
			for b.Loop() {
				book, err := Read(b.Context(), file, Options{Dir: b.TempDir(), Hear: quarter})
				if err != nil {
					b.Fatal(err)
				}
				if got := book.Transcript.Audio.Duration; got != 10*time.Hour || len(book.Notes) > 0 {
					b.Fatalf("it lasts %v; %q", got, book.Notes)
				}
			}
		})
	}
}
