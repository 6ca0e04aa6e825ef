package library

import (
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"alongside/store"
)

// NoBar is the progress of an item that shows no bar.
const NoBar = -1

// An Item is a story on the list, in plain words.
type Item struct {
	ID       int64 // below zero for one that is not in the library yet
	Title    string
	Detail   string  // "KGOU · 18 November 2014 · 3 minutes · 6 voices"
	Status   string  // "1:50 left"
	Progress float64 // how far one has read, 0 to 1; below 0: no bar
	Busy     bool    // the bar shows work on the story, not reading
}

// ItemOf is what the list says of a story. Dates are told as seen from now.
func ItemOf(s store.Summary, now time.Time) Item {
	status, progress := statusOf(s)
	return Item{ID: s.ID, Title: titleOf(s), Detail: detailOf(s, now), Status: status, Progress: progress}
}

func titleOf(s store.Summary) string {
	if title := strings.Join(strings.Fields(s.Title), " "); title != "" {
		return title
	}
	return "A story without a title"
}

// detailOf tells who published a story, when, how long it is and how many speak in it: what is known of it.
func detailOf(s store.Summary, now time.Time) string {
	source, date := sourceOf(s), dateOf(s, now)
	if source == "" {
		date = capitalized(date)
	}
	return strings.Join(nonEmpty(source, date, lengthOf(s), voicesOf(s.Speakers)), " · ")
}

func capitalized(text string) string {
	if text == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// sourceOf names the publisher, else the authors, else the page's site.
func sourceOf(s store.Summary) string {
	if source := strings.TrimSpace(s.Source); source != "" {
		return source
	}
	if len(s.Authors) > 0 {
		return strings.Join(s.Authors, ", ")
	}
	if page, err := url.Parse(s.URL); err == nil {
		return strings.TrimPrefix(page.Hostname(), "www.")
	}
	return ""
}

// dateOf tells when a story was published, else when it was added.
func dateOf(s store.Summary, now time.Time) string {
	if s.Published != "" {
		return publishedOn(s.Published, now)
	}
	if s.Added.IsZero() {
		return ""
	}
	return "added " + dayOf(s.Added.In(now.Location()), now)
}

// publishedOn writes an ISO 8601 date, which may be a year or a month alone, as people do. The day is the publisher's.
func publishedOn(date string, now time.Time) string {
	if len(date) >= len(time.DateOnly) {
		if day, err := time.Parse(time.DateOnly, date[:len(time.DateOnly)]); err == nil {
			return dayOf(day, now)
		}
	}
	if month, err := time.Parse("2006-01", date); err == nil {
		return month.Format("January 2006")
	}
	return date
}

func dayOf(day, now time.Time) string {
	switch {
	case sameDay(day, now):
		return "today"
	case sameDay(day, now.AddDate(0, 0, -1)):
		return "yesterday"
	}
	return day.Format("2 January 2006")
}

func sameDay(a, b time.Time) bool {
	return a.Year() == b.Year() && a.YearDay() == b.YearDay()
}

// lengthOf tells how long a story is, in words where its duration is not known.
func lengthOf(s store.Summary) string {
	d := s.Duration
	if d <= 0 {
		return counted(s.Words, "word")
	}
	if d < 59500*time.Millisecond {
		return counted(max(int(d.Round(time.Second).Seconds()), 1), "second")
	}
	minutes := int(d.Round(time.Minute).Minutes())
	hours := counted(minutes/60, "hour")
	return strings.TrimSpace(hours + " " + counted(minutes%60, "minute"))
}

func voicesOf(n int) string { return counted(n, "voice") }

// counted writes a number of things: "1 voice", "6 voices", "12,000 words"; nothing for none.
func counted(n int, thing string) string {
	things := thing + "s"
	if strings.HasSuffix(thing, "y") {
		things = strings.TrimSuffix(thing, "y") + "ies"
	}
	switch {
	case n <= 0:
		return ""
	case n == 1:
		return "1 " + thing
	case n < 1000:
		return fmt.Sprintf("%d %s", n, things)
	}
	return fmt.Sprintf("%d,%03d %s", n/1000, n%1000, things)
}

// statusOf tells how far one has read, or why a story cannot be followed.
func statusOf(s store.Summary) (status string, progress float64) {
	switch {
	case s.LetGo:
		return "Sound let go", NoBar
	case !s.HasAudio:
		return "No sound", NoBar
	case s.Aligned == "":
		return "No times yet", NoBar
	case s.Finished:
		return "Finished", 1
	case s.Place <= 0:
		return "Not begun", 0
	case s.Duration <= 0:
		return "At " + clock(s.Place), NoBar
	}
	left := max(s.Duration-s.Place, 0)
	return clock(left) + " left", min(s.Place.Seconds()/s.Duration.Seconds(), 1)
}

// clock writes a time as players do: 1:23, 1:02:03.
func clock(d time.Duration) string {
	s := int(d.Round(time.Second).Seconds())
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}
