package atspi

import (
	"alongside/app/access"
)

// A cacheItem is all that readers keep of an object, so that they need not ask for it.
type cacheItem struct {
	Object, Application, Parent reference
	Index, Children             int32
	Interfaces                  []string
	Name                        string
	Role                        uint32
	Description                 string
	States                      []uint32
}

// cacheFace hands readers all objects at once.
type cacheFace struct {
	b *bridge
	s *access.Snapshot
}

func (cacheFace) properties() map[string]any { return map[string]any{} }

// GetItems are all objects of the program, each after what it lies in.
func (f cacheFace) GetItems() []cacheItem {
	items := []cacheItem{subject{b: f.b, s: f.s}.cacheItem()}
	f.s.Walk(func(e *access.Element) bool {
		items = append(items, subject{f.b, f.s, e}.cacheItem())
		return true
	})
	return items
}

func (u subject) cacheItem() cacheItem {
	states := u.states()
	return cacheItem{
		Object: u.reference(), Application: u.b.reference(rootPath), Parent: u.parent(),
		Index: u.index(), Children: int32(len(u.children())),
		Interfaces: u.interfaces(), Name: u.name(), Role: u.role().number, Description: u.description(), States: states[:],
	}
}
