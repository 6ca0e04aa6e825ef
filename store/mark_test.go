package store

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"alongside/sync/transcript"
)

// marked puts a mark on words of a story, which stand there once.
func marked(t testing.TB, l *Library, id int64, kind MarkKind, words, note string) Mark {
	t.Helper()
	for turn, of := range read(t, l, id).Transcript.Turns {
		if at := strings.Index(of.Text, words); at >= 0 {
			m, err := l.AddMark(t.Context(), Mark{
				Story: id, Kind: kind, Turn: turn, Span: transcript.Span{Start: at, End: at + len(words)}, Note: note,
			})
			if err != nil {
				t.Fatal(err)
			}
			return m
		}
	}
	t.Fatalf("%q is not in the story", words)
	return Mark{}
}

func marksOf(t testing.TB, l *Library, id int64) []Mark {
	t.Helper()
	marks, err := l.Marks(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return marks
}

func TestMarksAreGivenInTheOrderOfTheWords(t *testing.T) {
	l := openLibrary(t)
	id := save(t, l, Draft{Transcript: lighthouse()})
	last := marked(t, l, id, Note, "never dark", "Is that so?")
	first := marked(t, l, id, Bookmark, "Tonight it goes out.", "")
	got := marksOf(t, l, id)
	if len(got) != 2 || got[0].ID != first.ID || got[1].ID != last.ID {
		t.Fatalf("the marks are %+v", got)
	}
	if m := got[1]; m.Quote != "never dark" || m.Note != "Is that so?" || m.Turn != 2 || m.Lost || m.Made.IsZero() {
		t.Errorf("the note is %+v", m)
	}
}

func TestTheSameMarkIsMadeOnce(t *testing.T) {
	l := openLibrary(t)
	id := save(t, l, Draft{Transcript: lighthouse()})
	first := marked(t, l, id, Bookmark, "never dark", "")
	if again := marked(t, l, id, Bookmark, "never dark", ""); again.ID != first.ID || len(marksOf(t, l, id)) != 1 {
		t.Errorf("made again it is %+v, first it was %+v", again, first)
	}
}

func TestAMarkOnNoWordsIsRefused(t *testing.T) {
	l := openLibrary(t)
	id := save(t, l, Draft{Transcript: lighthouse()})
	for name, test := range map[string]struct {
		mark Mark
		want error
	}{
		"after the turn's end":    {Mark{Story: id, Kind: Word, Span: transcript.Span{Start: 1, End: 9999}}, ErrMisfit},
		"before its beginning":    {Mark{Story: id, Kind: Word, Span: transcript.Span{Start: -1, End: 2}}, ErrMisfit},
		"on nothing":              {Mark{Story: id, Kind: Word, Span: transcript.Span{Start: 3, End: 3}}, ErrMisfit},
		"in a turn that is not":   {Mark{Story: id, Kind: Word, Turn: 7, Span: transcript.Span{End: 3}}, ErrNotFound},
		"in a story that is not":  {Mark{Story: 99, Kind: Word, Span: transcript.Span{End: 3}}, ErrNotFound},
		"with a note of a book's": {Mark{Story: id, Kind: Note, Span: transcript.Span{End: 3}, Note: strings.Repeat("a", mostNote+1)}, ErrNoteTooLong},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := l.AddMark(t.Context(), test.mark); !errors.Is(err, test.want) {
				t.Errorf("got %v, want %v", err, test.want)
			}
		})
	}
}

