package app

import (
	"slices"
	"strings"
	"time"

	"alongside/store"
	"alongside/sync"
	"alongside/sync/playback"
)

// asideGroup is a kind of aside in a reader's words.
type asideGroup int

const (
	pageNumbers asideGroup = iota
	notes
	tables // and whatever else stands aside
)

// groupOf tells an aside's group by its kind, as EPUB and DAISY name them.
func groupOf(kind string) asideGroup {
	switch kind = strings.ToLower(kind); {
	case kind == "pagebreak", kind == "pagenum", kind == "page-list":
		return pageNumbers
	case strings.Contains(kind, "note"), strings.HasPrefix(kind, "anno"):
		return notes
	}
	return tables
}

// skipped are the groups that are left out while playing. They are kept with the preferences.
type skipped struct {
	Pages  bool `json:"pages"`
	Notes  bool `json:"notes"`
	Tables bool `json:"tables"`
}

func (s skipped) has(g asideGroup) bool { return [...]bool{s.Pages, s.Notes, s.Tables}[g] }

// Where in the silences around an aside playing leaves it and comes back, and how long they may be at most.
const (
	asideBefore = 60 * time.Millisecond // a word may begin a little before its time
	asidePause  = 3 * time.Second       // what is longer is music or another sound, and is heard
)

// stretchesToSkip are the parts of a story's sound that are left out.
func stretchesToSkip(s store.Story, skip skipped) []playback.Stretch {
	var stretches []playback.Stretch
	for _, a := range s.Asides {
		if !skip.has(groupOf(a.Kind)) {
			continue
		}
		if stretch, ok := stretchOf(s, a); ok {
			stretches = append(stretches, stretch)
		}
	}
	return stretches
}

// stretchOf is the part of the sound in which an aside is spoken, with most of the silence after it: then what comes before
// it and what follows it are as far apart as if it were not there.
func stretchOf(s store.Story, a store.Aside) (playback.Stretch, bool) {
	turns := s.Alignment.Turns
	var stretch playback.Stretch
	for i := a.First; i <= a.Last && i < len(turns); i++ {
		if !turns[i].Known() {
			continue
		}
		if stretch.End == 0 {
			stretch.Start = turns[i].Start
		}
		stretch.Start, stretch.End = min(stretch.Start, turns[i].Start), max(stretch.End, turns[i].End)
	}
	if stretch.End == 0 {
		return stretch, false
	}
	start := stretch.Start
	for i := a.First - 1; i >= 0; i-- {
		if i < len(turns) && turns[i].Known() {
			stretch.Start = max(start-asideBefore, min(turns[i].End, start))
			break
		}
	}
	for i := a.Last + 1; i < len(turns); i++ {
		if turns[i].Known() {
			if pause := turns[i].Start - stretch.End; pause > 0 && pause < asidePause {
				stretch.End = max(stretch.End, turns[i].Start-asideBefore)
			}
			break
		}
	}
	return stretch, true
}

// leftOut reports whether a turn is skipped, seen from a position outside of it: the highlight, which is a little ahead of
// the sound before the turn and stays at it in the silence after it, is not to go there. It is called from the follower's
// goroutine.
func (r *reading) leftOut(t *sync.Timeline, turn int, position time.Duration) bool {
	stretches := r.sound.leftOut.Load()
	if turn < 0 || stretches == nil {
		return false
	}
	start, ok := t.Start(sync.Place{Turn: turn, Sentence: -1, Word: -1})
	return ok && slices.ContainsFunc(*stretches, func(s playback.Stretch) bool {
		return (position < s.Start || position >= s.End) && s.Start <= start && start < s.End
	})
}

// setSkip changes what is left out.
func (w *window) setSkip(change func(*skipped)) {
	change(&w.chosen.Skip)
	w.keepPreferences()
	if w.reading != nil {
		w.applyPlan(w.reading)
	}
}

func (w *window) toggleSkipPages()  { w.setSkip(func(s *skipped) { s.Pages = !s.Pages }) }
func (w *window) toggleSkipNotes()  { w.setSkip(func(s *skipped) { s.Notes = !s.Notes }) }
func (w *window) toggleSkipTables() { w.setSkip(func(s *skipped) { s.Tables = !s.Tables }) }

// leaveAside goes to what follows the innermost aside that one is in.
func (w *window) leaveAside() {
	r := w.reading
	if r == nil {
		return
	}
	turn := r.turnNow()
	last := -1
	for _, a := range r.story.Asides {
		if a.First <= turn && turn <= a.Last && (last < 0 || a.Last < last) {
			last = a.Last
		}
	}
	if last < 0 {
		return
	}
	for i := last + 1; i < len(r.story.Transcript.Turns); i++ {
		if at, ok := r.timeline.Start(sync.Place{Turn: i, Sentence: -1, Word: -1}); ok {
			w.seek(at)
			return
		}
	}
}

// isSkipped reports whether a turn lies in an aside that is left out.
func (w *window) isSkipped(r *reading, turn int) bool {
	return slices.ContainsFunc(r.story.Asides, func(a store.Aside) bool {
		return a.First <= turn && turn <= a.Last && w.chosen.Skip.has(groupOf(a.Kind))
	})
}
