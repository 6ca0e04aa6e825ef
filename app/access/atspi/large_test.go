//go:build linux

package atspi

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"alongside/app/access"
)

// A large widget has many parts, each of a role.
type large struct {
	focusable
	role  access.Role
	parts []access.Part
	down  float32
}

func newLarge(role, of access.Role, n int) *large {
	l := &large{role: role}
	for i := range n {
		name := fmt.Sprintf("Part %d of many, with some words to go on", i)
		part := access.Part{Key: i, Node: access.Node{Role: of, Name: name}, At: fyne.NewPos(0, float32(40*i)), Size: fyne.NewSize(600, 40), Focus: func() {}}
		if of == access.Paragraph {
			part.Node.Name, part.Node.Text = "", &access.Text{Content: name, SetCaret: func(int) {}}
		}
		l.parts = append(l.parts, part)
	}
	l.drawn = canvas.NewText("", nil)
	l.ExtendBaseWidget(l)
	return l
}

func (l *large) TypedKey(*fyne.KeyEvent) {}

func (l *large) Describe() access.Node {
	return access.Node{
		Role: l.role, Name: "Many", Current: 0, Revision: 1, Offset: fyne.NewPos(0, -l.down),
		Parts: func() []access.Part { return l.parts },
	}
}

// sizes are what has to be answered in reasonable time.
func sizes() map[string]*large {
	return map[string]*large{
		"10000 rows":      newLarge(access.List, access.ListItem, 10000),
		"5000 paragraphs": newLarge(access.Document, access.Paragraph, 5000),
	}
}

// looked is a bridge without a bus, with an object in a window that has been looked at.
func looked(t testing.TB, content fyne.CanvasObject) (*bridge, *access.Tree) {
	t.Helper()
	test.NewTempApp(t)
	w := test.NewTempWindow(t, content)
	w.SetTitle("Kitchen")
	w.Resize(fyne.NewSize(640, 480))
	tree := access.NewTree("Recipes", drawing(t))
	tree.AddWindow(w)
	tree.Activate(w)
	b := &bridge{tree: tree, name: ":1.1", ready: make(chan struct{}), queue: newQueue(), desktop: reference{registryName, rootPath}}
	close(b.ready)
	tree.Look()
	return b, tree
}

func BenchmarkAllItemsOfTheCache(b *testing.B) {
	for name, content := range sizes() {
		b.Run(name, func(b *testing.B) {
			bridge, tree := looked(b, content)
			for b.Loop() {
				cacheFace{bridge, tree.Snapshot()}.GetItems()
			}
		})
	}
}

func BenchmarkWhatIsInSight(b *testing.B) {
	for name, content := range sizes() {
		b.Run(name, func(b *testing.B) {
			_, tree := looked(b, content)
			for b.Loop() {
				inSight(tree.Snapshot())
			}
		})
	}
}

// The whole way: asked by another program, over the bus, and understood.
func BenchmarkOverTheBus(b *testing.B) {
	for name, content := range sizes() {
		for _, method := range []string{"org.a11y.atspi.Cache.GetItems", accessible + ".GetChildren"} {
			b.Run(name+" "+method, func(b *testing.B) {
				d := newDesk(b)
				show(b, content, Options{Always: true})
				c := d.find()
				many := c.named("Many")
				b.ResetTimer()
				for b.Loop() {
					of := many
					if method != accessible+".GetChildren" {
						of = reference{c.root.Name, cachePath}
					}
					if call := c.bus.Object(of.Name, of.Path).Call(method, 0); call.Err != nil {
						b.Fatal(call.Err)
					}
				}
			})
		}
	}
}

func TestWhatIsInSightIsWhatTheTreeTakesToBe(t *testing.T) {
	content := newLarge(access.List, access.ListItem, 100)
	content.down = 1000
	_, tree := looked(t, content)
	s := tree.Snapshot()
	seen := inSight(s)
	s.Walk(func(e *access.Element) bool {
		if seen[e.ID] != s.Showing(e) {
			t.Errorf("%s is in sight: %v here, %v in the tree", e.Name, seen[e.ID], s.Showing(e))
		}
		return true
	})
}

func TestScrollingTellsWhatComesIntoSight(t *testing.T) {
	d := newDesk(t)
	content := newLarge(access.List, access.ListItem, 100)
	tree := show(t, content, Options{Always: true})
	c := d.find()
	row := c.named("Part 30 of many, with some words to go on")
	if c.states(row).has(stateShowing) {
		t.Fatal("the row is in sight before the list is scrolled")
	}
	e := c.listenOn(tree)
	tree.Do(func() { content.down = 30 * 40 })
	e.waitFor(d, "Object.StateChanged showing 1")
	if !c.states(row).has(stateShowing) {
		t.Error("the row is not in sight after the list is scrolled")
	}
}
