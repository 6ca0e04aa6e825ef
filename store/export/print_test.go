package export

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"alongside/store"
	"alongside/sync/transcript"
	"alongside/sync/transcript/parallel"
)

// printed is a story as it is printed.
func printed(t testing.TB, s Story, p Print) string {
	t.Helper()
	return string(written(t, "print", s, Options{Print: p}))
}

// translated is a story with a second text, which has a turn for each of its own.
func translated(s Story) Story {
	s.Companion = store.Companion{Language: "de"}
	for _, turn := range s.Transcript.Turns {
		turn.Text = "Auf Deutsch: " + turn.Text
		s.Companion.Turns = append(s.Companion.Turns, parallel.Turn{Turn: turn})
	}
	return s
}

// markedFerry is a story with a mark of each kind, two of which overlap, and one of which is lost.
func markedFerry() Story {
	s := ferry()
	text := s.Transcript.Turns[0].Text
	on := func(kind store.MarkKind, words, note string) store.Mark {
		at := strings.Index(text, words)
		return store.Mark{Kind: kind, Turn: 0, Span: transcript.Span{Start: at, End: at + len(words)}, Quote: words, Note: note}
	}
	s.Marks = []store.Mark{
		on(store.Bookmark, "Is it full?", ""), on(store.Highlight, "ferry leaves at nine", ""), on(store.Note, "at nine. Is it full?\n\n", "Ask <Per>"),
		on(store.Word, "full", ""),
		{Kind: store.Highlight, Turn: 2, Span: transcript.Span{Start: 0, End: 6}, Lost: true},
	}
	return s
}

func TestAPrintedPageHoldsAllWordsAndWhoSaysThem(t *testing.T) {
	got := printed(t, ferry(), Print{})
	for _, want := range []string{
		"<h1 dir=\"auto\">The Last Ferry</h1>", "<bdi>Ida Holm</bdi> <span class=\"role\">host</span>", "The last ferry leaves at nine. Is it full?</p>",
		"It never is.", "(SOUNDBITE OF HORN)", "Nobody has ever missed it.", "Correction: the ferry leaves at ten.",
		"size: A4;", "counter(page)", "font: 16pt/1.5",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in it", want)
		}
	}
	if strings.Contains(got, "<script") || strings.Contains(got, "script-src") {
		t.Error("something in it could run")
	}
}

func TestWhatIsChosenIsPrinted(t *testing.T) {
	got := printed(t, ferry(), Print{Size: 28, Line: 2, Column: 40, Font: "lexend", Paper: "letter"})
	for _, want := range []string{"size: letter;", `font: 28pt/2 "Lexend"`, "--column: 20em", `font-family: "Lexend"`} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in it", want)
		}
	}
}

func TestNonsenseIsPrintedAsUsual(t *testing.T) {
	got := Print{Size: -3, Line: 99, Column: 0, Font: `x"; } body { display: none`, Paper: "wall", Second: "behind"}.Mended()
	want := UsualPrint()
	want.Marks = false
	if got != want {
		t.Errorf("it is %+v, want %+v", got, want)
	}
}

func TestTimesStandInTheMargin(t *testing.T) {
	s := fogBell(t)
	got := printed(t, s, Print{Times: true})
	if n := strings.Count(got, `class="time"`); n < 3 || !strings.Contains(got, `<body class="timed">`) {
		t.Errorf("there are %d times", n)
	}
	if got := printed(t, s, Print{Size: 16}); strings.Contains(got, `class="time"`) {
		t.Error("times are printed without being asked for")
	}
	if got := printed(t, ferry(), Print{Times: true}); strings.Contains(got, `class="timed"`) {
		t.Error("a story without times has a margin for them")
	}
}

