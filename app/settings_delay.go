package app

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"alongside/app/control"
	"alongside/sync/playback"
)

// delaySettings are how late the sound is heard, and when the marks of the open story come.
func (w *window) delaySettings() fyne.CanvasObject {
	box := container.NewVBox(words("Headphones without a wire are often heard later than the computer knows, and then the marks come too early. The delay of each of your devices is remembered."))
	if r := w.reading; r != nil && r.player != nil {
		box.Add(w.delaySlider(r.player.Output()))
	}
	find := control.NewButton("Find the delay of your headphones or loudspeakers", "Find the delay…", "", nil)
	find.OnTapped = func() {
		w.closePanels()
		w.showDelay()
	}
	box.Add(container.NewHBox(find))
	if w.reading != nil {
		now := widget.NewLabel(nudgeText(w.reading.nudge.get()))
		now.Wrapping = fyne.TextWrapWord
		change := func(name, label string, to func() time.Duration) *control.Button {
			return control.NewButton(name, label, "", func() {
				w.setNudge(to())
				if w.reading != nil {
					now.SetText(nudgeText(w.reading.nudge.get()))
				}
			})
		}
		by := func(step time.Duration) func() time.Duration {
			return func() time.Duration { return w.reading.nudge.get() + step }
		}
		box.Add(now)
		box.Add(container.New(&control.Row{},
			change("Marks earlier in this story", "Earlier", by(-nudgeStep)),
			change("Marks later in this story", "Later", by(nudgeStep)),
			change("Marks as this story’s times say", "As timed", func() time.Duration { return 0 })))
	}
	return box
}

// delaySlider sets the delay of an output by hand.
func (w *window) delaySlider(output playback.Output) *control.Slider {
	return control.NewSlider("Delay of "+outputName(output), delaySteps(), milliseconds(w.chosen.Delays.of(output)), delayText, func(v float64) {
		w.setDelay(output, time.Duration(v)*time.Millisecond)
	})
}

// delaySteps are the delays that can be set by hand.
func delaySteps() (steps []float64) {
	const step = 10 * time.Millisecond
	for d := time.Duration(0); d <= playback.MostDelay; d += step {
		steps = append(steps, milliseconds(d))
	}
	return steps
}

func milliseconds(d time.Duration) float64 { return float64(d.Milliseconds()) }

func delayText(v float64) string { return fmt.Sprintf("%.0f ms", v) }
