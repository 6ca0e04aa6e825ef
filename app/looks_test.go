package app

import (
	"image/color"
	"testing"
	"time"

	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"alongside/app/control"
	"alongside/app/desktop"
	"alongside/app/look"
)

// onDesktop has the window follow a desktop, and gives what tells it of changes.
func (d *desk) onDesktop(first desktop.Appearance) chan<- desktop.Appearance {
	asked := make(chan desktop.Appearance, 2)
	asked <- first
	d.followDesktop(asked)
	return asked
}

// textNow is how large the story's text is, beside 100%.
func (d *desk) textNow() float32 {
	return d.app.Settings().Theme().Size(look.SizeReading) / look.New(look.Options{Text: 1, Control: 1}).Size(look.SizeReading)
}

func TestTheWindowOpensAsTheDesktopAsks(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.onDesktop(desktop.Appearance{Dark: true, Still: true, Text: 1.5})
	if got := d.textNow(); got != 1.5 {
		t.Errorf("its text is at %v, want 1.5", got)
	}
	if !d.still() || d.appearance.theme.Palette() != look.InkPalette() {
		t.Errorf("it is still: %v, in ink: %v", d.still(), d.appearance.theme.Palette() == look.InkPalette())
	}
}

func TestTheWindowFollowsTheDesktop(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	asked := d.onDesktop(desktop.Usual())
	asked <- desktop.Appearance{MoreContrast: true, Still: true, Text: 2}
	d.until("its text is larger", func() bool { return d.textNow() == 2 })
	if !d.still() || d.appearance.theme.Palette() != look.ContrastPalette() {
		t.Errorf("it is still: %v, with high contrast: %v", d.still(), d.appearance.theme.Palette() == look.ContrastPalette())
	}
	asked <- desktop.Usual()
	d.until("it is as usual again", func() bool { return d.textNow() == 1 && !d.still() })
}

func TestTheSizeChosenIsAShareOfTheDesktops(t *testing.T) {
	cases := []struct {
		name                  string
		chosen, desktop, want float32
	}{
		{"as usual", 1, 1, 1},
		{"a desktop with large text", 1, 1.5, 1.5},
		{"larger than that", 2, 1.5, 3},
		{"beyond the largest", 3, 2, 4},
		{"beyond the smallest", 0.5, 0.5, 0.5},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t, newLibrary(t))
			d.onDesktop(desktop.Appearance{Text: c.desktop})
			d.setText(c.chosen)
			if got := d.textNow(); got != c.want {
				t.Errorf("the text is at %v, want %v", got, c.want)
			}
		})
	}
}

func TestEveryStepChangesTheSize(t *testing.T) {
	for _, factor := range []float32{0.5, 1, 3} {
		d := newDesk(t, newLibrary(t))
		d.onDesktop(desktop.Appearance{Text: factor})
		for _, chosen := range []float32{4, 0.5} { // chosen on another desktop
			d.setText(chosen)
			step := d.smaller
			if chosen < 1 {
				step = d.larger
			}
			before := d.textNow()
			step()
			if d.textNow() == before {
				t.Errorf("with %v on the desktop and %v chosen here, a step leaves the text at %v", factor, chosen, before)
			}
		}
	}
}

func TestTheLargestSizeIsTheLargestChoiceToo(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.onDesktop(desktop.Appearance{Text: 2})
	for range 30 {
		d.larger()
	}
	if d.textNow() != 4 || d.chosen.Text != 2 {
		t.Errorf("the text is at %v, with %v chosen; want 4 with 2", d.textNow(), d.chosen.Text)
	}
}

func TestADesktopThatDoesNotAnswerDoesNotKeepTheWindow(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	start := time.Now()
	d.followDesktop(make(chan desktop.Appearance))
	if took := time.Since(start); took > firstLook+time.Second {
		t.Errorf("it waited %v", took)
	}
}

func TestTheLibraryHasTheLookThatWasChosenInAStory(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.setLook(look.Paper)
	d.openSample()
	d.setLook(look.Ink)
	d.showShelf()
	for _, o := range d.seen() {
		button, ok := o.(*control.Button)
		if !ok || button.Shape != control.Plain {
			continue
		}
		face := test.WidgetRenderer(button).Objects()[1].(*canvas.Rectangle)
		if want := look.InkPalette().Raised; face.FillColor != color.Color(want) {
			t.Errorf("%q is %v, want %v", button.Name, face.FillColor, want)
		}
	}
}
