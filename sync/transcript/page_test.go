package transcript_test

import (
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"alongside/sync/transcript"
)

// A page's text around what is looked for on it.
const (
	talk    = `<div class="transcript"><p>ANNA VALE: The tide is out.</p><p>TOM STONE: It is.</p></div>`
	article = `<article><h1>The tide</h1><p>The tide went out last night, and it has not come back since, which is more than anybody on the island can remember to have happened before.</p></article>`
)

// readWhatIs reads a page that may have no transcript.
func readWhatIs(t *testing.T, html string) transcript.Transcript {
	t.Helper()
	tr, err := transcript.ReadPage(t.Context(), transcript.Input{URL: "https://radio.example/a/story", Body: strings.NewReader(html)})
	if err != nil && !errors.Is(err, transcript.ErrNoTranscript) {
		t.Fatal(err)
	}
	return tr
}

func TestOfSeveralSoundsTheStorysOwnIsTaken(t *testing.T) {
	const title = `<title>The tide | Port Radio</title><h1>The tide</h1>`
	for _, test := range []struct{ name, html, want string }{
		{
			"before the one of another story, by its title",
			`<div data-audio='{"audioUrl":"/other.mp3","title":"The wall"}'></div><div data-audio='{"audioUrl":"/tide.mp3","title":"The tide"}'></div>`,
			"https://radio.example/tide.mp3",
		},
		{
			"by the address of its story",
			`<div data-audio='{"audioUrl":"/other.mp3","storyUrl":"/a/wall"}'></div><div data-audio='{"audioUrl":"/tide.mp3","storyUrl":"https://radio.example/a/story"}'></div>`,
			"https://radio.example/tide.mp3",
		},
		{
			"by the name of its stream",
			`<ps-stream data-stream-name="The wall"><ps-stream-url data-stream-url="/other.mp3"></ps-stream-url></ps-stream>` +
				`<ps-stream data-stream-name="The tide"><ps-stream-url data-stream-url="/tide.mp3"></ps-stream-url></ps-stream>`,
			"https://radio.example/tide.mp3",
		},
		{"the first where none says so", `<audio src="/tide.mp3"></audio><audio src="/other.mp3"></audio>`, "https://radio.example/tide.mp3"},
		{"not one in the margin", `<aside><audio src="/other.mp3"></audio></aside><audio src="/tide.mp3"></audio>`, "https://radio.example/tide.mp3"},
		{"not a stream without an end", `<audio src="https://live.example/port"></audio><audio src="/tide.mp3"></audio>`, "https://radio.example/tide.mp3"},
		{"not a server with one stream", `<audio src="https://port.example:8000/port.mp3"></audio><audio src="/tide.mp3"></audio>`, "https://radio.example/tide.mp3"},
		{"on a server at another port", `<audio src="https://cdn.example:8443/audio/tide.mp3"></audio>`, "https://cdn.example:8443/audio/tide.mp3"},
		{"not a playlist", `<audio src="/port.m3u8"></audio><audio src="/tide.mp3"></audio>`, "https://radio.example/tide.mp3"},
		{"where one has no address", `<div data-audio='{"available":true}'></div><audio src="/tide.mp3"></audio>`, "https://radio.example/tide.mp3"},
		{
			"in the form that can be played",
			`<audio><source src="/tide.opus" type="audio/opus"><source src="/tide.m4a" type="audio/mp4"><source src="/tide.mp3" type="audio/mpeg"></audio>`,
			"https://radio.example/tide.mp3",
		},
		{"not an address without a host", `<audio src="http:"></audio><audio src="/tide.mp3"></audio>`, "https://radio.example/tide.mp3"},
		{"a button with a stream of its own", `<button data-stream-url="/tide.mp3">Listen</button>`, "https://radio.example/tide.mp3"},
		{"a link for downloading, by its type", `<a type="audio/mpeg" href="/download?id=7">Download</a>`, "https://radio.example/download?id=7"},
		{"an enclosure", `<link rel="enclosure" type="audio/mpeg" href="/play/7">`, "https://radio.example/play/7"},
		{
			"linked data of a medium",
			`<script type="application/ld+json">{"@type":"NewsArticle","associatedMedia":{"contentUrl":"/tide.mp3"}}</script>`,
			"https://radio.example/tide.mp3",
		},
		{"linked data with the address alone", `<script type="application/ld+json">{"@type":"PodcastEpisode","audio":"/tide.mp3"}</script>`, "https://radio.example/tide.mp3"},
		{
			"linked data without the file",
			`<script type="application/ld+json">{"@type":"AudioObject","url":"/a/story/listen","embedUrl":"/tide.mp3"}</script>`,
			"https://radio.example/tide.mp3",
		},
		{"linked data of a page", `<script type="application/ld+json">{"@type":"AudioObject","url":"/a/story/listen"}</script>`, ""},
		{"linked data of a picture", `<script type="application/ld+json">{"@type":"Article","associatedMedia":{"@type":"MediaObject","contentUrl":"/tide.jpg"}}</script>`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := readPage(t, title+test.html+talk).Audio.URL; got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestASiteAtAPortOfItsOwnHasStoriesToo(t *testing.T) {
	tr, err := transcript.ReadPage(t.Context(), transcript.Input{URL: "http://127.0.0.1:8080/story", Body: strings.NewReader(`<audio src="tide.mp3"></audio>` + talk)})
	if err != nil || tr.Audio.URL != "http://127.0.0.1:8080/tide.mp3" {
		t.Errorf("got %q, %v", tr.Audio.URL, err)
	}
}

func TestTheStorysPictureIsFound(t *testing.T) {
	const boat = "https://radio.example/boat.jpg"
	for _, test := range []struct {
		name, html string
		want       transcript.Picture
	}{
		{"none", ``, transcript.Picture{}},
		{"for networks", `<meta property="og:image" content="/boat.jpg"><meta property="og:image:alt" content="A boat">`, transcript.Picture{URL: boat, Alt: "A boat"}},
		{"for another network", `<meta name="twitter:image" content="/boat.jpg">`, transcript.Picture{URL: boat}},
		{
			"linked data", `<script type="application/ld+json">{"@type":"NewsArticle","image":[{"url":"/boat.jpg","creditText":"Eve Oduya","caption":"A boat"}]}</script>`,
			transcript.Picture{URL: boat, Alt: "A boat", Credit: "Eve Oduya"},
		},
		{"linked data with the address alone", `<script type="application/ld+json">{"@type":"NewsArticle","image":"/boat.jpg"}</script>`, transcript.Picture{URL: boat}},
		{
			"described where it is shown",
			`<meta property="og:image" content="/boat.jpg?w=1200"><figure><img src="/boat.jpg?w=400" alt="A boat in mud"><figcaption>The harbour. <span class="credit">Eve Oduya/AP</span></figcaption></figure>`,
			transcript.Picture{URL: boat + "?w=1200", Alt: "A boat in mud", Credit: "Eve Oduya/AP"},
		},
		{"by its caption", `<article><figure><img src="/boat.jpg" alt=""><figcaption>The harbour <cite>Eve Oduya</cite></figcaption></figure></article>`, transcript.Picture{boat, "The harbour", "Eve Oduya"}},
		{
			"not the site's own",
			`<meta property="og:image" content="/logo.jpg"><header><img src="/logo.jpg" alt="Port Radio"></header><article><figure><img src="/boat.jpg" alt="A boat"></figure></article>`,
			transcript.Picture{URL: boat, Alt: "A boat"},
		},
		{"in the story", `<main><img src="/boat.jpg" alt="A boat" width="640"></main>`, transcript.Picture{URL: boat, Alt: "A boat"}},
		{"not a small one", `<main><img src="/pixel.gif" width="1" height="1"><img src="/boat.jpg"></main>`, transcript.Picture{URL: boat}},
		{"one that is loaded late", `<article><img src="data:image/gif;base64,R0lGOD" data-src="/boat.jpg"></article>`, transcript.Picture{URL: boat}},
		{"one in several sizes", `<article><img srcset="/boat.jpg 640w, /boat2.jpg 1280w"></article>`, transcript.Picture{URL: boat}},
		{"from the base", `<base href="https://radio.example/x/"><meta property="og:image" content="../boat.jpg">`, transcript.Picture{URL: boat}},
		{"one inside the page", `<meta property="og:image" content="data:image/png;base64,AAAA"><meta name="twitter:image" content="javascript:alert(1)">`, transcript.Picture{}},
		{"what turns around", "<meta property=og:image content=/boat.jpg><meta property=og:image:alt content='A \u202eboat\u2066 \x00here'>", transcript.Picture{URL: boat, Alt: "A boat here"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := readPage(t, "<html><body>"+test.html+talk).Picture; got != test.want {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}

func TestATranscriptOnAPageOfItsOwnIsNamed(t *testing.T) {
	const want = "https://radio.example/transcripts/123"
	for _, test := range []struct{ name, html, want string }{
		{"a link that is called so", `<a href="/transcripts/123">Read the transcript</a>`, want},
		{"with ornaments", `<a href="/transcripts/123"> » <b>View full transcript</b> </a>`, want},
		{"for those who hear the page", `<a href="/transcripts/123" aria-label="Transcript of this episode"><svg></svg></a>`, want},
		{"a relation", `<a rel="nofollow transcript" href="/transcripts/123">Text</a>`, want},
		{"a relation in the head", `<link rel="transcript" href="/transcripts/123">`, want},
		{"a number in its address", `<a href="https://radio.example/transcripts/123">Words</a>`, want},
		{"twice the same", `<a href="/transcripts/123">Transcript</a><a href="/transcripts/123">Transcript</a>`, want},
		{"subtitles of the player", `<video><track kind="captions" src="/s.vtt"></video>`, "https://radio.example/s.vtt"},
		{
			"subtitles in the page's language",
			`<audio><track kind="captions" srclang="fr" src="/fr.vtt" default><track kind="subtitles" srclang="en-US" src="/en.vtt"></audio>`, "https://radio.example/en.vtt",
		},
		{"chapters are no subtitles", `<audio><track kind="chapters" src="/s.vtt"></audio>`, ""},
		{"timed text for downloading", `<a href="/s.srt">Subtitles</a>`, "https://radio.example/s.srt"},
		{"linked data", `<script type="application/ld+json">{"@type":"PodcastEpisode","transcript":"https://radio.example/transcripts/123"}</script>`, want},
		{"linked data with the text itself", `<script type="application/ld+json">{"@type":"PodcastEpisode","transcript":"The tide is out."}</script>`, ""},
		{"JSON as in feeds", `<div data-transcripts='{"transcripts":[{"url":"/transcripts/123","type":"text/html"}]}'></div>`, want},
		{"an attribute", `<div data-transcript-url="/transcripts/123"></div>`, want},
		{"further down on the page", `<a href="#transcript">Transcript</a>`, ""},
		{"a list of stories", `<a href="/transcripts/1">Transcript</a><a href="/transcripts/2">Transcript</a>`, ""},
		{"the site's list of all", `<footer><a href="/transcripts/">Transcripts</a></footer>`, ""},
		{"a PDF", `<a href="/transcript.pdf">Read the transcript</a>`, ""},
		{"a mention", `<a href="/other">What a court did with a transcript that nobody wanted to read</a>`, ""},
		{"a script", `<a href="javascript:show()">Transcript</a>`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			for around, rest := range map[string]string{"beside an article": article, "beside nothing": "<p>Hello"} {
				if got := readWhatIs(t, `<html lang="en"><body>`+test.html+rest).TranscriptURL; got != test.want {
					t.Errorf("%s: got %q, want %q", around, got, test.want)
				}
			}
			if got := readPage(t, test.html+talk).TranscriptURL; got != "" {
				t.Errorf("beside a transcript: got %q", got)
			}
		})
	}
}

func TestAPageWithoutATranscriptSaysWhatItHas(t *testing.T) {
	tr, err := transcript.ReadPage(t.Context(), transcript.Input{URL: "https://radio.example/a/story", Body: strings.NewReader(
		`<html lang="en"><head><title>The tide | Port Radio</title><meta name="author" content="Anna Vale"><meta property="og:image" content="/boat.jpg">` +
			`</head><body><h1>The tide</h1><audio src="/tide.mp3"></audio><a href="/t/1" rel="transcript">Text</a></body></html>`)})
	if !errors.Is(err, transcript.ErrNoTranscript) {
		t.Fatalf("error = %v", err)
	}
	if tr.Title != "The tide" || len(tr.Authors) != 1 || tr.URL != "https://radio.example/a/story" || tr.Audio.URL != "https://radio.example/tide.mp3" ||
		tr.Picture.URL != "https://radio.example/boat.jpg" || tr.TranscriptURL != "https://radio.example/t/1" || len(tr.Turns) > 0 {
		t.Errorf("got %+v", tr)
	}
}

func TestATranscriptThatIsOnlyGivenToPrograms(t *testing.T) {
	linked := func(words string) string {
		return `<script type="application/ld+json">{"@type":"PodcastEpisode","audio":{"@type":"AudioObject","contentUrl":"/tide.mp3","transcript":"` + words + `"}}</script>`
	}
	const words = `ANNA VALE: The tide is out.\nTOM STONE: It is.`
	for _, test := range []struct{ name, html, want string }{
		{"is read", linked(words) + article, "Anna Vale|The tide is out."},
		{"is no better than one that is shown", linked("EVE: Words.") + talk, "Anna Vale|The tide is out."},
		{"is not a sentence about it", linked("To follow soon.") + article, ""},
		{"nor one that looks like speech", linked("TRANSCRIPT: To follow soon.") + article, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := render(readPage(t, test.html))[0]
			if isArticle := strings.Contains(got, "went out last night"); got != test.want && !(isArticle && test.want == "") {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestAPageOfNothingButSoundIsNotEmpty(t *testing.T) {
	if tr := readWhatIs(t, `<audio src="/tide.mp3"></audio>`); tr.Audio.URL != "https://radio.example/tide.mp3" {
		t.Errorf("got %+v", tr)
	}
}

func TestTheAddressOfAPage(t *testing.T) {
	for _, test := range []struct{ name, html, want string }{
		{"its own", "", "https://radio.example/a/story"},
		{"the one it prefers", `<link rel="canonical" href="/a/the-tide">`, "https://radio.example/a/the-tide"},
		{"not another site's", `<link rel="canonical" href="https://192.168.1.1/admin">`, "https://radio.example/a/story"},
		{"whatever its base is", `<base href="http://192.168.1.1/">`, "https://radio.example/a/story"},
		{"whatever its base and preference are", `<base href="http://192.168.1.1/"><link rel="canonical" href="/admin">`, "https://radio.example/a/story"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := readPage(t, test.html+talk).URL; got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestTitlesAreFitToBeShown(t *testing.T) {
	for _, test := range []struct{ name, title, want string }{
		{"what turns around", "The \u202eedit\u202c \u2067tide\u2069", "The edit tide"},
		{"NUL", "The\x00 tide\x00", "The tide"},
		{"what steers a terminal", "The \x1b[31mtide\x07", "The [31mtide"},
		{"lines", "The\ntide\r\n", "The tide"},
		{"4,000 bytes", strings.Repeat("tide ", 800), strings.TrimSpace(strings.Repeat("tide ", 100)) + "…"},
		{"4,000 bytes without a space", strings.Repeat("ü", 2000), strings.Repeat("ü", 250) + "…"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := readPage(t, "<title>"+test.title+"</title>"+talk).Title; got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestPagesWhoseCharacterSetIsWrong(t *testing.T) {
	page := func(head, name string) string {
		return "<!DOCTYPE html><html><head>" + head + "<title>Caf\u00e9</title></head><body><div class=transcript><p>" + name + ": Yes.</p><p>HOST: No.</p></div></body></html>"
	}
	windows := func(s string) string {
		return strings.NewReplacer("é", "\xe9", "Ë", "\xcb", "“", "\x93", "”", "\x94").Replace(s)
	}
	utf := page("", "ZOË “Z” VALE")
	for _, test := range []struct{ name, data, kind string }{
		{"UTF-8 that the server calls Latin-1", utf, "text/html; charset=iso-8859-1"},
		{"UTF-8 that the page calls Latin-1", page(`<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">`, "ZOË “Z” VALE"), ""},
		{"UTF-8 without a word", utf, "text/html"},
		{"UTF-8 with a mark that the server calls Latin-1", "\ufeff" + utf, "text/html; charset=iso-8859-1"},
		{"UTF-8 with some damage", utf + "<!-- ÄÖÜ -->\xff", "text/html; charset=iso-8859-1"},
		{"Windows-1252 without a word", windows(utf), ""},
		{"Windows-1252 that the server calls UTF-8", windows(utf), "text/html; charset=utf-8"},
		{"Windows-1252 that the page calls UTF-8", windows(page(`<meta charset="utf-8">`, "ZOË “Z” VALE")), "text/html"},
		{"Windows-1252 that is called something unheard of", windows(utf), "text/html; charset=klingon"},
		{"Windows-1252 in a type that makes no sense", windows(utf), "text/html; charset=;;;"},
	} {
		t.Run(test.name, func(t *testing.T) {
			tr, err := transcript.Read(t.Context(), transcript.Input{Type: test.kind, Body: strings.NewReader(test.data)})
			if err != nil {
				t.Fatal(err)
			}
			if got := tr.Turns[0].Speaker; got != "Zoë “Z” Vale" || tr.Title != "Café" {
				t.Errorf("got %q in %q", got, tr.Title)
			}
		})
	}
}

func TestTheSharedPagesPictures(t *testing.T) {
	body, err := os.ReadFile(filepath.Join(shared, "pages", "kgou-grove.html"))
	if err != nil {
		t.Skipf("the shared stories are not on this machine: %v", err)
	}
	want := transcript.Picture{URL: "https://radio.example/img/un.jpg", Alt: "The U.N. General Assembly hall"}
	if got := readPage(t, string(body)).Picture; got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// checkNamed holds what is true of everything that a page names.
func checkNamed(t *testing.T, tr transcript.Transcript) {
	t.Helper()
	for _, address := range []string{tr.URL, tr.Audio.URL, tr.Picture.URL, tr.TranscriptURL} {
		if u, err := url.Parse(address); err != nil || address != "" && (u.Host == "" || u.Scheme != "http" && u.Scheme != "https") {
			t.Fatalf("the page names %q; %v", address, err)
		}
	}
	for _, text := range []string{tr.Title, tr.Source, tr.Rights, tr.Picture.Alt, tr.Picture.Credit, tr.Audio.Type} {
		if len(text) > 4000 || strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }) {
			t.Fatalf("the page says %q", text)
		}
	}
}

func FuzzPageNames(f *testing.F) {
	for _, s := range []string{
		`<base href="//x/"><audio src=a.mp3></audio><track kind=captions src=b.vtt><a rel=transcript href=c>`,
		`<div data-audio='{"audioUrl":"aHR0cDovL2EuZXhhbXBsZS9iLm1wMw==","title":"x","storyUrl":"/b"}'></div><meta property=og:image content=b.jpg>`,
		`<script type="application/ld+json">{"@graph":[{"@type":"Article","image":[{"url":"/b.jpg"}],"transcript":["/t"]},{"@type":"AudioObject","transcript":"ANNA: Yes.\\nTOM: No.","associatedMedia":[{"contentUrl":"c.mp3"}]}]}</script>`,
		`<article><figure><img srcset="a.jpg 2x" data-src=b.jpg><figcaption>c<cite>d</cite></figcaption></figure><a href=/transcripts/12>Read the transcript</a>`,
		`<div data-transcripts='{"transcripts":[{"url":"/t"}]}'></div><button data-stream-url=/s data-stream-format=mp3>x</button>`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		tr, err := transcript.ReadPage(t.Context(), transcript.Input{URL: "https://a.example/b", Body: strings.NewReader(string(data))})
		if err == nil || errors.Is(err, transcript.ErrNoTranscript) {
			checkNamed(t, tr)
		}
	})
}
