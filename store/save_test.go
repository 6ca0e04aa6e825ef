package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	stdsync "sync"
	"testing"
	"time"

	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// mediaFiles lists the names in the media folder, those of files being written, too.
func mediaFiles(t *testing.T, l *Library) []string {
	t.Helper()
	var names []string
	for _, dir := range []string{l.path(mediaName), l.path(mediaName, incomingName)} {
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			if !entry.IsDir() {
				names = append(names, entry.Name())
			}
		}
	}
	return names
}

func TestASavedStoryComesBackAsItWas(t *testing.T) {
	l := openLibrary(t)
	id := save(t, l, Draft{Transcript: lighthouse(), Alignment: timed(lighthouse())})
	got := read(t, l, id)
	if !reflect.DeepEqual(got.Transcript, lighthouse()) {
		t.Errorf("transcript = %+v\nwant %+v", got.Transcript, lighthouse())
	}
	if !reflect.DeepEqual(got.Alignment, timed(lighthouse())) {
		t.Errorf("alignment = %+v\nwant %+v", got.Alignment, timed(lighthouse()))
	}
}

func TestASummaryTellsOfItsStory(t *testing.T) {
	l := openLibrary(t)
	path, hash := audioFile(t, "waves")
	before := time.Now().Add(-time.Millisecond)
	id := save(t, l, Draft{Transcript: lighthouse(), Alignment: timed(lighthouse()), AudioPath: path, Origin: "/tmp/keeper.html"})
	got := list(t, l)
	if len(got) != 1 {
		t.Fatalf("%d stories", len(got))
	}
	if got[0].Added.Before(before) || !got[0].Updated.Equal(got[0].Added) {
		t.Errorf("added %v, updated %v", got[0].Added, got[0].Updated)
	}
	got[0].Added, got[0].Updated = time.Time{}, time.Time{}
	want := Summary{
		ID: id, Title: "The Keeper's Last Night", Source: "Harbour Radio", Authors: []string{"Ada Grün"},
		URL: "https://example.org/2024/keeper", Origin: "/tmp/keeper.html", Published: "2024-03-01", Language: "en",
		Duration: 90 * time.Second, Speakers: 2, Turns: 4, Words: 26,
		HasAudio: true, Audio: hash + ".mp3", Aligned: "acoustic",
	}
	if !reflect.DeepEqual(got[0], want) {
		t.Errorf("got  %+v\nwant %+v", got[0], want)
	}
}

func TestTheListBeginsWithWhatWasReadOrAddedLast(t *testing.T) {
	l := openLibrary(t)
	var ids []int64
	for n := range 3 {
		ids = append(ids, save(t, l, Draft{Transcript: numbered(n, 1)}))
		time.Sleep(2 * time.Millisecond)
	}
	if err := l.SavePlace(t.Context(), ids[1], time.Second); err != nil {
		t.Fatal(err)
	}
	var got []int64
	for _, s := range list(t, l) {
		got = append(got, s.ID)
	}
	if want := []int64{ids[1], ids[2], ids[0]}; !reflect.DeepEqual(got, want) {
		t.Errorf("order = %v, want %v", got, want)
	}
}

func TestAStoryThatCannotBeSavedLeavesNothing(t *testing.T) {
	misfit := timed(lighthouse())
	misfit.Turns = misfit.Turns[1:]
	stranger := lighthouse()
	stranger.Turns[0].Speaker = "Nobody"
	dir := t.TempDir()
	empty := filepath.Join(dir, "empty.mp3")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	audio, _ := audioFile(t, "waves")
	for _, test := range []struct {
		name  string
		draft Draft
		is    error
		says  string
	}{
		{"no turns", Draft{Transcript: transcript.Transcript{Title: "Empty"}}, ErrNoWords, "saving “Empty”: there is nothing in its transcript"},
		{"timings of another transcript", Draft{Transcript: lighthouse(), Alignment: misfit, AudioPath: audio}, ErrMisfit, "do not fit"},
		{"a speaker who is not listed", Draft{Transcript: stranger, AudioPath: audio}, nil, "“Nobody”"},
		{"no such audio file", Draft{Transcript: lighthouse(), AudioPath: filepath.Join(dir, "none.mp3")}, os.ErrNotExist, "none.mp3"},
		{"a folder for audio", Draft{Transcript: lighthouse(), AudioPath: dir}, nil, "not a file"},
		{"an empty audio file", Draft{Transcript: lighthouse(), AudioPath: empty}, nil, "empty"},
	} {
		t.Run(test.name, func(t *testing.T) {
			l := openLibrary(t)
			_, err := l.Save(t.Context(), test.draft)
			if err == nil || !strings.Contains(err.Error(), test.says) || test.is != nil && !errors.Is(err, test.is) {
				t.Errorf("error = %v", err)
			}
			if n := len(list(t, l)) + len(mediaFiles(t, l)); n != 0 {
				t.Errorf("it left %v and %v", list(t, l), mediaFiles(t, l))
			}
		})
	}
}

