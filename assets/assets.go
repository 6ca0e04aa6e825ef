// Package assets holds what is built into the program: its fonts, its icon and the sample story. Each comes with its
// licence in the folder beside it.
package assets

import _ "embed"

// A Face is one cut of a reading font. Those without a family in their name are Atkinson Hyperlegible Next.
type Face int

// The cuts that are built in.
const (
	Regular Face = iota
	Italic
	SemiBold
	SemiBoldItalic
	LexendRegular
	LexendSemiBold
	CrimsonRegular
	CrimsonSemiBold
	CrimsonItalic
)

var (
	//go:embed fonts/AtkinsonHyperlegibleNext-Regular.ttf
	regular []byte
	//go:embed fonts/AtkinsonHyperlegibleNext-Italic.ttf
	italic []byte
	//go:embed fonts/AtkinsonHyperlegibleNext-SemiBold.ttf
	semiBold []byte
	//go:embed fonts/AtkinsonHyperlegibleNext-SemiBoldItalic.ttf
	semiBoldItalic []byte
	//go:embed fonts/lexend/Lexend-Regular.ttf
	lexendRegular []byte
	//go:embed fonts/lexend/Lexend-SemiBold.ttf
	lexendSemiBold []byte
	//go:embed fonts/crimson/CrimsonText-Regular.ttf
	crimsonRegular []byte
	//go:embed fonts/crimson/CrimsonText-SemiBold.ttf
	crimsonSemiBold []byte
	//go:embed fonts/crimson/CrimsonText-Italic.ttf
	crimsonItalic []byte
	//go:embed icon/icon.png
	icon []byte
)

// Icon gives the program's icon: a PNG of 512 by 512 pixels, drawn from icon/icon.svg.
func Icon() []byte { return icon }

// Font gives the TrueType file of one cut of a reading font; a face that does not exist gives Regular. The bytes are
// shared: do not change them.
func Font(face Face) []byte {
	switch face {
	case Italic:
		return italic
	case SemiBold:
		return semiBold
	case SemiBoldItalic:
		return semiBoldItalic
	case LexendRegular:
		return lexendRegular
	case LexendSemiBold:
		return lexendSemiBold
	case CrimsonRegular:
		return crimsonRegular
	case CrimsonSemiBold:
		return crimsonSemiBold
	case CrimsonItalic:
		return crimsonItalic
	default:
		return regular
	}
}
