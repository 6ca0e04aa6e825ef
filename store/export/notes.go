package export

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"

	"alongside/store"
	"alongside/sync/transcript"
)

// A noted is a mark as it is written for people.
type noted struct {
	kind     string
	at       string // when the words are heard, "" where that is not known
	speaker  string
	words    string
	sentence string // of a word to learn, the sentence that it stands in
	note     string
	made     time.Time
	lost     bool
}

// KindName is what a kind of mark is called.
func KindName(kind store.MarkKind) string {
	switch kind {
	case store.Bookmark:
		return "Bookmark"
	case store.Highlight:
		return "Highlight"
	case store.Word:
		return "Word"
	}
	return "Note"
}

// notes are the story's marks, in the order of its words.
func (s Story) notes() []noted {
	all := make([]noted, len(s.Marks))
	for i, m := range s.Marks {
		all[i] = noted{kind: KindName(m.Kind), words: lines(m.Quote), note: lines(m.Note), made: m.Made, lost: m.Lost}
		if m.Lost || m.Turn < 0 || m.Turn >= len(s.Transcript.Turns) {
			continue
		}
		turn := s.Transcript.Turns[m.Turn]
		all[i].speaker = plain(turn.Speaker)
		if m.Kind == store.Word {
			all[i].sentence = plain(SentenceOf(turn, m.Span))
		}
		if at, ok := s.heardAt(m); ok {
			all[i].at = clockOf(at)
		}
	}
	return all
}

// SentenceOf is the sentence of a turn in which some words begin; the whole turn where it is not divided.
func SentenceOf(turn transcript.Turn, span transcript.Span) string {
	for _, sentence := range turn.Sentences() {
		if span.Start < sentence.End {
			return strings.TrimSpace(sentence.In(turn.Text))
		}
	}
	return strings.TrimSpace(turn.Text)
}

// heardAt is when marked words begin to be heard: by the time of their word, else of their sentence, else of their turn.
func (s Story) heardAt(m store.Mark) (time.Duration, bool) {
	if m.Turn >= len(s.Alignment.Turns) {
		return 0, false
	}
	turn, timed := s.Transcript.Turns[m.Turn], s.Alignment.Turns[m.Turn]
	sentences, words := turn.Spans()
	for i, word := range words {
		if word.End > m.Span.Start && i < len(timed.Words) {
			if timed.Words[i].Known() {
				return timed.Words[i].Start, true
			}
			break
		}
	}
	for i, sentence := range sentences {
		if sentence.End > m.Span.Start && i < len(timed.Sentences) {
			if timed.Sentences[i].Known() {
				return timed.Sentences[i].Start, true
			}
			break
		}
	}
	return timed.Start, timed.Known()
}

func clockOf(at time.Duration) string {
	seconds := int(at.Seconds())
	return fmt.Sprintf("%d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
}

// lines is text of several lines without what no text should have in it.
func lines(text string) string {
	var all []string
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\r", ""), "\n") {
		all = append(all, plain(line))
	}
	return strings.TrimSpace(strings.Join(all, "\n"))
}

// one is a story as several.
func one(s Story) iter.Seq2[Story, error] {
	return func(yield func(Story, error) bool) { yield(s, nil) }
}

// writeNotesMarkdown writes the marks as a text that any editor opens and most show well.
func writeNotesMarkdown(_ context.Context, w io.Writer, s Story, _ Options) error {
	return writeAllMarkdown(w, one(s))
}

func writeAllMarkdown(w io.Writer, stories iter.Seq2[Story, error]) error {
	between := ""
	for s, err := range stories {
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, between+s.notesMarkdown()); err != nil {
			return err
		}
		between = "\n"
	}
	return nil
}

func (s Story) notesMarkdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n", markdown(s.title()))
	for _, line := range []string{strings.Join(s.Transcript.Authors, ", "), s.Transcript.Source, s.Transcript.Published, s.Transcript.URL} {
		if line = plain(line); line != "" {
			fmt.Fprintf(&b, "\n%s\n", markdown(line))
		}
	}
	for _, n := range s.notes() {
		fmt.Fprintf(&b, "\n## %s\n", strings.Join(nonEmpty(n.kind, n.at, markdown(n.speaker)), ", "))
		fmt.Fprintf(&b, "\n> %s\n", strings.ReplaceAll(markdown(n.words), "\n", "\n> "))
		if n.sentence != "" {
			fmt.Fprintf(&b, "\nIn: %s\n", markdown(n.sentence))
		}
		if n.lost {
			b.WriteString("\nThese words are no longer in the story.\n")
		}
		if n.note != "" {
			fmt.Fprintf(&b, "\n%s\n", markdown(n.note))
		}
	}
	return b.String()
}

func nonEmpty(all ...string) (some []string) {
	for _, text := range all {
		if text != "" {
			some = append(some, text)
		}
	}
	return some
}

// markdown keeps text from being taken for anything but text.
func markdown(text string) string {
	var b strings.Builder
	for i, r := range text {
		atStart := i == 0 || text[i-1] == '\n'
		if strings.ContainsRune("\\`*_[]<>#|~&", r) || atStart && strings.ContainsRune("-+=", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// writeNotesCSV writes the marks as a table, such as programs for vocabulary cards read.
func writeNotesCSV(_ context.Context, w io.Writer, s Story, _ Options) error {
	return writeAllCSV(w, one(s))
}

func writeAllCSV(w io.Writer, stories iter.Seq2[Story, error]) error {
	table := csv.NewWriter(w)
	table.UseCRLF = true // as the standard has it, RFC 4180
	if err := table.Write([]string{"Kind", "Words", "Sentence", "Note", "Time", "Speaker", "Story", "Made"}); err != nil {
		return err
	}
	for s, err := range stories {
		if err != nil {
			return err
		}
		if err := s.writeRows(table); err != nil {
			return err
		}
	}
	table.Flush()
	return table.Error()
}

func (s Story) writeRows(table *csv.Writer) error {
	for _, n := range s.notes() {
		row := []string{n.kind, n.words, n.sentence, n.note, n.at, n.speaker, s.title(), n.made.UTC().Format(time.RFC3339)}
		for i := range row {
			row[i] = cell(row[i])
		}
		if err := table.Write(row); err != nil {
			return err
		}
	}
	return nil
}

// cell keeps a spreadsheet from computing what a story, which may be a stranger's, begins with such a sign.
func cell(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t", rune(text[0])) {
		return "'" + text
	}
	return text
}
