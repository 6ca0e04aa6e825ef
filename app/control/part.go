package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"alongside/app/access"
)

// A part is what the widgets here that can have the focus are made on: it knows whether they have it and whether the pointer is
// over them, draws them anew when that changes, and gives to the window what they have no use for.
type part struct {
	widget.BaseWidget
	self             fyne.Widget
	focused, hovered bool
}

// ExtendBaseWidget says which widget it is a part of.
func (p *part) ExtendBaseWidget(self fyne.Widget) {
	if p.self == nil {
		p.self = self
	}
	p.BaseWidget.ExtendBaseWidget(self)
}

// AccessibilityLabel implements fyne.Accessible.
func (p *part) AccessibilityLabel() string { return access.ToolkitLabel(p.describer()) }

// AccessibilityRole implements fyne.Accessible.
func (p *part) AccessibilityRole() fyne.AccessibleRole { return access.ToolkitRole(p.describer()) }

func (p *part) describer() access.Describer {
	d, _ := p.self.(access.Describer)
	return d
}

// FocusGained implements fyne.Focusable.
func (p *part) FocusGained() {
	p.focused = true
	p.self.Refresh()
	reveal(p.self)
}

// FocusLost implements fyne.Focusable.
func (p *part) FocusLost() { p.focused = false; p.self.Refresh() }

// TypedRune implements fyne.Focusable.
func (p *part) TypedRune(r rune) { PassRune(p.self, r) }

// KeyDown implements desktop.Keyable.
func (p *part) KeyDown(e *fyne.KeyEvent) { PassKeyDown(p.self, e) }

// KeyUp implements desktop.Keyable.
func (p *part) KeyUp(e *fyne.KeyEvent) { PassKeyUp(p.self, e) }

// MouseIn implements desktop.Hoverable.
func (p *part) MouseIn(*desktop.MouseEvent) { p.hovered = true; p.self.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (p *part) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (p *part) MouseOut() { p.hovered = false; p.self.Refresh() }
