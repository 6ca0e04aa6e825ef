package app

import (
	"fmt"
	"math"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"alongside/app/control"
	"alongside/sync/listening"
	"alongside/sync/playback"
)

// What stands at the end of a row of numbers for no end.
const (
	untilSpace = 11 // among seconds: a pause that lasts until a key is pressed
	endless    = 11 // among times: until it is stopped
)

// soundSettings are what can be done with the sound to fit an ear and a pace.
func (w *window) soundSettings() fyne.CanvasObject {
	s := w.chosen.Sound
	return container.NewVBox(
		control.NewSwitch("Make all voices alike loud, and hold music below them", s.Even, func(on bool) {
			w.wish(func(s *listening.Wishes) { s.Even = on })
		}),
		control.NewSlider("Lift soft sounds", []float64{0, 1.5, 2, 3, 4}, s.Shape.Compression, lifting, func(v float64) {
			w.wish(func(s *listening.Wishes) { s.Shape.Compression = v })
		}),
		control.NewSlider("Make consonants clearer", []float64{0, 3, 6, 9, 12}, s.Shape.Clarity, decibels, func(v float64) {
			w.wish(func(s *listening.Wishes) { s.Shape.Clarity = v })
		}),
		control.NewSwitch("Give both ears the same sound", s.Shape.Mono, func(on bool) {
			w.wish(func(s *listening.Wishes) { s.Shape.Mono = on })
		}),
		control.NewSlider("Balance", []float64{-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1}, s.Shape.Balance, balanced, func(v float64) {
			w.wish(func(s *listening.Wishes) { s.Shape.Balance = v })
		}),
		heading("Pauses and repeats"),
		control.NewSlider("Longest silence between sentences", []float64{0, 0.3, 0.5, 0.75, 1, 1.5, 2}, s.Shorten.Seconds(), silence, func(v float64) {
			w.wish(func(s *listening.Wishes) { s.Shorten = lasting(v) })
		}),
		w.choiceOf("Pauses for you", pauseCommands()),
		control.NewSlider("How long such a pause is", []float64{1, 2, 3, 4, 5, 7, 10, untilSpace}, pauseSeconds(s.PauseFor), pausing, func(v float64) {
			w.wish(func(s *listening.Wishes) { s.PauseFor = pauseLasting(v) })
		}),
		control.NewSlider("How often a repeat is heard", []float64{2, 3, 4, 5, 7, 10, endless}, w.chosen.Repeats.step(), often, func(v float64) {
			w.chosen.Repeats.Times = int(v)
			if v == endless {
				w.chosen.Repeats.Times = 0
			}
			w.keepPreferences()
		}),
		control.NewSwitch("Slower from the second time on", w.chosen.Repeats.Slower, func(on bool) {
			w.chosen.Repeats.Slower = on
			w.keepPreferences()
		}),
		control.NewSwitch("Leave out what the transcript does not hold, such as advertising, where its times are sure", s.OnlyTold, func(on bool) {
			w.wish(func(s *listening.Wishes) { s.OnlyTold = on })
		}),
	)
}

// pauseCommands choose what there is a pause after.
func pauseCommands() []command {
	after := func(name string, unit listening.Unit) command {
		return command{
			name:    name,
			checked: func(w *window) bool { return w.chosen.Sound.PauseAfter == unit },
			do:      func(w *window) { w.wish(func(s *listening.Wishes) { s.PauseAfter = unit }) },
		}
	}
	return []command{
		after("No pauses put in", listening.Nothing),
		after("A pause after each sentence", listening.Sentence),
		after("A pause after each turn", listening.Turn),
	}
}

func lasting(seconds float64) time.Duration { return time.Duration(seconds * float64(time.Second)) }

func pauseSeconds(d time.Duration) float64 {
	if d == playback.UntilPlay {
		return untilSpace
	}
	return d.Seconds()
}

func pauseLasting(seconds float64) time.Duration {
	if seconds == untilSpace {
		return playback.UntilPlay
	}
	return lasting(seconds)
}

func pausing(v float64) string {
	if v == untilSpace {
		return "until Space is pressed"
	}
	return secondsText(v)
}

func silence(v float64) string {
	if v == 0 {
		return "as recorded"
	}
	return secondsText(v)
}

func secondsText(v float64) string {
	if v == 1 {
		return "1 second"
	}
	return strconv.FormatFloat(v, 'f', -1, 64) + " seconds"
}

// step is where the slider of repeats stands.
func (r repeats) step() float64 {
	if r.Times == 0 {
		return endless
	}
	return float64(r.Times)
}

func often(v float64) string {
	if v == endless {
		return "until you stop it"
	}
	return fmt.Sprintf("%.0f times", v)
}

func lifting(v float64) string {
	switch {
	case v <= 1:
		return "no"
	case v < 2:
		return "a little"
	case v < 3:
		return "gently"
	case v < 4:
		return "more"
	}
	return "strongly"
}

func decibels(v float64) string {
	if v == 0 {
		return "no"
	}
	return fmt.Sprintf("by %.0f decibels", v)
}

func balanced(v float64) string {
	switch {
	case v == 0:
		return "middle"
	case v < 0:
		return fmt.Sprintf("left, %.0f%%", -v*100)
	}
	return fmt.Sprintf("right, %.0f%%", math.Abs(v)*100)
}
