package access_test

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"alongside/app/access"
)

// A gauge is a widget of a program's own, drawn by a renderer of its own, that says what it means.
type gauge struct {
	widget.BaseWidget
	bar   *widget.ProgressBar
	level float64
}

func newGauge(level float64) *gauge {
	g := &gauge{bar: widget.NewProgressBar(), level: level}
	g.ExtendBaseWidget(g)
	return g
}

func (g *gauge) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(g.bar) }

// Describe implements access.Describer.
func (g *gauge) Describe() access.Node {
	return access.Node{
		Role: access.Progress, Name: "Fuel",
		Value: &access.Value{Now: g.level, Most: 1, Text: fmt.Sprintf("%.0f percent", g.level*100)},
	}
}

func Example() {
	test.NewApp()
	window := test.NewWindow(container.NewVBox(newGauge(0.25), widget.NewButton("Refuel", func() {})))
	window.SetTitle("Dashboard")

	tree := access.NewTree("Dashboard", fyne.Do)
	tree.AddWindow(window)

	// A bridge does this whenever a screen reader asks.
	tree.Look().Walk(func(e *access.Element) bool {
		if e.Value != nil {
			fmt.Println(e.Name+":", e.Value.Text)
		} else {
			fmt.Println(e.Name)
		}
		return true
	})
	// Output:
	// Dashboard
	// Fuel: 25 percent
	// Refuel
}
