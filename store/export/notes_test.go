package export

import (
	"encoding/csv"
	"errors"
	"io"
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
