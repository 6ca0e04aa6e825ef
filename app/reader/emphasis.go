package reader

// A Unit is the smallest part of the story that is highlighted. The larger ones around it are highlighted as well.
type Unit string

// The units.
const (
	Word     Unit = "word"
	Sentence Unit = "sentence"
	Turn     Unit = "turn"
	NoUnit   Unit = "nothing"
)

// holds reports whether a part of the story is highlighted where the smallest one that is highlighted is the unit.
func (u Unit) holds(part Unit) bool {
	switch u {
	case Word:
		return part != NoUnit
	case Sentence:
		return part == Sentence || part == Turn
	case Turn:
		return part == Turn
	}
	return false
}

// A Dimming is what is set in quieter letters than what is heard.
type Dimming string

// The dimmings.
const (
	DimNothing   Dimming = "nothing"
	DimTurns     Dimming = "turns"     // all turns but the one that is heard
	DimSentences Dimming = "sentences" // all but the sentence that is heard; its turn's where no sentence is known
)

// Emphasis is what stands out while a story is followed, and what is held back. All of it goes by times that are known: where a
// word has none it goes by the sentence, and where that has none by the turn.
type Emphasis struct {
	Mark   Unit    `json:"mark"`
	Dim    Dimming `json:"dim"`
	Ruler  bool    `json:"ruler"`  // lines above and below the line that is heard
	Window bool    `json:"window"` // only the lines around the one that is heard are to be seen
	Lines  int     `json:"lines"`  // how many those are
	Single bool    `json:"single"` // one word at a time, large
	Hide   bool    `json:"hide"`   // words are to be seen only once they have been heard
}

// WindowLines are how many lines a window can show.
func WindowLines() []int { return []int{1, 3, 5} }

// UsualEmphasis is for someone who has not chosen.
func UsualEmphasis() Emphasis { return Emphasis{Mark: Word, Dim: DimNothing, Lines: 3} }

// Mended has whatever is not known as usual.
func (e Emphasis) Mended() Emphasis {
	usual := UsualEmphasis()
	switch e.Mark {
	case Word, Sentence, Turn, NoUnit:
	default:
		e.Mark = usual.Mark
	}
	switch e.Dim {
	case DimNothing, DimTurns, DimSentences:
	default:
		e.Dim = usual.Dim
	}
	if e.Lines != 1 && e.Lines != 3 && e.Lines != 5 {
		e.Lines = usual.Lines
	}
	return e
}

// SetEmphasis says what stands out.
func (v *View) SetEmphasis(e Emphasis) {
	if e.Hide != v.emphasis.Hide {
		v.revealed = nil
		v.revision++
	}
	v.emphasis = e
	v.redraw()
	v.tellFollowing()
}

// dims reports whether the letters of a turn are quiet ones now. The sentence that is heard is drawn over its turn's.
func (v *View) dims(turn int) bool {
	switch heard := v.held; {
	case v.emphasis.Dim == DimNothing || heard.Turn < 0:
		return false
	case turn != heard.Turn:
		return true
	default:
		return v.emphasis.Dim == DimSentences && v.heldSentence() >= 0
	}
}
