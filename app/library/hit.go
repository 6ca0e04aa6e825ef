package library

import (
	"alongside/store"
	"alongside/sync/transcript"
)

// A Hit is a story that a search found: which, where in it, and the stretch of text that answers.
type Hit struct {
	StoryID int64
	Turn    int // the turn that answers, -1 where only the title or the people do
	Title   string
	Text    string            // the stretch, cut at its ends where it is long
	Marks   []transcript.Span // what was searched for, within Text, in order
}

// HitOf is how a hit in the library is shown.
func HitOf(h store.Hit) Hit {
	return Hit{StoryID: h.ID, Turn: h.Turn, Title: titleOf(h.Summary), Text: h.Snippet, Marks: h.Marks}
}
