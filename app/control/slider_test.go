package control

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func newTestSlider(changed func(float64)) *Slider {
	return NewSlider("Speed", []float64{0.5, 0.75, 1, 1.5, 2}, 1, func(v float64) string { return fmt.Sprint(v, " times") }, changed)
}

func TestKeysMoveASlider(t *testing.T) {
	cases := []struct {
		name string
		keys []fyne.KeyName
		want float64
	}{
		{"right", []fyne.KeyName{fyne.KeyRight}, 1.5},
		{"up", []fyne.KeyName{fyne.KeyUp}, 1.5},
		{"left", []fyne.KeyName{fyne.KeyLeft}, 0.75},
		{"home", []fyne.KeyName{fyne.KeyHome}, 0.5},
		{"end", []fyne.KeyName{fyne.KeyEnd}, 2},
		{"a page down", []fyne.KeyName{fyne.KeyEnd, fyne.KeyPageDown}, 0.75},
		{"past the end", []fyne.KeyName{fyne.KeyEnd, fyne.KeyRight}, 2},
		{"before the beginning", []fyne.KeyName{fyne.KeyHome, fyne.KeyLeft}, 0.5},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			themed(t, 1)
			told := 1.0
			s := newTestSlider(func(v float64) { told = v })
			test.NewTempWindow(t, s)
			for _, key := range c.keys {
				s.TypedKey(&fyne.KeyEvent{Name: key})
			}
			if s.Value() != c.want || told != c.want {
				t.Errorf("it stands at %v and told %v, want %v", s.Value(), told, c.want)
			}
		})
	}
}

func TestASliderGoesWhereItIsPressed(t *testing.T) {
	themed(t, 1)
	s := newTestSlider(nil)
	test.NewTempWindow(t, s).Resize(fyne.NewSize(400, 100))
	from, to := s.track()
	for n, want := range s.Steps {
		x := from + (to-from)*float32(n)/4
		s.Tapped(&fyne.PointEvent{Position: fyne.NewPos(x+5, 40)})
		if s.Value() != want {
			t.Errorf("pressed at %.0f it stands at %v, want %v", x+5, s.Value(), want)
		}
	}
}

func TestASliderShowsTheNearestStepWithoutTellingOfIt(t *testing.T) {
	themed(t, 1)
	told := false
	s := newTestSlider(func(float64) { told = true })
	s.SetValue(1.4)
	if s.Value() != 1.5 || told {
		t.Errorf("it stands at %v; told: %v", s.Value(), told)
	}
}

func TestAScreenReaderSetsASlider(t *testing.T) {
	themed(t, 1)
	var told float64
	s := newTestSlider(func(v float64) { told = v })
	value := s.Describe().Value
	if value.Now != 1 || value.Least != 0.5 || value.Most != 2 || value.Step != 0.25 || value.Text != "1 times" {
		t.Errorf("it says of itself %+v", value)
	}
	value.Set(0.7)
	if told != 0.75 {
		t.Errorf("set to 0.7 it told %v, want the nearest step, 0.75", told)
	}
}

func TestASwitchIsTurnedOver(t *testing.T) {
	cases := []struct {
		name string
		turn func(*Switch)
	}{
		{"by Enter", func(s *Switch) { s.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn}) }},
		{"by Space, once", func(s *Switch) { s.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace}); s.TypedRune(' ') }},
		{"by a press", func(s *Switch) { s.Tapped(nil) }},
		{"by a screen reader", func(s *Switch) { s.Describe().Actions[0].Do() }},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			themed(t, 1)
			told := 0
			s := NewSwitch("Skip notes", false, func(on bool) {
				if on {
					told++
				}
			})
			w := test.NewTempWindow(t, s)
			w.Canvas().SetOnTypedRune(func(r rune) { t.Errorf("the window got %q: it would play", r) })
			c.turn(s)
			if !s.On() || told != 1 {
				t.Errorf("on: %v, told of it %d times", s.On(), told)
			}
		})
	}
}
