package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// ShowList opens a list over the window, with the keyboard on it. Beside Close may stand buttons that do something with the
// item that it is on.
func ShowList(c fyne.Canvas, title string, list *List, more ...*Button) *OpenPanel {
	var panel *OpenPanel
	leave := NewButton("Close", "Close", "", func() { panel.Close() })
	buttons := container.New(&Row{Place: Right})
	for _, b := range append(more, leave) {
		buttons.Add(b)
	}
	content := container.New(&listLayout{}, list, buttons)
	panel = ShowPanel(c, Panel{Title: title, Content: content, First: list, Bare: true})
	return panel
}

// listLayout puts a list over its buttons.
type listLayout struct{}

// MinSize implements fyne.Layout.
func (listLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	list, buttons := o[0].MinSize(), o[1].MinSize()
	return fyne.NewSize(max(list.Width, buttons.Width), list.Height+buttons.Height)
}

// Layout implements fyne.Layout.
func (listLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	buttons := o[1].MinSize().Height
	Lay(o[0], 0, 0, size.Width, max(size.Height-buttons, 0))
	Lay(o[1], 0, size.Height-buttons, size.Width, buttons)
}
