package atspi

import "alongside/app/access"

// The states, as the bus numbers them (atspi-constants.h).
const (
	stateActive         = 1
	stateBusy           = 3
	stateChecked        = 4
	stateCollapsed      = 5
	stateDefunct        = 6
	stateEditable       = 7
	stateEnabled        = 8
	stateExpandable     = 9
	stateExpanded       = 10
	stateFocusable      = 11
	stateFocused        = 12
	stateHorizontal     = 14
	stateModal          = 16
	stateMultiLine      = 17
	statePressed        = 20
	stateSelectable     = 22
	stateSelected       = 23
	stateSensitive      = 24
	stateShowing        = 25
	stateSingleLine     = 26
	stateVertical       = 29
	stateVisible        = 30
	stateInvalidEntry   = 36
	stateSelectableText = 38
	stateCheckable      = 41
	stateHasPopup       = 42
	stateReadOnly       = 43
)

// A stateSet is a set of the bus's states.
type stateSet [2]uint32

func (s *stateSet) add(state int)     { s[state/32] |= 1 << (state % 32) }
func (s stateSet) has(state int) bool { return s[state/32]&(1<<(state%32)) != 0 }

// addIf adds some states if the element has one of the tree's.
func (s *stateSet) addIf(is bool, states ...int) {
	if is {
		for _, state := range states {
			s.add(state)
		}
	}
}

// statesOf are the bus's states of an element.
func statesOf(s *access.Snapshot, e *access.Element) stateSet {
	states := s.States(e)
	if e.Role == access.ListItem && isCurrent(s, e) {
		states |= access.Selectable | access.Selected
	}
	set := plainStates(e, states)
	set.addIf(states.Has(access.Focused), stateFocused)
	set.addIf(states.Has(access.Showing), stateShowing)
	set.addIf(states.Has(access.Active), stateActive)
	return set
}

// isCurrent reports whether an element is the current part of what it lies in.
func isCurrent(s *access.Snapshot, e *access.Element) bool {
	owner := s.Parent(e)
	return owner != nil && s.Current(owner) == e
}

// plainStates are the states that follow from the element alone.
func plainStates(e *access.Element, states access.States) stateSet {
	var set stateSet
	set.add(stateVisible)
	set.addIf(!states.Has(access.Disabled), stateEnabled, stateSensitive)
	set.addIf(states.Has(access.Focusable), stateFocusable)
	set.addIf(states.Has(access.Checkable), stateCheckable)
	set.addIf(states.Has(access.Checked), stateChecked)
	set.addIf(states.Has(access.Checked) && e.Role == access.Toggle, statePressed)
	set.addIf(states.Has(access.Expandable), stateExpandable, stateHasPopup)
	set.addIf(states.Has(access.Expanded), stateExpanded)
	set.addIf(states.Has(access.Expandable) && !states.Has(access.Expanded), stateCollapsed)
	set.addIf(states.Has(access.Selectable), stateSelectable)
	set.addIf(states.Has(access.Selected), stateSelected)
	set.addIf(states.Has(access.Modal), stateModal)
	set.addIf(states.Has(access.Busy), stateBusy)
	set.addIf(states.Has(access.Invalid), stateInvalidEntry)
	set.addIf(e.Role == access.Slider && e.Area.Width >= e.Area.Height, stateHorizontal)
	set.addIf(e.Role == access.Slider && e.Area.Width < e.Area.Height, stateVertical)
	textStates(&set, e, states)
	return set
}

func textStates(set *stateSet, e *access.Element, states access.States) {
	if e.Text == nil {
		return
	}
	set.addIf(states.Has(access.Editable) && !states.Has(access.Disabled), stateEditable)
	set.addIf(!states.Has(access.Editable) && e.Role == access.Entry, stateReadOnly) // of what is only read nobody thinks otherwise
	set.addIf(states.Has(access.MultiLine), stateMultiLine)
	set.addIf(states.Has(access.Editable) && !states.Has(access.MultiLine), stateSingleLine)
	set.addIf(e.Text.Select != nil, stateSelectableText)
}

// A stateChange is one state that an element is in now, or is in no more.
type stateChange struct {
	name string
	on   int32
}

// stateNames are those by which changes are told; the focus, the window in use and what is in sight are told of elsewhere.
func stateNames() map[int]string {
	return map[int]string{
		stateBusy: "busy", stateChecked: "checked", stateCollapsed: "collapsed", stateEditable: "editable", stateEnabled: "enabled",
		stateExpandable: "expandable", stateExpanded: "expanded", stateFocusable: "focusable", stateModal: "modal",
		stateMultiLine: "multi-line", statePressed: "pressed", stateSelectable: "selectable", stateSelected: "selected",
		stateSensitive: "sensitive", stateSingleLine: "single-line", stateInvalidEntry: "invalid-entry", stateCheckable: "checkable",
		stateHasPopup: "has-popup", stateReadOnly: "read-only",
	}
}

// stateChanges are what is otherwise between two sets, in the order of the states' numbers.
func stateChanges(was, now stateSet) []stateChange {
	var changes []stateChange
	names := stateNames()
	for state := range 64 {
		if name := names[state]; name != "" && was.has(state) != now.has(state) {
			c := stateChange{name: name}
			if now.has(state) {
				c.on = 1
			}
			changes = append(changes, c)
		}
	}
	return changes
}
