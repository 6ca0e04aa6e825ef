package atspi

import (
	"slices"

	"alongside/app/access"
)

// inSight is what a window shows some of.
func inSight(s *access.Snapshot) map[access.ID]bool {
	seen := map[access.ID]bool{}
	for _, w := range s.Windows {
		lookBelow(s, w, nil, seen)
	}
	return seen
}

// lookBelow adds an element, and those below it, that are in sight. What is out of sight has nothing below it that is not.
func lookBelow(s *access.Snapshot, e *access.Element, around []access.Area, seen map[access.ID]bool) {
	area := s.Bounds(e)
	for _, a := range around {
		if !overlap(area, a) {
			return
		}
	}
	seen[e.ID] = true
	if len(e.Children) == 0 {
		return
	}
	around = append(around[:len(around):len(around)], area)
	for _, c := range e.Children {
		lookBelow(s, c, around, seen)
	}
}

func overlap(a, b access.Area) bool {
	return a.X < b.X+b.Width && b.X < a.X+a.Width && a.Y < b.Y+b.Height && b.Y < a.Y+a.Height
}

// bringsIntoSight reports whether other things may be in sight after an event.
func bringsIntoSight(e access.Event) bool {
	switch e.Kind {
	case access.Moved, access.Added, access.Removed, access.Revised:
		return true
	}
	return false
}

// sight tells what has come into sight and what has gone out of it. Of what is new or has gone, readers know anyway.
func (t *teller) sight(c access.Change) {
	if t.showing != nil && !slices.ContainsFunc(c.Events, bringsIntoSight) {
		return
	}
	now := inSight(c.Now)
	for id := range t.showing {
		if e := c.Now.Element(id); e != nil && !now[id] {
			t.state(e, "showing", 0)
		}
	}
	if t.showing != nil {
		for id := range now {
			if !t.showing[id] && c.Before.Element(id) != nil {
				t.state(c.Now.Element(id), "showing", 1)
			}
		}
	}
	t.showing = now
}
