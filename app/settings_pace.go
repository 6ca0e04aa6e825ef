package app

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"alongside/app/control"
	"alongside/sync/listening"
)

// paceSettings choose how many words a minute are heard, whoever speaks.
func (w *window) paceSettings() fyne.CanvasObject {
	p := w.chosen.Sound.Pace
	now := widget.NewLabel("")
	now.Wrapping = fyne.TextWrapWord
	show := func() { now.SetText(w.paceNow()) }
	show()
	set := func(change func(*listening.Pace)) {
		w.setPace(change)
		show()
	}
	return container.NewVBox(
		words("People take up words of different speed. Here each voice is brought to a pace that suits you, and music stays as it is. 160 words a minute, and a little more, are comfortable for many."),
		control.NewSwitch("Slow fast voices to an even pace (F8)", p.On, func(on bool) { set(func(p *listening.Pace) { p.On = on }) }),
		control.NewSlider("Pace", paceSteps(), float64(p.Words), wordsAMinute, func(v float64) { set(func(p *listening.Pace) { p.Words = int(v) }) }),
		control.NewSwitch("Make slow voices faster too", p.Faster, func(on bool) { set(func(p *listening.Pace) { p.Faster = on }) }),
		now,
	)
}

func wordsAMinute(v float64) string { return fmt.Sprintf("%.0f words a minute", v) }

// paceNow says what the pace does, and how fast the open story is spoken where that is known.
func (w *window) paceNow() string {
	text := "Each voice is heard as fast as it was recorded."
	if w.chosen.Sound.Pace.On {
		text = paceText(w.chosen.Sound.Pace)
	}
	if w.reading == nil || !w.reading.sound.rates.any() {
		return text
	}
	least, most := w.reading.sound.rates.between()
	return fmt.Sprintf("%s In this story they speak at %.0f to %.0f words a minute.", text, least, most)
}
