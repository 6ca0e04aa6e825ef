package store

import (
	"errors"
	"strconv"
	"testing"
	"time"
)

func milliseconds(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }

func TestPlaces(t *testing.T) { // the audio lasts 90 s
	for _, test := range []struct {
		name     string
		saved    []time.Duration
		place    time.Duration
		finished bool
	}{
		{"in the middle", []time.Duration{10 * time.Second, 40 * time.Second}, 40 * time.Second, false},
		{"at the end", []time.Duration{40 * time.Second, 90 * time.Second}, 90 * time.Second, true},
		{"shortly before the end", []time.Duration{88 * time.Second}, 88 * time.Second, true},
		{"at the beginning after the end", []time.Duration{90 * time.Second, 0}, 0, true},
		{"begun again", []time.Duration{90 * time.Second, 0, 5 * time.Second}, 5 * time.Second, false},
		{"before the beginning", []time.Duration{-time.Second}, 0, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			l := openLibrary(t)
			id := save(t, l, Draft{Transcript: lighthouse()})
			for _, position := range test.saved {
				if err := l.SavePlace(t.Context(), id, position); err != nil {
					t.Fatal(err)
				}
			}
			got := list(t, l)[0]
			if got.Place != test.place || got.Finished != test.finished || got.LastRead.IsZero() {
				t.Errorf("place %v, finished %v, read %v", got.Place, got.Finished, got.LastRead)
			}
		})
	}
}

func TestAPlaceInNoStory(t *testing.T) {
	if err := openLibrary(t).SavePlace(t.Context(), 5, time.Second); !errors.Is(err, ErrNotFound) {
		t.Errorf("error = %v", err)
	}
}

func TestSettingsAreKept(t *testing.T) {
	l := openLibrary(t)
	if _, known, err := l.Setting(t.Context(), "look"); known || err != nil {
		t.Errorf("before: known %v, %v", known, err)
	}
	for _, value := range []string{"ink", "paper", ""} {
		if err := l.SaveSetting(t.Context(), "look", value); err != nil {
			t.Fatal(err)
		}
		if got, known, err := l.Setting(t.Context(), "look"); got != value || !known || err != nil {
			t.Errorf("got %q, known %v, %v; want %q", got, known, err, value)
		}
	}
}