func TestARemovedMarkIsBackOnceItIsAddedAgain(t *testing.T) {
	l := openLibrary(t)
	id := save(t, l, Draft{Transcript: lighthouse()})
	m := marked(t, l, id, Note, "never dark", "Is that so?")
	if err := l.RemoveMark(t.Context(), m.ID); err != nil {
		t.Fatal(err)
	}
	if n := len(marksOf(t, l, id)); n != 0 {
		t.Fatalf("%d marks are left", n)
	}
	if _, err := l.AddMark(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	if got := marksOf(t, l, id)[0]; got.Note != m.Note || !got.Made.Equal(m.Made.Truncate(time.Millisecond)) {
		t.Errorf("it is %+v, was %+v", got, m)
	}
}

func TestANoteThatIsNotThereCannotBeChanged(t *testing.T) {
	if err := openLibrary(t).SetNote(t.Context(), 3, "a"); !errors.Is(err, ErrNotFound) {
		t.Errorf("the error is %v", err)
	}
}

// Marks stay on their words, however the story is read the next time.
func TestMarksSurviveAnotherReading(t *testing.T) {
	for name, change := range map[string]func(*transcript.Transcript){
		"the same": func(*transcript.Transcript) {},
		"a turn before all": func(s *transcript.Transcript) {
			s.Turns = append([]transcript.Turn{{Kind: transcript.Note, Text: "[It was never dark, they say.]"}}, s.Turns...)
		},
		"words before it in its turn": func(s *transcript.Transcript) { s.Turns[2].Text = "Well, hello. " + s.Turns[2].Text },
		"other punctuation": func(s *transcript.Transcript) {
			s.Turns[2].Text = "I lit it every evening — and now I don’t. It was never dark!"
		},
		"turns divided otherwise": func(s *transcript.Transcript) {
			s.Turns = append(s.Turns[:2], transcript.Turn{Speaker: "Tomás Vela", Text: "I lit it every evening, and now I don't."},
				transcript.Turn{Speaker: "Tomás Vela", Text: "It was never dark."})
		},
		"the same words elsewhere": func(s *transcript.Transcript) {
			s.Turns = append(s.Turns, transcript.Turn{Speaker: "Ada Grün", Text: "He says that the sea was never dark in those years."})
			s.Turns[2].Text = "So. " + s.Turns[2].Text
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := openLibrary(t)
			id := save(t, l, Draft{Transcript: lighthouse()})
			marked(t, l, id, Note, "was never dark", "Is that so?")
			anew := lighthouse()
			change(&anew)
			if again := save(t, l, Draft{Transcript: anew}); again != id {
				t.Fatal("the story is another one now")
			}
			m := marksOf(t, l, id)[0]
			if m.Lost {
				t.Fatalf("it is lost: %+v", m)
			}
			text := anew.Turns[m.Turn].Text
			if got := m.Span.In(text); got != "was never dark" || !strings.HasSuffix(text[:m.Span.Start], "It ") {
				t.Errorf("it stands on %q in %q", got, text)
			}
		})
	}
}

func TestAMarkWhoseWordsAreGoneIsKeptAndFoundOnceTheyAreBack(t *testing.T) {
	l := openLibrary(t)
	id := save(t, l, Draft{Transcript: lighthouse()})
	marked(t, l, id, Note, "never dark", "Is that so?")
	other := lighthouse()
	other.Turns[2].Text = "Nothing to say."
	save(t, l, Draft{Transcript: other})
	if m := marksOf(t, l, id)[0]; !m.Lost || m.Quote != "never dark" || m.Note != "Is that so?" {
		t.Fatalf("without its words the mark is %+v", m)
	}
	save(t, l, Draft{Transcript: lighthouse()})
	if m := marksOf(t, l, id)[0]; m.Lost || m.Turn != 2 {
		t.Errorf("with them again it is %+v", m)
	}
}

func TestNotesAreFound(t *testing.T) {
	l := openLibrary(t)
	id := save(t, l, Draft{Transcript: lighthouse()})
	m := marked(t, l, id, Note, "never dark", "Ask the harbourmaster")
	for _, query := range []string{"harbourmaster", "ask harb", "h"} {
		found := hits(t, l, query)
		if len(found) != 1 {
			t.Fatalf("%q finds %d", query, len(found))
		}
	}
	hit := hits(t, l, "harbourmaster")[0]
	if !hit.InNote || hit.ID != id || hit.Turn != m.Turn || hit.Snippet != m.Note || len(hit.Marks) != 1 || hit.Marks[0].In(hit.Snippet) != "harbourmaster" {
		t.Errorf("the hit is %+v", hit)
	}
	if hit := hits(t, l, "century")[0]; hit.InNote {
		t.Errorf("what is said is taken for a note: %+v", hit)
	}
}

