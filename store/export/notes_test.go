package export

import (
	"encoding/csv"
	"errors"
	"io"
	"iter"
	"strings"
	"testing"
	"time"

	"alongside/store"
	"alongside/sync/transcript"
)

// withMarks gives a story a mark of each kind, on the first words of its first turn.
func withMarks(s Story) Story {
	words := s.Transcript.Turns[0].Words()
	for i, kind := range []store.MarkKind{store.Bookmark, store.Highlight, store.Note, store.Word} {
		m := store.Mark{Kind: kind, Span: words[i], Quote: words[i].In(s.Transcript.Turns[0].Text), Made: time.Unix(0, 0)}
		if kind == store.Note {
			m.Note = "=1+1, *not* a sum\nand more"
		}
		s.Marks = append(s.Marks, m)
	}
	return s
}

func TestNotesNeedMarks(t *testing.T) {
	for _, f := range Formats() {
		if err := f.Write(t.Context(), io.Discard, ferry(), Options{}); f.NeedsMarks != errors.Is(err, ErrNoMarks) {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
}

func TestNotesAreATable(t *testing.T) {
	data := written(t, "notes-csv", withMarks(ferry()), Options{})
	rows, err := csv.NewReader(strings.NewReader(string(data))).ReadAll()
	if err != nil || len(rows) != 5 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if word := rows[4]; word[0] != "Word" || word[1] != "leaves" || word[2] != "The last ferry leaves at nine." || word[5] != "Ida Holm" {
		t.Errorf("the word is written as %q", word)
	}
	if note := rows[3]; note[3] != "'=1+1, *not* a sum\nand more" {
		t.Errorf("a spreadsheet may compute %q", note[3])
	}
}

func TestNotesAsMarkdownAreOnlyText(t *testing.T) {
	text := string(written(t, "notes-md", withMarks(ferry()), Options{}))
	for _, want := range []string{"# The Last Ferry\n", "## Bookmark, Ida Holm\n\n> The\n", "\n\\=1+1, \\*not\\* a sum\nand more\n", "\nIn: The last ferry leaves at nine.\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %q in\n%s", want, text)
		}
	}
}

func TestNotesSayWhenTheirWordsAreHeard(t *testing.T) {
	s := fogBell(t)
	last := len(s.Transcript.Turns) - 1
	s.Marks = []store.Mark{{Kind: store.Bookmark, Turn: last, Span: transcript.Span{End: 3}, Quote: "x"}}
	want := clockOf(s.Alignment.Turns[last].Start)
	if text := string(written(t, "notes-md", s, Options{})); !strings.Contains(text, "## Bookmark, "+want) {
		t.Errorf("there is no %s in\n%s", want, text)
	}
}

func TestNotesOnWordsThatAreGoneSayItOf(t *testing.T) {
	s := ferry()
	s.Marks = []store.Mark{{Kind: store.Note, Turn: 99, Quote: "gone words", Note: "mine", Lost: true}}
	if text := string(written(t, "notes-md", s, Options{})); !strings.Contains(text, "> gone words\n\nThese words are no longer in the story.\n\nmine") {
		t.Errorf("it is\n%s", text)
	}
}

// several are some stories, one after the other.
func several(stories ...Story) iter.Seq2[Story, error] {
	return func(yield func(Story, error) bool) {
		for _, s := range stories {
			if !yield(s, nil) {
				return
			}
		}
	}
}

func TestNotesOfSeveralStoriesAreOneFile(t *testing.T) {
	other := withMarks(ferry())
	other.Transcript.Title = "The First Ferry"
	for name, once := range map[string]string{"notes-csv": "Kind,Words,", "notes-md": "# The First Ferry\n"} {
		format, err := Named(name)
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		if err := format.WriteAll(&b, several(withMarks(ferry()), other)); err != nil {
			t.Fatal(err)
		}
		if text := b.String(); strings.Count(text, once) != 1 || !strings.Contains(text, "The Last Ferry") || strings.Count(text, "Bookmark,") != 2 {
			t.Errorf("%s:\n%s", name, text)
		}
	}
	vtt, _ := Named("vtt")
	if err := vtt.WriteAll(io.Discard, several()); err == nil {
		t.Error("subtitles of several stories are written to one file")
	}
}
