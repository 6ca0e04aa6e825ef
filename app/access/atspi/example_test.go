package atspi_test

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/widget"

	"alongside/app/access"
	"alongside/app/access/atspi"
)

func ExampleServe() {
	program := app.New()
	window := program.NewWindow("Notes")
	window.SetContent(widget.NewButton("Write", func() {}))

	tree := access.NewTree("Notes", fyne.Do)
	tree.AddWindow(window)
	program.Lifecycle().SetOnEnteredForeground(func() { tree.Activate(window) })
	program.Lifecycle().SetOnExitedForeground(func() { tree.Activate(nil) })

	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	go atspi.Serve(ctx, tree, atspi.Options{})
	window.ShowAndRun()
}
