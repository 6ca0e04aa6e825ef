package feed

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestAListOfFeeds(t *testing.T) {
	got, err := ReadOPML("list.opml", strings.NewReader(`<?xml version="1.0" encoding="utf-8"?>
		<opml version="1.0"><head><title>Mine</title></head><body>
			<outline text="News"><outline type="rss" text="Harbour" title="Harbour Radio" xmlUrl="https://a.example/feed" htmlUrl="https://a.example/"/>
				<outline text="Deep"><outline TEXT="Lower" XMLURL="feed://b.example/rss"/></outline></outline>
			<outline type="rss" xmlurl="feed:https://c.example/rss"/>
			<outline text="Again" xmlUrl="https://a.example/feed"/>
			<outline text="A link" type="link" url="https://d.example/"/>
			<outline text="A file" xmlUrl="file:///etc/passwd"/>
		</body></opml>`))
	want := []Outline{
		{"Harbour Radio", "https://a.example/feed", "https://a.example/"},
		{"Lower", "http://b.example/rss", ""},
		{"https://c.example/rss", "https://c.example/rss", ""},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestAListThatIsWrittenIsReadAgain(t *testing.T) {
	list := []Outline{
		{`Ada & "Tomás" <live>`, "https://a.example/feed?a=1&b=2", "https://a.example/"}, {"Second", "http://b.example/", ""},
	}
	var b strings.Builder
	if err := WriteOPML(&b, "Feeds & more", list); err != nil {
		t.Fatal(err)
	}
	got, err := ReadOPML("x", strings.NewReader(b.String()))
	if err != nil || !reflect.DeepEqual(got, list) {
		t.Errorf("got %+v, %v from %s", got, err, b.String())
	}
	for _, want := range []string{`<opml version="2.0">`, "<head>", "<title>Feeds &amp; more</title>", "<body>", `type="rss"`, `text="Second"`} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%s has no %s", b.String(), want)
		}
	}
}

func TestAnEmptyListIsNotWritten(t *testing.T) {
	if err := WriteOPML(&strings.Builder{}, "x", nil); !errors.Is(err, ErrNoFeeds) {
		t.Errorf("error = %v", err)
	}
}

func TestWhatIsNoList(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want error
	}{
		"nothing":                {"", ErrNotOPML},
		"a feed":                 {"<rss/>", ErrNotOPML},
		"a list without one":     {"<opml><body><outline text='x'/></body></opml>", ErrNoFeeds},
		"a list cut off":         {`<opml><body><outline xmlUrl="https://a.example/"`, ErrNotOPML},
		"more than 16 MB":        {"<opml>" + strings.Repeat(" ", MaxSize), ErrTooLarge},
		"very deep":              {"<opml>" + strings.Repeat("<outline>", 1<<16), ErrNoFeeds},
		"entities of a stranger": {`<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml><outline xmlUrl="&x;"/></opml>`, ErrNoFeeds},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := ReadOPML("list", strings.NewReader(c.text)); !errors.Is(err, c.want) || !strings.Contains(err.Error(), "list") {
				t.Errorf("error = %v, want %v", err, c.want)
			}
		})
	}
}

func FuzzReadOPML(f *testing.F) {
	f.Add(`<opml><body><outline text="x" xmlUrl="https://a.example/feed"/><outline xmlUrl="feed://b"/></body></opml>`)
	f.Fuzz(func(t *testing.T, text string) {
		list, err := ReadOPML("list", strings.NewReader(text))
		if err != nil {
			return
		}
		var b strings.Builder
		if err := WriteOPML(&b, "x", list); err != nil {
			t.Fatal(err)
		}
		again, err := ReadOPML("list", strings.NewReader(b.String()))
		if err != nil || !reflect.DeepEqual(again, list) {
			t.Errorf("%+v came back as %+v, %v", list, again, err)
		}
	})
}

func TestChapters(t *testing.T) {
	got, err := ReadChapters("c.json", strings.NewReader(`{"version": "1.2.0", "chapters": [
		{"startTime": 168.25, "title": " The\nlamp "}, {"startTime": 0, "title": "Beginning", "toc": true},
		{"startTime": 60, "title": "Advertising", "toc": false}, {"startTime": 70, "img": "x.png"}, {"title": "Nowhen"},
		{"startTime": -1, "title": "Before"}, {"startTime": 1e300, "title": "After"}]}`))
	want := []Chapter{{0, "Beginning"}, {168250 * time.Millisecond, "The lamp"}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestWhatAreNoChapters(t *testing.T) {
	for name, text := range map[string]string{
		"nothing": "", "a page": "<html>", "another JSON": `{"a": 1}`, "none": `{"chapters": []}`, "a wrong type": `{"chapters": 5}`,
		"too large": `{"chapters": [` + strings.Repeat("{},", mostChapterBytes/3) + "{}]}",
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := ReadChapters("c.json", strings.NewReader(text)); !errors.Is(err, ErrNotChapters) {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
}

func FuzzReadChapters(f *testing.F) {
	f.Add(`{"chapters": [{"startTime": 1.5, "title": "x", "toc": false}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		chapters, _ := ReadChapters("c.json", strings.NewReader(text))
		for i, c := range chapters {
			if c.Title == "" || c.Start < 0 || i > 0 && c.Start < chapters[i-1].Start {
				t.Errorf("chapters %+v", chapters)
			}
		}
	})
}
