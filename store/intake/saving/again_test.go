package saving

import (
	"reflect"
	"strings"
	"testing"

	"alongside/store"
	"alongside/store/intake"
	"alongside/store/intake/web"
	"alongside/sync/transcript"
)

func TestSoundThatWasLetGoIsHadAgain(t *testing.T) {
	s := newSite(t)
	lib := openLibrary(t, t.TempDir())
	// What was once saved may lie in the person's own network only if they name it anew; here they do.
	q := New(t.Context(), lib, Options{Downloads: func(string) Downloader { return web.NewClient(s.URL) }})
	before := saved(t, lib, q, add(t, q, intake.Source{Location: s.URL + "/story"}))
	if gone, _ := lib.LetGo(t.Context(), 1); len(gone.Stories) != 1 {
		t.Fatalf("let go: %+v", gone)
	}
	job, err := q.GetSound(t.Context(), before.ID)
	if err != nil {
		t.Fatal(err)
	}
	after := saved(t, lib, q, job)
	if !after.HasAudio || after.LetGo || after.Audio != before.Audio {
		t.Errorf("sound %q, let go %v", after.Audio, after.LetGo)
	}
	if !reflect.DeepEqual(after.Alignment, before.Alignment) {
		t.Error("its times are others")
	}
}

func TestSoundFromNowhereCannotBeHadAgain(t *testing.T) {
	lib := openLibrary(t, t.TempDir())
	id, err := lib.Save(t.Context(), store.Draft{Transcript: transcript.Transcript{Title: "Bell", Turns: []transcript.Turn{{Text: "It rings."}}}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := newQueue(t, t.Context(), lib, nil).GetSound(t.Context(), id); err == nil || !strings.Contains(err.Error(), "add the story again") {
		t.Errorf("error = %v", err)
	}
}
