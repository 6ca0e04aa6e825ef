package reader

import (
	"fmt"
	"strings"

	"alongside/app/control"
)

// NewContents lists a story's chapters, to go to one; now is the one that one is in, or -1 before the first.
func NewContents(chapters []Chapter, now int) *control.List {
	items := make([]control.Item, len(chapters))
	for i, chapter := range chapters {
		items[i] = entryOf(chapter)
		if i == now {
			items[i].Icon = control.IconPlay
			items[i].Note = strings.TrimPrefix(items[i].Note+", you are here", ", ")
		}
	}
	list := control.NewList("Contents")
	list.SetItems(items)
	list.Mark(now)
	return list
}

// entryOf is how a chapter stands in the contents.
func entryOf(c Chapter) control.Item {
	item := control.Item{Name: strings.Join(strings.Fields(c.Title), " "), Level: c.Level, Style: control.Strong}
	if item.Name == "" {
		item.Name = "A chapter without a title"
	}
	if c.Level > 0 {
		item.Style, item.Note = control.Ordinary, fmt.Sprintf("level %d", c.Level+1)
	}
	return item
}