func TestACancelledSaveLeavesNothing(t *testing.T) {
	l := openLibrary(t)
	audio, _ := audioFile(t, strings.Repeat("waves ", 100_000))
	ctx, cancel := context.WithCancel(t.Context())
	_, err := l.Save(ctx, Draft{Transcript: lighthouse(), AudioPath: audio, Copied: func(done, total int64) {
		if done > total/2 {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v", err)
	}
	if n := len(list(t, l)) + len(mediaFiles(t, l)); n != 0 {
		t.Errorf("it left %v and %v", list(t, l), mediaFiles(t, l))
	}
}

func TestCopyingTellsHowFarItIs(t *testing.T) {
	l := openLibrary(t)
	audio, _ := audioFile(t, strings.Repeat("waves ", 100_000))
	var last, total int64
	save(t, l, Draft{Transcript: lighthouse(), AudioPath: audio, Copied: func(done, of int64) {
		if done < last {
			t.Errorf("went back from %d to %d", last, done)
		}
		last, total = done, of
	}})
	if last != 600_000 || total != 600_000 {
		t.Errorf("ended at %d of %d", last, total)
	}
}

func TestAudioIsKeptOnceUnderItsHash(t *testing.T) {
	l := openLibrary(t)
	path, hash := audioFile(t, "waves")
	for n := range 2 {
		save(t, l, Draft{Transcript: numbered(n, 2), AudioPath: path})
	}
	if got, want := mediaFiles(t, l), []string{hash + ".mp3"}; !reflect.DeepEqual(got, want) {
		t.Errorf("media = %v, want %v", got, want)
	}
}

func TestADamagedMediaFileIsReplacedByTheSameAudio(t *testing.T) {
	l := openLibrary(t)
	path, _ := audioFile(t, "waves")
	id := save(t, l, Draft{Transcript: lighthouse(), AudioPath: path})
	kept := l.AudioPath(read(t, l, id).Summary)
	if err := os.WriteFile(kept, []byte("wa"), 0o600); err != nil {
		t.Fatal(err)
	}
	save(t, l, Draft{Transcript: lighthouse(), AudioPath: path})
	if !sameFile(t, kept, []byte("waves")) {
		t.Error("the damaged file is still there")
	}
}

func TestSaveAlignment(t *testing.T) {
	l := openLibrary(t)
	id := save(t, l, Draft{Transcript: lighthouse()})
	t.Run("sets it", func(t *testing.T) {
		if err := l.SaveAlignment(t.Context(), id, timed(lighthouse())); err != nil {
			t.Fatal(err)
		}
		if got := read(t, l, id).Alignment; !reflect.DeepEqual(got, timed(lighthouse())) {
			t.Errorf("alignment = %v", got)
		}
	})
	t.Run("refuses one of another story", func(t *testing.T) {
		if err := l.SaveAlignment(t.Context(), id, timed(numbered(1, 9))); !errors.Is(err, ErrMisfit) {
			t.Errorf("error = %v", err)
		}
	})
	t.Run("takes it away", func(t *testing.T) {
		if err := l.SaveAlignment(t.Context(), id, timing.Alignment{}); err != nil {
			t.Fatal(err)
		}
		if got := read(t, l, id); got.Aligned != "" || got.Alignment.Turns != nil {
			t.Errorf("alignment = %v", got.Alignment)
		}
	})
	t.Run("of no story", func(t *testing.T) {
		if err := l.SaveAlignment(t.Context(), 99, timed(lighthouse())); !errors.Is(err, ErrNotFound) {
			t.Errorf("error = %v", err)
		}
	})
}

func TestSaveAudioGivesAStoryItsSound(t *testing.T) {
	l := openLibrary(t)
	id := save(t, l, Draft{Transcript: lighthouse(), Alignment: timed(lighthouse())})
	path, hash := audioFile(t, "waves")
	if err := l.SaveAudio(t.Context(), id, path, 95*time.Second); err != nil {
		t.Fatal(err)
	}
	got := read(t, l, id)
	if got.Audio != hash+".mp3" || got.Duration != 95*time.Second || got.Aligned != "acoustic" {
		t.Errorf("got %+v", got.Summary)
	}
	other, _ := audioFile(t, "other waves")
	if err := l.SaveAudio(t.Context(), id, other, 200*time.Second); err != nil {
		t.Fatal(err)
	}
	if got := read(t, l, id); got.Aligned != "" {
		t.Error("the times of audio of another length were kept")
	}
	if n := len(mediaFiles(t, l)); n != 1 {
		t.Errorf("%d media files", n)
	}
}

func TestManyAtOnce(t *testing.T) {
	dir := t.TempDir()
	libraries := []*Library{openIn(t, dir), openIn(t, dir)} // as two programs have it
	path, _ := audioFile(t, "waves")
	var wait stdsync.WaitGroup
	for n := range 24 {
		wait.Go(func() {
			l := libraries[n%2]
			id, err := l.Save(t.Context(), Draft{Transcript: numbered(n, 20), AudioPath: path})
			if err != nil {
				t.Error(err)
				return
			}
			if err := l.SavePlace(t.Context(), id, time.Second); err != nil {
				t.Error(err)
			}
			if _, err := l.Story(t.Context(), id); err != nil {
				t.Error(err)
			}
			if _, err := l.Search(t.Context(), fmt.Sprintf("story %d", n), 3); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if n := len(list(t, libraries[0])); n != 24 {
		t.Errorf("%d stories, want 24", n)
	}
	checkSound(t, libraries[1])
}
