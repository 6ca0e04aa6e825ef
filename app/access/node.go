package access

import "fyne.io/fyne/v2"

// A Role is what kind of thing an object is.
type Role int

// The roles.
const (
	Unknown       Role = iota
	Window             // of a desktop
	Dialog             // lies over a window until it is dealt with
	Alert              // says that something is wrong
	Status             // says how things stand
	Group              // holds others, for no other reason than that they belong together
	Toolbar            // a bar of buttons
	Heading            // Level says of which rank
	Label              // words that are only read
	Image              // a picture; Name says what is to be seen
	Button             //
	Toggle             // a button that stays pressed
	CheckBox           //
	RadioButton        //
	Choice             // a button that opens a list of choices
	Link               //
	Slider             // Value says where it stands
	Progress           // how far something is
	Entry              // where one types
	Password           // an entry that hides what is typed
	List               //
	ListItem           //
	Document           // a text to read
	Paragraph          // of a document
	MenuBar            //
	Menu               //
	MenuItem           //
	CheckMenuItem      // a menu item that can be ticked
	Separator          //
	Table              //
	ScrollArea         //
)

// States are what can be true of an object, as a set.
type States uint32

// The states. Whether an object has the focus, and whether it is in sight, the tree finds out by itself.
const (
	Focusable States = 1 << iota
	Disabled         // nothing can be done with it now
	Checkable
	Checked
	Expandable // opens something: a menu, a list
	Expanded
	Selectable
	Selected
	Editable
	MultiLine
	Modal // nothing else can be used meanwhile
	Busy  // it is being worked on
	Invalid
	Focused // set by the tree only
	Showing // set by the tree only: some of it lies within what is in sight
	Active  // set by the tree only: the window that the keyboard writes to
)

// Has reports whether all of some states are in the set.
func (s States) Has(some States) bool { return s&some == some }

// A Node is what an object, or a part of one, means.
type Node struct {
	Role        Role
	Name        string // what it is called; never empty for what can have the focus
	Description string // what more there is to say
	States      States
	Level       int               // of a heading, from 1
	Position    int               // among Count of its kind, from 1; 0 where that means nothing
	Count       int               //
	Attributes  map[string]string // whatever else clients may ask for by name

	Value   *Value
	Text    *Text
	Actions []Action

	// Objects are those below this one, from the front of the reading order to its end.
	Objects []Placed
	// Parts follow the objects. They are asked for anew where Revision is 0 or not what it was.
	Parts    func() []Part
	Revision uint64
	// Current is the key of the part that has the focus while the object has it; nil for the object itself.
	Current any
	// Caret is where in the current part's text the caret stands, in bytes.
	Caret int
	// Selection is what is selected in the current part's text.
	Selection Span
	// Quiet says that the focus and the caret have gone where they are by themselves, as with a sound that plays: a braille
	// display is to show the place, and no voice to speak over the sound.
	Quiet bool
	// Whole says that the reader has gone to the current part as a whole: it is to be read, and not only the letter or word
	// that the caret has come to.
	Whole bool
	// Offset is where the parts' origin stands in the object: minus what has been scrolled away.
	Offset fyne.Position
}

// A Placed is an object and where its parent's origin stands in the object that names it. That is not the object's own
// position: it is zero, unless a container that is not named lies between.
type Placed struct {
	Object fyne.CanvasObject
	At     fyne.Position
}

// Objects places objects that lie directly in the one that names them. Those that are nil are left out.
func Objects(objects ...fyne.CanvasObject) []Placed {
	placed := make([]Placed, 0, len(objects))
	for _, o := range objects {
		if o != nil {
			placed = append(placed, Placed{Object: o})
		}
	}
	return placed
}

// A Part is something within an object that is no object itself.
type Part struct {
	Key   any // what tells it from the object's other parts, for as long as it is there; comparable
	Node  Node
	At    fyne.Position // from the origin of the object's parts; of a part of a part: from that part's
	Size  fyne.Size
	Focus func() // gives it the focus; nil where it cannot have it. It runs on the goroutine that draws.
}

// An Action is something that can be done with an object. The first is what Enter or a press does.
type Action struct {
	Name        string // one word, for programs: "press", "open"
	Description string // for people, where the object's name does not say it
	Keys        string // as people write them: "Ctrl+O"
	Do          func() // on the goroutine that draws
}

// Press is the action of a button.
func Press(do func()) []Action { return []Action{{Name: "press", Do: do}} }

// A Value is a number that can be read, and perhaps set.
type Value struct {
	Now, Least, Most float64
	Step             float64       // the least change that makes a difference; 0 where any does
	Text             string        // as people say it: "1:20 of 3:45"
	Set              func(float64) // on the goroutine that draws; nil where it cannot be set
}

// A Text is what can be read letter by letter. All places in it are counted in bytes, as Go counts them.
type Text struct {
	Content string
	// Lines are where each line begins on the screen, in order, the first at 0. Nil stands for a line a line break.
	Lines []int
	// Caret and Selection are an object's own; those of a part are its object's, in Node.
	Caret     int
	Selection Span
	// Marks are stretches that look otherwise than the rest, in order.
	Marks []Mark

	SetCaret  func(at int)      // nil where there is no caret
	Select    func(Span)        // nil where nothing can be selected
	Replace   func(text string) // nil where it cannot be written
	Rectangle func(Span) Area   // where a stretch stands in its object or part, its first line's; nil where unknown
}

// A Span is the stretch of a text from Start up to End, in bytes.
type Span struct{ Start, End int }

// A Mark is a stretch of text with attributes.
type Mark struct {
	Span
	Attributes map[string]string
}

// An Area is a place and size on the screen, from the origin of what it belongs to, in the toolkit's pixels.
type Area struct {
	fyne.Position
	fyne.Size
}

// A Describer says what it means. It is asked on the goroutine that draws.
type Describer interface {
	Describe() Node
}

// A Substitute is an object that stands for a part of another: a card that is drawn for one row of a list now and for
// another later. It can have the toolkit's focus, and has no element of its own.
type Substitute interface {
	StandsFor() (owner fyne.CanvasObject, key any)
}
