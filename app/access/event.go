package access

// An EventKind says what has changed.
type EventKind int

// The kinds of event.
const (
	Gained       EventKind = iota // the element has the focus
	Lost                          // the element had the focus
	Renamed                       // the element has another name
	Redescribed                   // the element has another description
	StateOn                       // the element is in State now
	StateOff                      // the element was in State
	CaretMoved                    // At says where it is now, in bytes
	Selecting                     // what is selected has changed
	TextRemoved                   // Text was at At, in bytes
	TextInserted                  // Text is at At, in bytes
	ValueChanged                  // the element's value is another
	Added                         // the element is new below its parent
	Removed                       // the element has gone; Parent and Index say from where
	CurrentMoved                  // Child is the part of the element that would have the focus
	Announced                     // Text is to be said; Assertive: at once
	Activated                     // the window is the one that the keyboard writes to
	Deactivated                   // the window was that
	Revised                       // the element's parts are others: too many to name one by one
	Moved                         // something in the window stands elsewhere, or was scrolled: other things may be in sight
)

// An Event is one thing that has changed between two snapshots.
type Event struct {
	Kind    EventKind
	Element *Element
	Child   *Element // of CurrentMoved, Added and Removed
	State   States   // of StateOn and StateOff: one
	At      int
	Text    string
	Urgency Urgency // of Announced
}

// An Urgency says how soon something is to be said.
type Urgency int

// The urgencies.
const (
	Polite    Urgency = iota // when there is silence
	Assertive                // now
)

// A Change is a look at the windows in which something was otherwise than in the one before.
type Change struct {
	Before, Now *Snapshot
	Events      []Event
}
