package look

import "image/color"

// A Palette is the colours of one look. Text of any kind keeps 7:1 against what can lie behind it; bars, borders and
// rings keep 3:1. A test computes both. The speakers' colours were searched for so that any two of them differ in the usual
// vision and with each kind of cone missing: by lightness where their hues look the same. To change one by eye alone
// breaks that; the test of app/control says where.
type Palette struct {
	Background, Raised      color.NRGBA
	Text, Quiet             color.NRGBA
	Dimmed                  color.NRGBA // the story's text where it is not being heard and is to stand back: as faint as 7:1 allows
	Turn, Bar               color.NRGBA
	Sentence, SentenceText  color.NRGBA
	Word                    color.NRGBA
	Border, Ring            color.NRGBA
	Main, MainText          color.NRGBA
	Hover, Pressed, Problem color.NRGBA
	Selection               color.NRGBA // behind text that is selected in a field: as far from the field as its text allows
	Shade                   color.NRGBA // around menus and behind dialogs; not opaque
	Speaker                 [Speakers]color.NRGBA
}

func rgb(hex uint32) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xff}
}

// PaperPalette is the light look: soft paper, warm ink.
func PaperPalette() Palette {
	return Palette{
		Background: rgb(0xFBF8F2), Raised: rgb(0xFFFFFF),
		Text: rgb(0x1B1A17), Quiet: rgb(0x4A463E), Dimmed: rgb(0x504C44),
		Turn: rgb(0xF4EBD8), Bar: rgb(0x9A4A00),
		Sentence: rgb(0xFFE39A), SentenceText: rgb(0x1B1A17),
		Word: rgb(0x8A2B00), Border: rgb(0x8A8375), Ring: rgb(0x0B57D0),
		Main: rgb(0x7A3A00), MainText: rgb(0xFFFFFF),
		Hover: rgb(0xF4EBD8), Pressed: rgb(0xEADFC6), Problem: rgb(0x8C1D18),
		Selection: rgb(0x8FB0E8),
		Shade:     color.NRGBA{0x1B, 0x1A, 0x17, 0x90},
		Speaker: [Speakers]color.NRGBA{
			rgb(0x294995), rgb(0x713F47), rgb(0x3A5415), rgb(0x250346), rgb(0x392106), rgb(0x00292F),
		},
	}
}

// InkPalette is the dark look.
func InkPalette() Palette {
	return Palette{
		Background: rgb(0x14161A), Raised: rgb(0x1D2026),
		Text: rgb(0xEFECE6), Quiet: rgb(0xBDB8AD), Dimmed: rgb(0xB8B3A9),
		Turn: rgb(0x22262E), Bar: rgb(0xFFB84D),
		Sentence: rgb(0x4A3D0F), SentenceText: rgb(0xFFF6DA),
		Word: rgb(0xFFC94D), Border: rgb(0x7C8290), Ring: rgb(0x8AB4F8),
		Main: rgb(0xFFB84D), MainText: rgb(0x14161A),
		Hover: rgb(0x2A2F38), Pressed: rgb(0x323844), Problem: rgb(0xFFB4AB),
		Selection: rgb(0x2B4A80),
		Shade:     color.NRGBA{0x7C, 0x82, 0x90, 0xA0},
		Speaker: [Speakers]color.NRGBA{
			rgb(0x94B5FE), rgb(0xFF96A2), rgb(0xCEFAD8), rgb(0xB8ADC3), rgb(0xFFCF94), rgb(0x5FF2FF),
		},
	}
}

// ContrastPalette is the look with the most contrast a screen has: black, white and yellow.
func ContrastPalette() Palette {
	return Palette{
		Background: rgb(0x000000), Raised: rgb(0x000000),
		Text: rgb(0xFFFFFF), Quiet: rgb(0xFFFFFF), Dimmed: rgb(0x989898),
		Turn: rgb(0x000000), Bar: rgb(0xFFFF00),
		Sentence: rgb(0xFFFF00), SentenceText: rgb(0x000000),
		Word: rgb(0x000000), Border: rgb(0xFFFFFF), Ring: rgb(0x00FFFF),
		Main: rgb(0xFFFF00), MainText: rgb(0x000000),
		Hover: rgb(0x333333), Pressed: rgb(0x404040), Problem: rgb(0xFFC7C2),
		Selection: rgb(0x005A9E),
		Shade:     color.NRGBA{0xFF, 0xFF, 0xFF, 0xA0},
		Speaker: [Speakers]color.NRGBA{
			rgb(0x35D1FF), rgb(0xFD8A9C), rgb(0xC3FFCC), rgb(0xB3A5BF), rgb(0xFFC981), rgb(0x4AFFF2),
		},
	}
}
