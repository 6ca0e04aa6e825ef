package library

import (
	"testing"
	"time"

	"alongside/store"
	"alongside/sync/transcript"
)

// morning is when the tests look at the list.
var morning = time.Date(2025, time.March, 3, 9, 30, 0, 0, time.UTC)

func TestItemSaysWhatIsKnownOfAStory(t *testing.T) {
	cases := []struct {
		name                  string
		story                 store.Summary
		title, detail, status string
		progress              float64
	}{
		{
			name: "half read",
			story: store.Summary{
				Title: "The Fog Bell", Source: "KGOU", Published: "2014-11-18", Duration: 194 * time.Second, Speakers: 6,
				HasAudio: true, Aligned: "acoustic", Place: 97 * time.Second,
			},
			title: "The Fog Bell", detail: "KGOU · 18 November 2014 · 3 minutes · 6 voices", status: "1:37 left", progress: 0.5,
		},
		{
			name:  "not begun, with one voice",
			story: store.Summary{Title: "A", Duration: time.Hour, Speakers: 1, HasAudio: true, Aligned: "x"},
			title: "A", detail: "1 hour · 1 voice", status: "Not begun", progress: 0,
		},
		{
			name: "finished, with its place at the start again",
			story: store.Summary{
				Title: "A", Duration: 80 * time.Minute, HasAudio: true, Aligned: "x", Finished: true,
			},
			title: "A", detail: "1 hour 20 minutes", status: "Finished", progress: 1,
		},
		{
			name:  "text alone",
			story: store.Summary{Title: "A", Words: 1234, Added: morning.Add(-time.Hour)},
			title: "A", detail: "Added today · 1,234 words", status: "No sound", progress: NoBar,
		},
		{
			name:  "sound that has not been matched with the words",
			story: store.Summary{Title: "A", Authors: []string{"Ann Low", "Bo High"}, Duration: 45 * time.Second, HasAudio: true},
			title: "A", detail: "Ann Low, Bo High · 45 seconds", status: "No times yet", progress: NoBar,
		},
		{
			name: "a place past the end",
			story: store.Summary{
				Title: "A", Duration: time.Minute, HasAudio: true, Aligned: "x", Place: 2 * time.Minute,
			},
			title: "A", detail: "1 minute", status: "0:00 left", progress: 1,
		},
		{
			name:  "a place in sound of unknown length",
			story: store.Summary{Title: "A", HasAudio: true, Aligned: "x", Place: 3723 * time.Second},
			title: "A", detail: "", status: "At 1:02:03", progress: NoBar,
		},
		{
			name:  "no title, white space aside",
			story: store.Summary{Title: " \n", URL: "https://www.example.org/story"},
			title: "A story without a title", detail: "example.org", status: "No sound", progress: NoBar,
		},
		{
			name:  "a title over several lines",
			story: store.Summary{Title: "The Fog\n  Bell"},
			title: "The Fog Bell", detail: "", status: "No sound", progress: NoBar,
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			c.story.ID = 7
			want := Item{ID: 7, Title: c.title, Detail: c.detail, Status: c.status, Progress: c.progress}
			if got := ItemOf(c.story, morning); got != want {
				t.Errorf("\n got %+v\nwant %+v", got, want)
			}
		})
	}
}

func TestDatesAreWrittenAsPeopleDo(t *testing.T) {
	cases := []struct{ name, published, want string }{
		{"a day", "2014-11-18", "18 November 2014"},
		{"with a time, on the publisher's day", "2014-11-18T23:30:00-05:00", "18 November 2014"},
		{"today", "2025-03-03", "today"},
		{"yesterday", "2025-03-02T10:00:00Z", "yesterday"},
		{"a month", "2014-11", "November 2014"},
		{"a year", "2014", "2014"},
		{"words", "last spring", "last spring"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := publishedOn(c.published, morning); got != c.want {
				t.Errorf("%q is written %q, want %q", c.published, got, c.want)
			}
		})
	}
}

func TestLengthsAreRoundedAsPeopleDo(t *testing.T) {
	cases := []struct {
		length time.Duration
		want   string
	}{
		{200 * time.Millisecond, "1 second"},
		{59 * time.Second, "59 seconds"},
		{59800 * time.Millisecond, "1 minute"},
		{89 * time.Second, "1 minute"},
		{91 * time.Second, "2 minutes"},
		{59*time.Minute + 40*time.Second, "1 hour"},
		{2*time.Hour + time.Minute, "2 hours 1 minute"},
	}
	for _, c := range cases {
		t.Run(c.want, func(t *testing.T) {
			if got := lengthOf(store.Summary{Duration: c.length}); got != c.want {
				t.Errorf("%v is %q, want %q", c.length, got, c.want)
			}
		})
	}
}

func TestAHitInANoteIsToldFromWhatIsSaid(t *testing.T) {
	hit := HitOf(store.Hit{InNote: true, Turn: 2, Snippet: "ask him", Marks: []transcript.Span{{Start: 4, End: 7}}})
	if hit.Text != "Your note: ask him" || hit.Marks[0].In(hit.Text) != "him" {
		t.Errorf("the hit is %+v", hit)
	}
}

func TestHitOfKeepsWhatWasMarked(t *testing.T) {
	hit := HitOf(store.Hit{
		Summary: store.Summary{ID: 3, Title: "The Fog Bell"}, Turn: 5, Snippet: "the bell",
		Marks: []transcript.Span{{Start: 4, End: 8}},
	})
	if got := hit.Text[hit.Marks[0].Start:hit.Marks[0].End]; got != "bell" || hit.StoryID != 3 || hit.Turn != 5 {
		t.Errorf("hit %+v marks %q, want story 3, turn 5, bell", hit, got)
	}
}