func TestNotesThatAreGoneAreNotFound(t *testing.T) {
	for name, change := range map[string]func(t *testing.T, l *Library, m Mark) error{
		"changed":          func(t *testing.T, l *Library, m Mark) error { return l.SetNote(t.Context(), m.ID, "Ask him") },
		"removed":          func(t *testing.T, l *Library, m Mark) error { return l.RemoveMark(t.Context(), m.ID) },
		"with their story": func(t *testing.T, l *Library, m Mark) error { return l.Remove(t.Context(), m.Story) },
		"with their story for good": func(t *testing.T, l *Library, m Mark) error {
			return errors.Join(l.Remove(t.Context(), m.Story), l.Purge(t.Context()))
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := openLibrary(t)
			id := save(t, l, Draft{Transcript: lighthouse()})
			if err := change(t, l, marked(t, l, id, Note, "never dark", "Ask the harbourmaster")); err != nil {
				t.Fatal(err)
			}
			if found := hits(t, l, "harbourmaster"); len(found) != 0 {
				t.Errorf("found %+v", found)
			}
			if report, err := l.Check(t.Context()); err != nil || !report.Sound() {
				t.Errorf("the library is not sound: %v, %v", report.Problems, err)
			}
		})
	}
}

func TestMarksComeBackFromABackup(t *testing.T) {
	l := openLibrary(t)
	id := save(t, l, Draft{Transcript: lighthouse()})
	marked(t, l, id, Note, "never dark", "Ask the harbourmaster")
	marked(t, l, id, Bookmark, "Tonight it goes out.", "")
	file := backUpTo(t, l)
	for name, prepare := range map[string]func(t *testing.T, to *Library){
		"into an empty library": func(*testing.T, *Library) {},
		"into one with other marks": func(t *testing.T, to *Library) {
			marked(t, to, save(t, to, Draft{Transcript: lighthouse()}), Highlight, "burned", "")
		},
		"where they are already": func(t *testing.T, to *Library) { restore(t, to, file) },
	} {
		t.Run(name, func(t *testing.T) {
			to := openLibrary(t)
			prepare(t, to)
			restore(t, to, file)
			want := map[string]string{"never dark": "Ask the harbourmaster", "Tonight it goes out.": ""}
			got := map[string]string{}
			for _, m := range marksOf(t, to, list(t, to)[0].ID) {
				if m.Kind != Highlight {
					got[m.Quote] = m.Note
				}
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("the marks are %v, want %v", got, want)
			}
			if n := len(hits(t, to, "harbourmaster")); n != 1 {
				t.Errorf("search finds %d", n)
			}
		})
	}
}

func TestAStrangersMarksAreNotTrusted(t *testing.T) {
	l := openLibrary(t)
	id := save(t, l, Draft{Transcript: lighthouse()})
	_, err := l.writer.ExecContext(t.Context(), `INSERT INTO marks (story, kind, turn, start, "end", quote, earlier, later, note, made)
		VALUES (?, 'note', 99, -5, 100000, 'evil', '', '', 'a note', 0)`, id)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.writer.ExecContext(t.Context(), "INSERT INTO written (written) VALUES ('rebuild')"); err != nil {
		t.Fatal(err)
	}
	to := openLibrary(t)
	restore(t, to, backUpTo(t, l))
	if m := marksOf(t, to, list(t, to)[0].ID)[0]; !m.Lost || m.Note != "a note" || m.Span.Start < 0 {
		t.Errorf("the mark is %+v", m)
	}
}
