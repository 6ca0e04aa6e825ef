package store

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"alongside/sync/transcript"
	"alongside/sync/transcript/parallel"
)

// leuchtturm is the lighthouse in another language, with one turn cut in two.
func leuchtturm() Companion {
	turn := func(who, text string, from, to time.Duration, joined bool) parallel.Turn {
		return parallel.Turn{Turn: transcript.Turn{Speaker: who, Text: text}, Start: from, End: to, Joined: joined}
	}
	return Companion{
		Title: "Die letzte Nacht des Wärters", Language: "de", Origin: "/tmp/leuchtturm.vtt", Added: time.UnixMilli(1_700_000_000_000),
		Turns: []parallel.Turn{
			turn("Ada", "Seit mehr als einem Jahrhundert war der Fels nie dunkel.", 0, 4*time.Second, false),
			turn("Ada", "Heute Nacht ist er es.", 4*time.Second, 6*time.Second, true),
			{Turn: transcript.Turn{Kind: transcript.Sound, Text: "(Wellen)"}},
		},
	}
}

func withCompanion(t *testing.T, l *Library) int64 {
	t.Helper()
	id := save(t, l, Draft{Transcript: lighthouse()})
	if err := l.SaveCompanion(t.Context(), id, leuchtturm()); err != nil {
		t.Fatal(err)
	}
	return id
}

func TestASecondTextComesBackAsItWasSaved(t *testing.T) {
	l := openLibrary(t)
	id := withCompanion(t, l)
	if got := read(t, l, id).Companion; !reflect.DeepEqual(got, leuchtturm()) {
		t.Errorf("it is %+v", got)
	}
}

func TestASecondTextIsReplacedAndTakenAway(t *testing.T) {
	l := openLibrary(t)
	id := withCompanion(t, l)
	other := leuchtturm()
	other.Language, other.Turns = "nl", other.Turns[:1]
	if err := l.SaveCompanion(t.Context(), id, other); err != nil {
		t.Fatal(err)
	}
	if got := read(t, l, id).Companion; got.Language != "nl" || len(got.Turns) != 1 {
		t.Errorf("after another was saved it is %+v", got)
	}
	if err := l.RemoveCompanion(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if got := read(t, l, id).Companion; len(got.Turns) > 0 || got.Language != "" {
		t.Errorf("after it was removed it is %+v", got)
	}
	if err := l.RemoveCompanion(t.Context(), id); !errors.Is(err, ErrNotFound) {
		t.Errorf("removing what is not there gives %v", err)
	}
}

func TestASecondTextIsRefusedWithoutAStoryOrWords(t *testing.T) {
	l := openLibrary(t)
	if err := l.SaveCompanion(t.Context(), 7, leuchtturm()); !errors.Is(err, ErrNotFound) {
		t.Errorf("without a story: %v", err)
	}
	id := save(t, l, Draft{Transcript: lighthouse()})
	if err := l.SaveCompanion(t.Context(), id, Companion{}); !errors.Is(err, ErrNoWords) {
		t.Errorf("without words: %v", err)
	}
}

func TestASecondTextStaysWhenItsStoryIsReadAnew(t *testing.T) {
	l := openLibrary(t)
	id := withCompanion(t, l)
	anew := lighthouse()
	anew.Turns = anew.Turns[:len(anew.Turns)-1]
	anew.URL = lighthouse().URL
	if again := save(t, l, Draft{Transcript: anew}); again != id {
		t.Fatalf("it is story %d and was %d", again, id)
	}
	if got := read(t, l, id).Companion; !reflect.DeepEqual(got, leuchtturm()) {
		t.Errorf("it is %+v", got)
	}
}

func TestASecondTextGoesWithItsStory(t *testing.T) {
	l := openLibrary(t)
	id := withCompanion(t, l)
	if err := l.Remove(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if err := l.Purge(t.Context()); err != nil {
		t.Fatal(err)
	}
	var left int
	if err := l.writer.QueryRow("SELECT (SELECT count(*) FROM companions) + (SELECT count(*) FROM companion_turns)").Scan(&left); err != nil || left > 0 {
		t.Errorf("%d rows are left, %v", left, err)
	}
}

func TestABackupHoldsASecondText(t *testing.T) {
	from := openLibrary(t)
	id := withCompanion(t, from)
	file := backUpTo(t, from)
	t.Run("a story that is not there comes with it", func(t *testing.T) {
		to := openLibrary(t)
		restore(t, to, file)
		if got := read(t, to, id).Companion; !reflect.DeepEqual(got, leuchtturm()) {
			t.Errorf("it is %+v", got)
		}
	})
	t.Run("a story without one gets it", func(t *testing.T) {
		to := openLibrary(t)
		id := save(t, to, Draft{Transcript: lighthouse()})
		restore(t, to, file)
		if got := read(t, to, id).Companion; !reflect.DeepEqual(got, leuchtturm()) {
			t.Errorf("it is %+v", got)
		}
	})
	t.Run("a story with another one keeps its own", func(t *testing.T) {
		to := openLibrary(t)
		id := withCompanion(t, to)
		own := leuchtturm()
		own.Language = "nl"
		if err := to.SaveCompanion(t.Context(), id, own); err != nil {
			t.Fatal(err)
		}
		restore(t, to, file)
		if got := read(t, to, id).Companion; got.Language != "nl" {
			t.Errorf("it is %+v", got)
		}
	})
}

func TestRecoveryKeepsASecondText(t *testing.T) {
	for _, test := range []struct {
		name, harm, language string
		turns                int
	}{
		{"nothing but the header", "", "de", 3},
		{"what it is called", "DELETE FROM companions", "", 3},
		{"some of its turns", "DELETE FROM companion_turns WHERE n = 1", "de", 2},
		{"all of its turns", "DELETE FROM companion_turns", "", 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			l := openLibrary(t)
			id := withCompanion(t, l)
			l.Close()
			if test.harm != "" {
				changeFile(t, l.Dir(), "PRAGMA foreign_keys = OFF", test.harm)
			}
			damageHeader(t, l.Dir())
			mended := openIn(t, l.Dir())
			if got := read(t, mended, id).Companion; got.Language != test.language || len(got.Turns) != test.turns {
				t.Errorf("it is %+v", got)
			}
			checkSound(t, mended)
		})
	}
}