func TestMarksArePrintedByShape(t *testing.T) {
	got := printed(t, markedFerry(), Print{Marks: true})
	for _, want := range []string{
		`<span class="highlight">ferry leaves </span><span class="highlight written">at nine</span><span class="written">. </span>`,
		`<span class="bookmark" aria-label="Bookmark">◆ </span><span class="written">Is it </span><span class="written word">full</span><span class="written">?</span><span class="number">1</span>`,
		"<li dir=\"auto\"><b>1</b> Ask &lt;Per&gt;</li>",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got[strings.Index(got, "<body"):])
		}
	}
	if strings.Contains(got, `<span class="highlight">Nobody`) {
		t.Error("what lost its words is printed")
	}
	if got := printed(t, markedFerry(), Print{Size: 16}); strings.Contains(got, `class="highlight"`) || strings.Contains(got, "Ask &lt;") {
		t.Error("marks are printed without being asked for")
	}
}

func TestASecondTextIsPrinted(t *testing.T) {
	s := translated(ferry())
	for second, want := range map[string]int{SecondBeside: 4, SecondBelow: 4, NoSecond: 0} {
		got := printed(t, s, Print{Second: second})
		if n := strings.Count(got, `<div class="second" lang="de"`); n != want {
			t.Errorf("%s: %d texts are printed, want %d", second, n, want)
		}
		if !strings.Contains(got, "Nobody has ever missed it.") {
			t.Errorf("%s: the story's own words are not printed", second)
		}
	}
	if got := printed(t, s, Print{Second: SecondBelow}); !strings.Contains(got, `<div class="pair below short">`) {
		t.Error("a short pair may be torn apart")
	}
}

// strange is what a stranger may write, to have it do something where it is read.
func strange() []string {
	return []string{
		"<script>alert(1)</script>", `"><img src=x onerror=alert(1)>`, "</style><script>alert(1)</script>", "]]>", "<!--", "&lt;b&gt;",
		"'; } body { background: url(https://example.org) } '", "\x00\u202e\ufffe", "</span></p></section></main>",
	}
}

// fill puts a text wherever a story has one.
func fill(text string) Story {
	s := ferry()
	t := &s.Transcript
	t.Title, t.Source, t.Rights, t.Language, t.URL, t.Published = text, text, text, text, text, text
	t.Authors = []string{text}
	t.Speakers = []transcript.Speaker{{Name: text, Role: text}}
	t.Turns = []transcript.Turn{{Speaker: text, Text: text + " so many words " + text}}
	s.Chapters = []store.Chapter{{Title: text}}
	s.Marks = []store.Mark{
		{Kind: store.Highlight, Span: transcript.Span{Start: 0, End: len(text)}},
		{Kind: store.Note, Span: transcript.Span{Start: len(text), End: len(t.Turns[0].Text)}, Note: text},
	}
	s.Companion = store.Companion{Language: text, Title: text, Turns: []parallel.Turn{{Turn: transcript.Turn{Speaker: text, Text: text}}}}
	return s
}

func TestStrangersTextIsOnlyText(t *testing.T) {
	want := elements(printed(t, fill("word"), Print{Times: true, Marks: true}))
	for _, text := range strange() {
		t.Run(fmt.Sprintf("%q", text), func(t *testing.T) {
			got := printed(t, fill(text), Print{Times: true, Marks: true, Font: text, Paper: text})
			if e := elements(got); e != want {
				t.Errorf("the page's elements are\n%s, want\n%s", e, want)
			}
		})
	}
}

func FuzzAPrintedPage(f *testing.F) {
	for _, text := range strange() {
		f.Add(text)
	}
	want := elements(printed(f, fill("word"), Print{Marks: true}))
	f.Fuzz(func(t *testing.T, text string) {
		if strings.TrimSpace(text) != text || text == "" || strings.Contains(text, "\n") || strings.ContainsAny(text, "\r\t") {
			t.Skip("which makes other paragraphs")
		}
		s := fill(text)
		for i := range s.Marks {
			s.Marks[i].Span = trimmed(s.Transcript.Turns[0].Text, s.Marks[i].Span)
		}
		got := elements(printed(t, s, Print{Marks: true}))
		for _, e := range strings.Fields(got) {
			if !strings.Contains(want, e) {
				t.Errorf("there is an element %s", e)
			}
		}
	})
}

