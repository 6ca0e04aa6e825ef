package store

import (
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"alongside/sync/transcript"
)

const (
	soundURL   = "https://example.org/sound.mp3"
	soundBytes = 1 << 20
)

// withSound saves a story whose sound, of soundBytes, was downloaded, and which was read so long ago.
func withSound(t *testing.T, l *Library, n int, ago time.Duration) int64 {
	t.Helper()
	path, _ := audioFile(t, sound(n))
	d := Draft{Transcript: numbered(n, 3), Alignment: timed(numbered(n, 3)), AudioPath: path, AudioURL: soundURL}
	d.Transcript.Audio.Duration = time.Minute
	id := save(t, l, d)
	if err := l.SavePlace(t.Context(), id, time.Second); err != nil {
		t.Fatal(err)
	}
	then := time.Now().Add(-ago).UnixMilli()
	if _, err := l.writer.Exec("UPDATE places SET read = ? WHERE story = ?", then, id); err != nil {
		t.Fatal(err)
	}
	if _, err := l.writer.Exec("UPDATE stories SET added = ? WHERE id = ?", then, id); err != nil {
		t.Fatal(err)
	}
	return id
}

func sound(n int) string { return strings.Repeat(string(rune('a'+n)), soundBytes) }

func whole(t *testing.T, l *Library) int64 {
	t.Helper()
	u, err := l.Usage(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return u.Whole()
}

func TestWhatWasLeastRecentlyReadIsLetGoFirst(t *testing.T) {
	l := openLibrary(t)
	recent := withSound(t, l, 1, time.Hour)
	oldest := withSound(t, l, 2, 9*time.Hour)
	older := withSound(t, l, 3, 5*time.Hour)
	gone, err := l.LetGo(t.Context(), whole(t, l)-soundBytes-1)
	if err != nil {
		t.Fatal(err)
	}
	if len(gone.Stories) != 2 || gone.Stories[0].ID != oldest || gone.Stories[1].ID != older || gone.Bytes != 2*soundBytes {
		t.Errorf("let go: %+v", gone)
	}
	for id, want := range map[int64]bool{recent: false, oldest: true, older: true} {
		if s := read(t, l, id); s.LetGo != want || s.HasAudio == want {
			t.Errorf("story %d: let go %v, sound %v", id, s.LetGo, s.HasAudio)
		}
	}
	if n := len(mediaFiles(t, l)); n != 1 {
		t.Errorf("%d files are left", n)
	}
}

func TestWhatIsNeverLetGo(t *testing.T) {
	for _, test := range []struct {
		name  string
		spare func(t *testing.T, l *Library, id int64) (reading []int64)
	}{
		{"a story with a bookmark", func(t *testing.T, l *Library, id int64) []int64 {
			_, err := l.AddMark(t.Context(), Mark{Story: id, Kind: Bookmark, Span: transcript.Span{End: 1}})
			if err != nil {
				t.Fatal(err)
			}
			return nil
		}},
		{"a story that is kept", func(t *testing.T, l *Library, id int64) []int64 {
			if err := l.Keep(t.Context(), id); err != nil {
				t.Fatal(err)
			}
			return nil
		}},
		{"a story that is being read", func(_ *testing.T, _ *Library, id int64) []int64 { return []int64{id} }},
		{"a story that is being saved", func(t *testing.T, l *Library, id int64) []int64 {
			if _, err := l.AddJob(t.Context(), Job{Story: id, Step: "aligning"}); err != nil {
				t.Fatal(err)
			}
			return nil
		}},
		{"sound from a file of one's own", func(t *testing.T, l *Library, id int64) []int64 {
			path, _ := audioFile(t, sound(7))
			if err := l.SaveAudio(t.Context(), id, path, time.Minute); err != nil {
				t.Fatal(err)
			}
			return nil
		}},
		{"sound that a kept story has, too", func(t *testing.T, l *Library, _ int64) []int64 {
			path, _ := audioFile(t, sound(1))
			other := save(t, l, Draft{Transcript: numbered(5, 5), AudioPath: path, AudioURL: soundURL})
			if err := l.Keep(t.Context(), other); err != nil {
				t.Fatal(err)
			}
			return nil
		}},
		{"a story that was removed and can be restored", func(t *testing.T, l *Library, id int64) []int64 {
			remove(t, l, id)
			return nil
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			l := openLibrary(t)
			reading := test.spare(t, l, withSound(t, l, 1, time.Hour))
			before := mediaFiles(t, l)
			gone, err := l.LetGo(t.Context(), 1, reading...)
			if !errors.Is(err, ErrTooLarge) || gone.Over <= 0 {
				t.Errorf("error = %v, over by %d", err, gone.Over)
			}
			if after := mediaFiles(t, l); !reflect.DeepEqual(after, before) || len(gone.Stories) > 0 {
				t.Errorf("let go: %+v", gone)
			}
		})
	}
}

func TestSoundThatComesBackFindsItsTimes(t *testing.T) {
	for _, test := range []struct {
		name    string
		content string
		length  time.Duration
		aligned bool
	}{
		{"the same", sound(1), time.Minute, true},
		{"other sound of the same length", "other", time.Minute, true},
		{"other sound of another length", "other", 2 * time.Minute, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			l := openLibrary(t)
			id := withSound(t, l, 1, time.Hour)
			before := read(t, l, id)
			if _, err := l.LetGo(t.Context(), whole(t, l)-1); err != nil {
				t.Fatal(err)
			}
			silent := read(t, l, id)
			if !reflect.DeepEqual(silent.Alignment, before.Alignment) || silent.Place != before.Place ||
				silent.Duration != before.Duration || silent.DownloadURL != soundURL {
				t.Errorf("without its sound it is %+v", silent)
			}
			path, _ := audioFile(t, test.content)
			if err := l.SaveDownload(t.Context(), id, path, test.length, soundURL); err != nil {
				t.Fatal(err)
			}
			after := read(t, l, id)
			if after.LetGo || !after.HasAudio || after.Aligned != "" != test.aligned {
				t.Errorf("let go %v, sound %v, aligned %q", after.LetGo, after.HasAudio, after.Aligned)
			}
		})
	}
}

