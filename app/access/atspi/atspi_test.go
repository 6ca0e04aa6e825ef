//go:build linux

package atspi

import (
	"testing"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

func TestAReaderFindsTheWindowAndWhatIsInIt(t *testing.T) {
	d := newDesk(t)
	show(t, container.NewVBox(widget.NewLabel("Soup"), widget.NewButton("Cook", func() {})), Options{Always: true})
	c := d.find()
	var items []cacheItem
	c.call(reference{c.root.Name, cachePath}, "org.a11y.atspi.Cache.GetItems", nil, &items)
	var got []string
	for _, item := range items {
		got = append(got, item.Name)
	}
	if want := "Recipes, Kitchen, Soup, Cook"; words(got) != want {
		t.Errorf("the objects are %s, want %s", words(got), want)
	}
}

func TestAReaderPressesAButton(t *testing.T) {
	d := newDesk(t)
	pressed := make(chan struct{}, 1)
	show(t, widget.NewButton("Cook", func() { pressed <- struct{}{} }), Options{Always: true})
	c := d.find()
	var done bool
	c.call(c.named("Cook"), actions+".DoAction", []any{int32(0)}, &done)
	if !done {
		t.Fatal("the button says that it cannot be pressed")
	}
	<-pressed
}
