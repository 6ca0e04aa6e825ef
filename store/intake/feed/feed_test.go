package feed

import (
	"context"
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"
)

const where = "https://station.example/podcasts/feed.xml"

func readText(t *testing.T, text string) Feed {
	t.Helper()
	f, err := Read(t.Context(), Input{URL: where, Body: strings.NewReader(text)})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// rss puts items into a channel, with the namespaces that podcasts declare.
func rss(channel string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
		xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
		xmlns:atom="http://www.w3.org/2005/Atom"><channel>` + channel + `</channel></rss>`
}

// one reads a feed of one episode.
func one(t *testing.T, item string) Episode {
	t.Helper()
	f := readText(t, rss("<title>Harbour</title><language>en-us</language><item>"+item+"</item>"))
	if len(f.Episodes) != 1 {
		t.Fatalf("%d episodes", len(f.Episodes))
	}
	return f.Episodes[0]
}

func TestTheFeedOfAStation(t *testing.T) {
	file, err := os.Open("../../../../shared/pages/feed.xml")
	if err != nil {
		t.Skip("the pages to read are not here: ", err)
	}
	defer file.Close()
	got, err := Read(t.Context(), Input{URL: "http://127.0.0.1:8080/feed.xml", Body: file})
	if err != nil {
		t.Fatal(err)
	}
	want := Feed{
		Title: "Station stories", Link: "http://127.0.0.1:8080/", Language: "en-US", Summary: "Stories with transcripts.",
		Episodes: []Episode{{
			GUID: "364971217", Title: "North Korea's Charm Offensive Doesn't Distract From Human Rights Record",
			Published: time.Date(2014, 11, 18, 21, 2, 0, 0, time.UTC), Duration: 193 * time.Second,
			Audio: Audio{"http://127.0.0.1:8080/audio/kgou-story.mp3", "audio/mpeg", 1545841},
			Transcripts: []Transcript{
				{"http://127.0.0.1:8080/transcripts/kgou.vtt", "text/vtt", "en"},
				{"http://127.0.0.1:8080/transcripts/kgou.html", "text/html", ""},
			},
		}, {
			GUID: "2", Title: "A story with no transcript",
			Audio: Audio{"http://127.0.0.1:8080/audio/none.mp3", "audio/mpeg", 1},
		}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestTheFormsOfFeeds(t *testing.T) {
	want := Feed{
		Title: "Harbour", Link: "https://station.example/", Summary: "News of the sea.",
		Episodes: []Episode{{
			GUID: "https://station.example/1", Title: "The lamp", Link: "https://station.example/1", Summary: "It burned.",
			Published: time.Date(2024, 3, 1, 8, 0, 0, 0, time.UTC),
		}},
	}
	sound := Audio{"https://station.example/1.mp3", "audio/mpeg", 5}
	for name, c := range map[string]struct {
		text  string
		audio Audio
	}{
		"RSS 2.0": {rss(`<title>Harbour</title><link>/</link><description>News of the sea.</description><item><title>The lamp</title>
			<link>/1</link><guid>https://station.example/1</guid><description>It burned.</description>
			<pubDate>Fri, 01 Mar 2024 09:00:00 +0100</pubDate><enclosure url="/1.mp3" type="audio/mpeg" length="5"/></item>`), sound},
		"RSS 1.0": {`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
			xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>Harbour</title><link>/</link>
			<description>News of the sea.</description></channel><item rdf:about="y"><title>The lamp</title>
			<link>https://station.example/1</link><description>It burned.</description><dc:date>2024-03-01T08:00:00Z</dc:date></item></rdf:RDF>`, Audio{}},
		"Atom": {`<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour</title><subtitle>News of the sea.</subtitle>
			<link href="/"/><entry><title>The lamp</title><id>https://station.example/1</id><link href="/1"/>
			<link rel="enclosure" href="/1.mp3" type="audio/mpeg" length="5"/>
			<published>2024-03-01T08:00:00Z</published><summary type="html">&lt;p>It burned.&lt;/p></summary></entry></feed>`, sound},
		"JSON Feed": {`{"version": "https://jsonfeed.org/version/1.1", "title": "Harbour", "home_page_url": "/", "description":
			"News of the sea.", "authors": [null], "items": [null, {"id": "https://station.example/1", "url": "/1", "title": "The lamp",
			"summary": "It burned.", "date_published": "2024-03-01T08:00:00Z", "authors": [null],
			"attachments": [{"url": "/1.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 5}]}]}`, sound},
	} {
		t.Run(name, func(t *testing.T) {
			want := want
			want.Episodes = []Episode{want.Episodes[0]}
			want.Episodes[0].Audio = c.audio
			if got := readText(t, c.text); !reflect.DeepEqual(got, want) {
				t.Errorf("got  %+v\nwant %+v", got, want)
			}
		})
	}
}

