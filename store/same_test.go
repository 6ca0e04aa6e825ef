package store

import (
	"reflect"
	"testing"
	"time"

	"alongside/sync/transcript"
)

func TestASecondImportOfTheSameStoryUpdatesIt(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(d *Draft)
		same   bool
	}{
		{"nothing changed", func(*Draft) {}, true},
		{"the same address, other words", func(d *Draft) {
			d.Transcript.Title, d.Transcript.Turns[0].Text = "Another title", "Other words."
		}, true},
		{"the address with https, www and a campaign", func(d *Draft) {
			d.Transcript.URL = "http://www.Example.org:80/2024/keeper/?utm_source=mail#top"
			d.Transcript.Title, d.Transcript.Turns[0].Text = "Another title", "Other words."
		}, true},
		{"another address that differs in its query", func(d *Draft) {
			d.Transcript.URL += "?id=2"
			d.Transcript.Title, d.Transcript.Turns[0].Text = "Another title", "Other words."
		}, false},
		{"title and publisher on the same day, another address", func(d *Draft) {
			d.Transcript.URL, d.Transcript.Turns[0].Text = "https://text.example.org/99", "Other words."
		}, true},
		{"title in other letters and spaces", func(d *Draft) {
			d.Transcript.URL, d.Transcript.Title = "", "  THE KEEPER'S LAST  NIGHT"
			d.Transcript.Turns[0].Text = "Other words."
		}, true},
		{"title and publisher on another day", func(d *Draft) {
			d.Transcript.URL, d.Transcript.Published = "https://example.org/99", "2024-03-02"
			d.Transcript.Turns[0].Text = "Other words."
		}, false},
		{"title and publisher, no day, another address", func(d *Draft) {
			d.Transcript.URL, d.Transcript.Published = "https://example.org/99", ""
			d.Transcript.Turns[0].Text = "Other words."
		}, false},
		{"title, another publisher", func(d *Draft) {
			d.Transcript.URL, d.Transcript.Source = "https://example.org/99", "City Radio"
			d.Transcript.Turns[0].Text = "Other words."
		}, false},
		{"the same words on another page", func(d *Draft) {
			d.Transcript = transcript.Transcript{Turns: []transcript.Turn{
				{Text: "The lamp on Gull Rock burned for a century — tonight it goes out."},
				{Text: "I lit it every evening, and now I don’t. It was never dark."},
			}}
		}, true},
		{"nothing in common", func(d *Draft) { d.Transcript = numbered(1, 3) }, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			l := openLibrary(t)
			first := save(t, l, Draft{Transcript: lighthouse()})
			d := Draft{Transcript: lighthouse()}
			test.change(&d)
			second := save(t, l, d)
			if (first == second) != test.same {
				t.Errorf("the first is story %d, the second %d", first, second)
			}
		})
	}
}

func TestTheSameWordsWithOtherAudioAreAnotherStory(t *testing.T) {
	words := transcript.Transcript{Turns: lighthouse().Turns[1:2]}
	words.Turns = append(words.Turns, transcript.Turn{Text: "One poem, read twice."})
	for _, test := range []struct {
		name          string
		first, second string // audio
		same          bool
	}{
		{"both without", "", "", true},
		{"audio comes", "", "a", true},
		{"audio is left out", "a", "", true},
		{"the same audio", "a", "a", true},
		{"other audio", "a", "b", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			l := openLibrary(t)
			var ids [2]int64
			for i, content := range []string{test.first, test.second} {
				d := Draft{Transcript: words}
				d.Transcript.URL = []string{"https://example.org/1", "https://example.org/2"}[i]
				if content != "" {
					d.AudioPath, _ = audioFile(t, content)
				}
				ids[i] = save(t, l, d)
			}
			if (ids[0] == ids[1]) != test.same {
				t.Errorf("the stories are %v", ids)
			}
		})
	}
}

func TestFilesWithoutATitleOfTheirOwnAreToldByTheirPlace(t *testing.T) {
	l := openLibrary(t)
	draft := func(origin, text string) Draft {
		return Draft{Origin: origin, Name: "transcript", Transcript: transcript.Transcript{
			Turns: []transcript.Turn{{Text: text}},
		}}
	}
	first := save(t, l, draft("/a/transcript.txt", "One story."))
	if other := save(t, l, draft("/b/transcript.txt", "Another story.")); other == first {
		t.Error("a file in another folder took the place of the first")
	}
	if again := save(t, l, draft("/a/transcript.txt", "One story, corrected.")); again != first {
		t.Error("the corrected file made another story")
	}
}

