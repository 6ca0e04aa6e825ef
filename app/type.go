package app

import (
	"context"
	"errors"
	"fmt"

	"fyne.io/fyne/v2"

	"alongside/app/look"
	"alongside/app/typeface"
	"alongside/assets"
)

// typeChosen is how the reader wants letters and colours, beside the text's size and the look.
type typeChosen struct {
	Spacing look.Spacing `json:"spacing"`
	Font    string       `json:"font"` // the name of a family; see families
	File    string       `json:"file"` // the font file of a person's own, "" for none
	Own     look.Base    `json:"own"`  // the colours of the look of one's own
}

// The families of fonts, as they are kept in the settings.
const (
	atkinson = "atkinson"
	lexend   = "lexend"
	crimson  = "crimson"
	ownFont  = "own"
)

func usualType() typeChosen {
	return typeChosen{Spacing: look.UsualSpacing(), Font: atkinson, Own: look.CreamBase()}
}

// mended brings every value into its range.
func (t typeChosen) mended() typeChosen {
	t.Spacing, t.Own = t.Spacing.Mended(), t.Own.Mended()
	switch t.Font {
	case atkinson, lexend, crimson:
	case ownFont:
		if t.File == "" {
			t.Font = atkinson
		}
	default:
		t.Font = atkinson
	}
	return t
}

// cuts are the files of one family. Where one is missing the regular one serves.
type cuts struct{ regular, bold, italic []byte }

// family gives the files of a chosen family, and the name they have together. A font of one's own that is not there, or not
// yet, is the usual one.
func (a *appearance) family(t typeChosen) (cuts, string) {
	switch {
	case t.Font == lexend:
		return cuts{assets.Font(assets.LexendRegular), assets.Font(assets.LexendSemiBold), assets.Font(assets.LexendRegular)}, lexend
	case t.Font == crimson:
		return cuts{assets.Font(assets.CrimsonRegular), assets.Font(assets.CrimsonSemiBold), assets.Font(assets.CrimsonItalic)}, crimson
	case t.Font == ownFont && a.own.data != nil && a.own.path == t.File:
		return cuts{a.own.data, a.own.data, a.own.data}, ownFont + " " + a.own.path
	}
	return cuts{assets.Font(assets.Regular), assets.Font(assets.SemiBold), assets.Font(assets.Italic)}, atkinson
}

// fontsFor are the fonts for what was chosen, with the room between letters that was chosen.
func (a *appearance) fontsFor(t typeChosen) look.Fonts {
	files, name := a.family(t)
	s := t.Spacing
	if name == atkinson && s.Letter == 0 && s.Word == 0 {
		return fonts()
	}
	chosen := fmt.Sprintf("%s, letters %.3f, words %.3f", name, s.Letter, s.Word)
	if a.fonts.Chosen == chosen {
		return a.fonts
	}
	cut := func(which string, data []byte) fyne.Resource {
		spaced, err := typeface.Spaced(data, s.Letter, s.Word)
		if err != nil {
			spaced = data // a font without room between its letters can be read as well
		}
		return fyne.NewStaticResource(chosen+", "+which, spaced)
	}
	return look.Fonts{
		Regular: cut("regular", files.regular), Bold: cut("bold", files.bold), Italic: cut("italic", files.italic), Chosen: chosen,
	}
}

// fontFile is a font of the reader's own that has been read.
type fontFile struct {
	path string
	data []byte
}

// setSpacing gives the text room.
func (w *window) setSpacing(s look.Spacing) {
	if w.chosen.Type.Spacing != s {
		w.chosen.Type.Spacing = s
		w.keepPreferences()
		w.applyTheme()
	}
}

// setFont shows everything in one of the built-in families.
func (w *window) setFont(name string) {
	w.fontTrouble = nil
	w.chosen.Type.Font = name
	w.keepPreferences()
	w.applyTheme()
	w.refreshMenus()
}

// chooseFont asks for a font file and shows everything in it.
func (w *window) chooseFont() {
	w.choose(oldFile("Choose a font", "Fonts", typeface.Endings()...), func(path string) {
		background(w, func(context.Context) ([]byte, error) {
			return typeface.Read(path)
		}, func(data []byte, err error) {
			if err == nil {
				w.appearance.own, w.chosen.Type.File = fontFile{path, data}, path
				w.setFont(ownFont)
			}
			w.tellFont(err)
		})
	})
}

// tellFont says how reading a font went: where it was chosen in the settings while they are open, else in the window.
func (w *window) tellFont(err error) {
	if w.fontTold != nil {
		w.fontTold(err)
		return
	}
	w.problem(err)
}

var errNoFont = errors.New("your font is not used")

// recallFont reads the font of one's own that was chosen before.
func (w *window) recallFont() {
	t := w.chosen.Type
	if t.Font != ownFont {
		return
	}
	background(w, func(context.Context) ([]byte, error) {
		return typeface.Read(t.File)
	}, func(data []byte, err error) {
		if err != nil {
			w.fontTrouble = fmt.Errorf("%w: %w; the usual one is shown, and another can be chosen in the settings", errNoFont, err)
			w.tellFont(w.fontTrouble)
			return
		}
		w.appearance.own = fontFile{t.File, data}
		w.applyTheme()
	})
}

// setOwn chooses the colours of the look of one's own, and that look.
func (w *window) setOwn(b look.Base) {
	w.chosen.Type.Own = b
	w.setLook(look.Own)
}

// fontCommands choose one of the fonts.
func fontCommands() []command {
	return []command{
		fontCommand(atkinson, "Atkinson Hyperlegible font (no two letters alike)"),
		fontCommand(lexend, "Lexend font (wide and plain, made for dyslexia)"),
		fontCommand(crimson, "Crimson font (with serifs, as in books)"),
		{
			name: "A font of your own…", do: (*window).chooseFont,
			checked: func(w *window) bool { return w.chosen.Type.Font == ownFont },
		},
	}
}

func fontCommand(font, name string) command {
	return command{
		name:    name,
		checked: func(w *window) bool { return w.chosen.Type.Font == font },
		do:      func(w *window) { w.setFont(font) },
	}
}

// spacingCommands choose how much room the text has, all at once.
func spacingCommands() []command {
	return []command{
		spacingCommand(look.UsualSpacing(), "Usual room in the text"),
		spacingCommand(look.RoomySpacing(), "More room in the text"),
	}
}

func spacingCommand(s look.Spacing, name string) command {
	return command{
		name:    name,
		checked: func(w *window) bool { return w.chosen.Type.Spacing == s },
		do:      func(w *window) { w.setSpacing(s); w.refreshMenus() },
	}
}
