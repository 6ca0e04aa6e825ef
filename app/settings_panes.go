package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"alongside/app/control"
	"alongside/app/reader"
)

// panesSettings are what can be chosen of how a second text is shown.
func (w *window) panesSettings() fyne.CanvasObject {
	var shares []float64
	for _, share := range reader.PaneShares() {
		shares = append(shares, float64(share))
	}
	return container.NewVBox(
		control.NewSwitch("Show the translation of a story that has one", w.chosen.Panes.On, func(on bool) {
			w.setPanes(func(p *reader.Panes) { p.On = on })
		}),
		words("Where the translation stands. In a window too narrow for both, it stands below each turn."),
		w.choiceOf("Where the translation stands", panesCommands()[1:]),
		control.NewSlider("Width of the story beside its translation", shares, float64(w.chosen.Panes.Share), percent, func(share float64) {
			w.setPanes(func(p *reader.Panes) { p.Share = float32(share) })
		}),
	)
}