func TestNothingIsLetGoWhereThereIsRoom(t *testing.T) {
	l := openLibrary(t)
	withSound(t, l, 1, time.Hour)
	if gone, err := l.LetGo(t.Context(), whole(t, l)); err != nil || len(gone.Stories) > 0 || gone.Over != 0 {
		t.Errorf("let go: %+v, %v", gone, err)
	}
}

func TestUsageCountsAFileOnce(t *testing.T) {
	l := openLibrary(t)
	book := save(t, l, bookDraft(t))
	path, _ := audioFile(t, "the first chapter's sound")
	other := save(t, l, Draft{Transcript: numbered(1, 3), AudioPath: path})
	u, err := l.Usage(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	const first, second, picture = int64(len("the first chapter's sound")), int64(len("the second chapter's sound")), int64(len("a picture"))
	if u.Media != first+second+picture {
		t.Errorf("media take %d", u.Media)
	}
	if u.Database < sizeOf(l.path(databaseName)) || u.Free == 0 {
		t.Errorf("database %d, free %d", u.Database, u.Free)
	}
	want := map[int64]StoryUsage{
		book:  {Sound: first + second, Picture: picture, Shared: first},
		other: {Sound: first, Shared: first},
	}
	for _, s := range u.Stories {
		w := want[s.ID]
		if s.Sound != w.Sound || s.Picture != w.Picture || s.Shared != w.Shared || s.Text == 0 {
			t.Errorf("%+v, want %+v", s, w)
		}
	}
}

func TestUsageCountsWhatIsBeingDownloaded(t *testing.T) {
	l := openLibrary(t)
	id, err := l.AddJob(t.Context(), Job{Step: "fetching"})
	if err != nil {
		t.Fatal(err)
	}
	claim, err := l.ClaimJob(id)
	if err != nil {
		t.Fatal(err)
	}
	defer claim.Release()
	if err := os.WriteFile(claim.Dir+"/sound.mp3", make([]byte, 1234), 0o600); err != nil {
		t.Fatal(err)
	}
	if u, err := l.Usage(t.Context()); err != nil || u.Downloads != 1234 {
		t.Errorf("downloads take %d, %v", u.Downloads, err)
	}
}

func TestTheBoundIsRemembered(t *testing.T) {
	l := openLibrary(t)
	if most, err := l.Most(t.Context()); most != 0 || err != nil {
		t.Errorf("at first %d, %v", most, err)
	}
	if err := l.SetMost(t.Context(), 5e9); err != nil {
		t.Fatal(err)
	}
	if most, err := l.Most(t.Context()); most != 5e9 || err != nil {
		t.Errorf("then %d, %v", most, err)
	}
}
