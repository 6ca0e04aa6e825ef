package atspi

import (
	"time"

	"alongside/app/access"
	"alongside/app/access/atspi/offset"
)

// editableFace is a text that can be written.
type editableFace struct {
	u subject
	t *access.Text
}

func (editableFace) properties() map[string]any { return map[string]any{} }

// SetTextContents writes all of the text.
func (f editableFace) SetTextContents(content string) bool {
	return f.edit(func(string) string { return content })
}

// InsertText puts some code points of a text into this one.
func (f editableFace) InsertText(at int32, insert string, length int32) bool {
	_, end := offset.Range(insert, 0, length)
	return f.edit(func(content string) string {
		i := offset.ToByte(content, at)
		return content[:i] + insert[:end] + content[i:]
	})
}

// DeleteText takes a stretch out.
func (f editableFace) DeleteText(start, end int32) bool {
	return f.edit(func(content string) string {
		from, to := offset.Range(content, start, end)
		return content[:from] + content[to:]
	})
}

// edit has the text written. It answers when the tree has seen what was written, or soon after: who writes letter by letter
// would otherwise write the second into a text without the first.
func (f editableFace) edit(change func(string) string) bool {
	if f.u.e.States.Has(access.Disabled) || f.u.e.Role == access.Password && f.t.Content != "" {
		return false
	}
	tree, seen := f.u.b.tree, make(chan struct{})
	tree.Do(func() { f.t.Replace(change(f.t.Content)) })
	// The look at what was written is waiting by the time that the second of these runs; the third comes after it.
	tree.Do(func() { tree.Do(func() { close(seen) }) })
	select {
	case <-seen:
	case <-time.After(patience):
	}
	return true
}