func TestWhatPodcastsAdd(t *testing.T) {
	got := one(t, `<title>T</title><guid>1</guid><itunes:season>1</itunes:season><podcast:season name="x">2</podcast:season>
		<itunes:episode>7</itunes:episode><podcast:episode display="Ch. 7">7.5</podcast:episode><itunes:image href="/p.jpg"/>
		<itunes:author>Ada Grün</itunes:author><itunes:summary>In short.</itunes:summary>
		<podcast:chapters url="/c.json" type="application/json+chapters"/>`)
	want := Episode{
		GUID: "1", Title: "T", Season: "2", Number: "7.5", Picture: "https://station.example/p.jpg", Author: "Ada Grün",
		Summary: "In short.", Chapters: "https://station.example/c.json",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestPrefixesAreTheFeedsOwn(t *testing.T) {
	got := readText(t, `<rss xmlns:p="https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"
		xmlns:i="http://www.itunes.com/DTDs/Podcast-1.0.dtd"><channel><item><guid>1</guid><p:season>3</p:season>
		<i:duration>61</i:duration><p:transcript url="/t.srt" type="application/srt"/></item></channel></rss>`).Episodes[0]
	if got.Season != "3" || got.Duration != 61*time.Second || len(got.Transcripts) != 1 {
		t.Errorf("got %+v", got)
	}
}

func TestTheBestTranscriptComesFirst(t *testing.T) {
	for name, c := range map[string]struct{ transcripts, want string }{
		"WebVTT before all others": {`<podcast:transcript url="/a.txt" type="text/plain"/><podcast:transcript url="/a.html" type="text/html"/>
			<podcast:transcript url="/a.srt" type="application/x-subrip"/><podcast:transcript url="/a.json" type="application/json"/>
			<podcast:transcript url="/a.vtt" type="text/vtt"/>`, "/a.vtt /a.json /a.srt /a.html /a.txt"},
		"the feed's language before the form": {`<podcast:transcript url="/es.vtt" type="text/vtt" language="es"/>
			<podcast:transcript url="/en.html" type="text/html" language="en-GB"/>`, "/en.html /es.vtt"},
		"a type with parameters, in capitals": {`<podcast:transcript url="/a" type="TEXT/VTT; charset=utf-8"/>`, "/a"},
		"a wrong type and a telling name":     {`<podcast:transcript url="/a.srt?x=1" type="application/octet-stream"/>`, "/a.srt?x=1"},
		"a form that nobody can use":          {`<podcast:transcript url="/a.pdf" type="application/pdf"/>`, ""},
		"one without an address":              {`<podcast:transcript type="text/vtt"/>`, ""},
		"one on this computer":                {`<podcast:transcript url="file:///etc/passwd" type="text/plain"/>`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, tr := range one(t, "<guid>1</guid>"+c.transcripts).Transcripts {
				got = append(got, strings.TrimPrefix(tr.URL, "https://station.example"))
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestWhatAnEpisodeIsKnownBy(t *testing.T) {
	long := strings.Repeat("x", 3000)
	for name, c := range map[string]struct{ item, want string }{
		"its guid":                {`<guid> a-1 </guid><link>/1</link><enclosure url="/1.mp3"/>`, "a-1"},
		"without: its sound":      {`<link>/1</link><enclosure url="/1.mp3"/>`, "https://station.example/1.mp3"},
		"without: its page":       {`<link>/1</link><title>T</title>`, "https://station.example/1"},
		"without: its title":      {`<title>T</title>`, "T"},
		"a very long guid's hash": {"<guid>" + long + "</guid>", "sha256:e1630f843370f402"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := one(t, c.item).GUID; !strings.HasPrefix(got, c.want) || len(got) > mostGUID {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestAnEpisodeIsListedOnce(t *testing.T) {
	f := readText(t, rss(`<item><guid>1</guid><title>First</title></item><item><guid>1</guid><title>Again</title></item><item/>`))
	if len(f.Episodes) != 1 || f.Episodes[0].Title != "First" {
		t.Errorf("got %+v", f.Episodes)
	}
}

func TestTheNewestComesFirst(t *testing.T) {
	f := readText(t, rss(`<item><guid>none</guid></item>
		<item><guid>old</guid><pubDate>Fri, 01 Mar 2019 09:00:00 GMT</pubDate></item>
		<item><guid>new</guid><pubDate>Fri, 01 Mar 2024 09:00:00 GMT</pubDate></item>`))
	var got []string
	for _, e := range f.Episodes {
		got = append(got, e.GUID)
	}
	if want := "new old none"; strings.Join(got, " ") != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTheNewestOfAVeryLongFeedAreKept(t *testing.T) {
	var items strings.Builder
	for i := range MaxEpisodes + 500 { // the oldest first
		fmt.Fprintf(&items, "<item><guid>%d</guid><pubDate>%s</pubDate></item>", i,
			time.Date(2000, 1, 1+i, 0, 0, 0, 0, time.UTC).Format(time.RFC1123Z))
	}
	f := readText(t, rss(items.String()))
	if len(f.Episodes) != MaxEpisodes || f.Episodes[0].GUID != fmt.Sprint(MaxEpisodes+499) {
		t.Errorf("%d episodes, the first is %s", len(f.Episodes), f.Episodes[0].GUID)
	}
}

func TestTextsArePlain(t *testing.T) {
	for name, c := range map[string]struct{ markup, want string }{
		"paragraphs":                {"<![CDATA[<p>One\ntwo</p><p>Three</p>]]>", "One two\nThree"},
		"escaped markup":            {"&lt;p&gt;A &amp;amp; B&lt;/p&gt;", "A & B"},
		"markup that is not":        {"<p>Left <b>bold</b></p>", "Left bold"},
		"lines of a plain text":     {"One\n\ntwo", "One\ntwo"},
		"scripts and styles":        {"<![CDATA[<style>p{}</style><p>Said</p><script>x()</script>]]>", "Said"},
		"entities of HTML":          {"caf&eacute; &amp;eacute;", "café é"},
		"an entity of no kind":      {"a &bogus; b", "a &bogus; b"},
		"a sign that is less than":  {"<![CDATA[1 < 2]]>", "1 < 2"},
		"what turns text around":    {"evil\u202egpj.exe\u2066 \u0007", "evilgpj.exe"},
		"comments between the text": {"a<!-- x -->b", "ab"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := one(t, "<guid>1</guid><description>"+c.markup+"</description>").Summary; got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestTitlesAreOneLineOfText(t *testing.T) {
	for markup, want := range map[string]string{
		"A &amp; B": "A & B", "A &amp;amp; B": "A & B", "<![CDATA[It&#8217;s]]>": "It’s", " Two\n\tlines ": "Two lines",
		"evil\u202egpj.exe\u2066": "evilgpj.exe", "x &amp;#x202e; y": "x y", "مرحبا": "مرحبا",
	} {
		if got := one(t, "<guid>1</guid><title>"+markup+"</title>").Title; got != want {
			t.Errorf("%q became %q, want %q", markup, got, want)
		}
	}
}

func TestTextsHaveALength(t *testing.T) {
	long := strings.Repeat("ä", 100000)
	e := one(t, "<guid>1</guid><title>"+long+"</title><description>"+long+"</description><link>/"+long+"</link>")
	if n := len([]rune(e.Title)); n != mostTitle {
		t.Errorf("the title has %d characters", n)
	}
	if n := len([]rune(e.Summary)); n != mostSummary {
		t.Errorf("the summary has %d characters", n)
	}
	if e.Link != "" {
		t.Errorf("the link has %d bytes", len(e.Link))
	}
}

func TestDurations(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"193": 193 * time.Second, "3:13": 193 * time.Second, "1:03:13": 3793 * time.Second, " 00:00:07.5 ": 7500 * time.Millisecond,
		"": 0, "soon": 0, "-5": 0, "NaN": 0, "1e300": 0, "9999999:00:00": 0, "1:2:3:4": 0,
	} {
		if got := duration(text); got != want {
			t.Errorf("%q is %v, want %v", text, got, want)
		}
	}
}

func TestCharacterSets(t *testing.T) {
	item := func(encoding, title string) string {
		return `<?xml version="1.0"` + encoding + `?><rss><channel><title>` + title + `</title></channel></rss>`
	}
	utf16 := func(text string) string {
		out := []byte{0xff, 0xfe}
		for _, r := range text {
			out = append(out, byte(r), byte(r>>8))
		}
		return string(out)
	}
	for name, c := range map[string]struct{ text, mediaType string }{
		"UTF-8":                              {item(` encoding="UTF-8"`, "Grün"), ""},
		"UTF-8 with a mark":                  {"\ufeff" + item("", "Grün"), ""},
		"UTF-8 that is called Latin 1":       {item(` encoding="ISO-8859-1"`, "Grün"), "text/xml; charset=iso-8859-1"},
		"Latin 1":                            {item(` encoding='ISO-8859-1'`, "Gr\xfcn"), ""},
		"Latin 1 that is called UTF-8":       {item(` encoding="UTF-8"`, "Gr\xfcn"), ""},
		"Latin 1 that only the server names": {item("", "Gr\xfcn"), `application/rss+xml; charset="latin1"`},
		"a character set that does not exist": {
			item(` encoding="x-none"`, "Gr\xfcn"), "",
		},
		"UTF-16": {utf16(item(` encoding="UTF-16"`, "Grün")), ""},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := Read(t.Context(), Input{URL: where, Type: c.mediaType, Body: strings.NewReader(c.text)})
			if err != nil || f.Title != "Grün" {
				t.Errorf("title = %q, %v", f.Title, err)
			}
		})
	}
}

func TestWhatIsNoFeed(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want error
	}{
		"nothing":                {"", ErrNotFeed},
		"a page":                 {"<!DOCTYPE html><html><body><p>Hello</body></html>", ErrNotFeed},
		"a text":                 {"Hello", ErrNotFeed},
		"another kind of JSON":   {`{"title": "x"}`, ErrNotFeed},
		"JSON cut off":           {`{"version": "https://jsonfeed.org/version/1", "items": [`, ErrDamaged},
		"a feed cut off":         {rss("<item><title>T</title>")[:300], ErrDamaged},
		"more than 16 MB":        {rss("<description>" + strings.Repeat("x", MaxSize) + "</description>"), ErrTooLarge},
		"too many JSON episodes": {`{"version": "https://jsonfeed.org/version/1", "items": [` + strings.Repeat("{},", 1<<20) + "{}]}", ErrTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Read(t.Context(), Input{URL: where, Body: strings.NewReader(c.text)})
			if !errors.Is(err, c.want) || !strings.Contains(err.Error(), where) {
				t.Errorf("error = %v, want %v", err, c.want)
			}
		})
	}
}

// Each of these would take gigabytes or minutes where nobody looks out; what is looked out for is tested beside the filter.
func TestHostileFeedsAreReadAllTheSame(t *testing.T) {
	entities := `<!DOCTYPE rss [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>`
	for name, text := range map[string]string{
		"entities of entities":        entities + rss("<title>&b;&c;</title><item><guid>1</guid></item>")[38:],
		"very many elements deep":     rss(strings.Repeat("<x:a>", 1<<16) + strings.Repeat("</x:a>", 1<<16) + "<item><guid>1</guid></item>"),
		"very many empty episodes":    rss("<item><guid>1</guid></item>" + strings.Repeat("<item></item>", 1<<16)),
		"text in very many pieces":    rss("<itunes:summary>" + strings.Repeat("a<!---->", 1<<16) + "</itunes:summary><item><guid>1</guid></item>"),
		"text between many elements":  rss("<item><guid>1</guid><x:y>" + strings.Repeat("aaaa<b/>", 1<<16) + "</x:y></item>"),
		"many attributes":             rss("<item " + manyAttributes(20000) + "><guid>1</guid></item>"),
		"many namespaces":             rss(strings.Repeat(`<a xmlns:n="u">`, 60) + strings.Repeat(`<a xmlns:b="1"/>`, 50000) + strings.Repeat("</a>", 60) + "<item><guid>1</guid></item>"),
		"ends without beginnings":     rss(strings.Repeat("</a>", 1<<16) + "<item><guid>1</guid></item>"),
		"elements that are not ended": rss("<item><guid>1</guid>" + strings.Repeat("<p>", 1<<16) + "</item>"),
	} {
		t.Run(name, func(t *testing.T) {
			f := readText(t, text)
			if len(f.Episodes) != 1 || strings.Contains(f.Title, "lol") || strings.Contains(f.Title, "root") {
				t.Errorf("%d episodes, title %q", len(f.Episodes), f.Title)
			}
		})
	}
}

func TestACancelledReadGivesThat(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Read(ctx, Input{URL: where, Body: strings.NewReader(rss("<item/>"))}); !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v", err)
	}
}

func manyAttributes(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, ` a%d="x"`, i)
	}
	return b.String()
}

func FuzzRead(f *testing.F) {
	f.Add(rss(`<item><title>T</title><guid>1</guid><podcast:transcript url="/a.vtt" type="text/vtt"/><itunes:duration>1:2</itunes:duration></item>`))
	f.Add(`<feed xmlns="http://www.w3.org/2005/Atom" xml:base="/x/"><entry><id>1</id><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><a href="y">z</a></div></content></entry></feed>`)
	f.Add(`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><item><link>/1</link></item></rdf:RDF>`)
	f.Add(`{"version":"https://jsonfeed.org/version/1","items":[{"id":1,"attachments":[{"url":"/a.mp3"}]},null]}`)
	f.Fuzz(func(t *testing.T, text string) {
		got, err := Read(t.Context(), Input{URL: where, Body: strings.NewReader(text)})
		if err != nil {
			if !errors.Is(err, ErrNotFeed) && !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrTooLarge) {
				t.Errorf("error = %v", err)
			}
			return
		}
		if got.Title == "" {
			t.Error("the feed has no title")
		}
		known := map[string]bool{}
		for _, e := range got.Episodes {
			if e.GUID == "" || e.Title == "" || known[e.GUID] || e.Duration < 0 || e.Audio.Bytes < 0 {
				t.Errorf("episode %+v", e)
			}
			known[e.GUID] = true
			for _, address := range []string{e.Link, e.Picture, e.Audio.URL, e.Chapters} {
				if address != "" && !isWeb(address) {
					t.Errorf("address %q", address)
				}
			}
			for _, text := range []string{e.Title, e.Author, e.GUID} {
				if visible(text) != text || strings.ContainsAny(text, "\r\n\t") {
					t.Errorf("text %q", text)
				}
			}
		}
	})
}