func TestAnUpdateKeepsWhatBelongsToTheReader(t *testing.T) {
	l := openLibrary(t)
	id := save(t, l, Draft{Transcript: lighthouse()})
	if err := l.SavePlace(t.Context(), id, 30*time.Second); err != nil {
		t.Fatal(err)
	}
	before := read(t, l, id).Summary
	changed := lighthouse()
	changed.Turns = changed.Turns[:1]
	changed.Title = "A new title"
	save(t, l, Draft{Transcript: changed})
	after := read(t, l, id)
	if after.Place != 30*time.Second || !after.Added.Equal(before.Added) || !after.LastRead.Equal(before.LastRead) {
		t.Errorf("before: %+v\nafter: %+v", before, after.Summary)
	}
	if after.Title != "A new title" || len(after.Transcript.Turns) != 1 {
		t.Errorf("it was not updated: %+v", after.Transcript)
	}
}

func TestWhatAnUpdateDoesToAudioAndAlignment(t *testing.T) {
	other := lighthouse()
	other.Turns[0].Text = "The lamp on Gull Rock burned for a hundred years. Tonight it goes out."
	longer := lighthouse()
	longer.Audio.Duration = 2 * time.Minute
	renamed := lighthouse()
	renamed.Speakers[1].Role = "keeper"
	byHand := timed(lighthouse())
	byHand.Method = "by hand"
	for _, test := range []struct {
		name    string
		update  Draft
		audio   string // given with the update
		kept    string // the audio afterwards
		aligned string
	}{
		{"the same again, without audio", Draft{Transcript: lighthouse()}, "", "first", "acoustic"},
		{"another role for a speaker", Draft{Transcript: renamed}, "", "first", "acoustic"},
		{"other words", Draft{Transcript: other}, "", "first", ""},
		{"other words, with times", Draft{Transcript: other, Alignment: timed(other)}, "", "first", "acoustic"},
		{"new times", Draft{Transcript: lighthouse(), Alignment: byHand}, "", "first", "by hand"},
		{"new audio of the same length", Draft{Transcript: lighthouse()}, "second", "second", "acoustic"},
		{"new audio of another length", Draft{Transcript: longer}, "second", "second", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			l := openLibrary(t)
			path, _ := audioFile(t, "first")
			id := save(t, l, Draft{Transcript: lighthouse(), Alignment: timed(lighthouse()), AudioPath: path})
			if test.audio != "" {
				test.update.AudioPath, _ = audioFile(t, test.audio)
			}
			save(t, l, test.update)
			got := read(t, l, id)
			if content := string(mustRead(t, l.AudioPath(got.Summary))); content != test.kept {
				t.Errorf("audio = %q, want %q", content, test.kept)
			}
			if got.Aligned != test.aligned || (len(got.Alignment.Turns) > 0) != (test.aligned != "") {
				t.Errorf("aligned %q with %d turns, want %q", got.Aligned, len(got.Alignment.Turns), test.aligned)
			}
			if n := len(mediaFiles(t, l)); n != 1 {
				t.Errorf("%d media files, want 1", n)
			}
			checkSound(t, l)
		})
	}
}

func TestAnUpdateThatSaysLessKeepsWhatWasKnown(t *testing.T) {
	l := openLibrary(t)
	id := save(t, l, Draft{Transcript: lighthouse()})
	save(t, l, Draft{Name: "keeper", Transcript: transcript.Transcript{Speakers: lighthouse().Speakers, Turns: lighthouse().Turns}})
	if got := read(t, l, id).Transcript; !reflect.DeepEqual(got, lighthouse()) {
		t.Errorf("transcript = %+v", got)
	}
}

func TestATranscriptWithoutASpeakersNameIsNoReasonToLoseTimes(t *testing.T) {
	l := openLibrary(t)
	words := transcript.Transcript{Title: "Alone", Turns: []transcript.Turn{{Text: "Nobody is named here."}}}
	id := save(t, l, Draft{Transcript: words, Alignment: timed(words)})
	if got := read(t, l, id).Alignment; len(got.Turns) != 1 || len(got.Turns[0].Words) != 4 {
		t.Errorf("alignment = %v", got)
	}
}