// elements are the names of all tags of a page, in order.
func elements(page string) string {
	var names []string
	for _, part := range strings.Split(page, "<")[1:] {
		name, _, _ := strings.Cut(part, ">")
		name, _, _ = strings.Cut(name, " ")
		names = append(names, name)
	}
	return strings.Join(names, " ")
}

// bookLong is a story of many turns, short and long, by several people.
func bookLong() Story {
	s := ferry()
	for i := range 40 {
		turn := transcript.Turn{Speaker: []string{"Ida Holm", "Per Vik"}[i%2]}
		turn.Text = strings.Repeat("The harbour was grey in the morning, and the bell rang over the water as it always had. ", 1+i*i%9)
		s.Transcript.Turns = append(s.Transcript.Turns, turn)
	}
	return s
}

// pdf is what the browser prints.
func (tb *tab) pdf() []byte {
	tb.Helper()
	cssSize := true
	result, err := chromedp.Call(tb.ctx, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: &cssSize})
	if err != nil {
		tb.Fatal(err)
	}
	return result.Data
}

// A browser prints the page in the size that was chosen, on the paper that was chosen, with nothing cut off.
func TestABrowserPrintsThePage(t *testing.T) {
	for _, c := range []struct {
		name  string
		print Print
		paper string // width and height in points
		least int    // pages
	}{
		{"12 pt on A4", Print{Size: 12, Paper: "A4", Marks: true}, "594.95996 841.91998", 5},
		{"20 pt beside each other on A4", Print{Size: 20, Paper: "A4"}, "594.95996 841.91998", 12},
		{"28 pt on A4", Print{Size: 28, Paper: "A4", Second: SecondBelow}, "594.95996 841.91998", 25},
		{"28 pt on letter, where beside each other there is no room", Print{Size: 28, Paper: "letter", Font: "crimson"}, "612 792", 20},
	} {
		t.Run(c.name, func(t *testing.T) {
			tb := openPage(t, []byte(printed(t, translated(bookLong()), c.print)), wishesMedia("print"), chromedp.EmulateViewport(643, 900)) // 170 mm
			tb.eventually(`document.fonts.status`, "loaded")
			tb.eventually(`[...document.fonts].some(f => f.status === "loaded")`, "true")
			if got, want := tb.value(`parseFloat(getComputedStyle(document.querySelector(".turn p")).fontSize).toFixed(2)`), fmt.Sprintf("%.2f", c.print.Size*96/72); got != want {
				t.Errorf("letters are %s px high, want %s", got, want)
			}
			if got := tb.value(`[...document.querySelectorAll("main *")].filter(e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== "inline" || e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 80)).join()`); got != "" {
				t.Errorf("cut off: %s", got)
			}
			pdf := string(tb.pdf())
			if dir := os.Getenv("PRINTED"); dir != "" { // to be looked at
				if err := os.WriteFile(filepath.Join(dir, strings.ReplaceAll(c.name, " ", "-")+".pdf"), []byte(pdf), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if n := len(regexp.MustCompile(`/Type /Page\b`).FindAllString(pdf, -1)); n < c.least {
				t.Errorf("it is %d pages, want at least %d", n, c.least)
			}
			if got := regexp.MustCompile(`/MediaBox \[0 0 ([0-9. ]+)\]`).FindStringSubmatch(pdf); got == nil || got[1] != c.paper {
				t.Errorf("the paper is %v, want %s", got, c.paper)
			}
			tb.quiet()
		})
	}
}

// wishesMedia has the browser show a page as on paper.
func wishesMedia(media string) chromedp.Action[chromedp.Void] {
	return func(ctx context.Context, t *chromedp.Target) (none chromedp.Void, err error) {
		_, err = cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: media})
		return none, err
	}
}
