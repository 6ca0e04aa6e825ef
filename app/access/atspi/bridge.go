package atspi

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/godbus/dbus/v5"

	"alongside/app/access"
)

// Names on the accessibility bus.
const (
	registryName = "org.a11y.atspi.Registry"
	registryFace = "org.a11y.atspi.Registry"
	registryPath = "/org/a11y/atspi/registry"
	socketFace   = "org.a11y.atspi.Socket"
	rootPath     = "/org/a11y/atspi/accessible/root"
	cachePath    = "/org/a11y/atspi/cache"
	nullPath     = "/org/a11y/atspi/null"
	dbusName     = "org.freedesktop.DBus"
)

// firstLook is how long the windows may take to be looked at before the program is shown to readers without them.
const firstLook = 2 * time.Second

// A bridge answers for a tree on one connection to the accessibility bus.
type bridge struct {
	tree  *access.Tree
	bus   *dbus.Conn
	name  string        // of the connection on the bus
	ready chan struct{} // closed when bus and name are known
	queue *queue
	said  announcements

	registry string // whom the program was last shown to, by its name on the bus; only serve's goroutine uses it

	mu      sync.Mutex
	desktop reference // what the program lies in

	number         atomic.Int32 // what the registry calls the program by
	takesAnnounced atomic.Bool  // someone listens for announcements as such
}

// join serves a tree on the accessibility bus at an address, until the context or the connection ends.
func join(ctx context.Context, address string, tree *access.Tree) {
	b := &bridge{
		tree: tree, ready: make(chan struct{}), queue: newQueue(),
		desktop: reference{registryName, rootPath},
	}
	bus, err := dbus.Connect(address, dbus.WithContext(ctx), dbus.WithHandler(b))
	if err != nil {
		return
	}
	defer bus.Close()
	b.bus, b.name = bus, bus.Names()[0]
	close(b.ready)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	context.AfterFunc(bus.Context(), stop)
	b.serve(ctx)
}

// serve shows the tree to readers and tells them what changes.
func (b *bridge) serve(ctx context.Context) {
	news := make(chan *dbus.Signal, 64)
	b.bus.Signal(news)
	if b.watchRegistry(ctx) != nil {
		return
	}
	defer b.tree.Listen(access.Listener{Changed: b.queue.change, Key: b.queue.key})()
	select {
	case <-ctx.Done():
		return
	case <-b.queue.filled: // so that whoever hears of the program finds its windows
	case <-time.After(firstLook):
	}
	b.embed(ctx)
	stop := start(ctx, b.send)
	defer stop()
	for {
		select {
		case <-ctx.Done():
			return
		case signal, open := <-news:
			if !open {
				return
			}
			b.heed(ctx, signal)
		}
	}
}

// watchRegistry has the bus tell when the registry is another, and what readers listen for.
func (b *bridge) watchRegistry(ctx context.Context) error {
	err := b.bus.AddMatchSignalContext(ctx, dbus.WithMatchInterface(dbusName), dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, registryName))
	if err != nil {
		return err
	}
	return b.bus.AddMatchSignalContext(ctx, dbus.WithMatchInterface(registryFace), dbus.WithMatchSender(registryName))
}

// heed acts on what the registry, or the bus of it, says.
func (b *bridge) heed(ctx context.Context, signal *dbus.Signal) {
	switch signal.Name {
	case dbusName + ".NameOwnerChanged":
		var name, was, is string
		if dbus.Store(signal.Body, &name, &was, &is) == nil && name == registryName && is != "" && is != b.registry {
			b.embed(ctx)
		}
	case registryFace + ".EventListenerRegistered", registryFace + ".EventListenerDeregistered":
		b.askListeners(ctx)
	}
}

// embed has the registry list the program among those of the desktop. A registry that does not run is started by the bus.
func (b *bridge) embed(ctx context.Context) {
	ctx, stop := context.WithTimeout(ctx, answerWithin)
	defer stop()
	var desktop reference
	call := b.bus.Object(registryName, rootPath).CallWithContext(ctx, socketFace+".Embed", 0, b.reference(rootPath))
	if call.Store(&desktop) == nil && desktop.Path.IsValid() {
		b.mu.Lock()
		b.desktop = desktop
		b.mu.Unlock()
	}
	b.registry = ""
	_ = b.bus.BusObject().CallWithContext(ctx, dbusName+".GetNameOwner", 0, registryName).Store(&b.registry)
	b.askListeners(ctx)
}

// parent is what the registry says the program lies in.
func (b *bridge) parent() reference {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.desktop
}

// A reference names an object on the bus.
type reference struct {
	Name string
	Path dbus.ObjectPath
}

// nowhere is the reference to nothing.
func nowhere() reference { return reference{"", nullPath} }

func (b *bridge) reference(path dbus.ObjectPath) reference { return reference{b.name, path} }

// referenceTo names an element; nil is nothing.
func (b *bridge) referenceTo(e *access.Element) reference {
	if e == nil {
		return nowhere()
	}
	return b.reference(pathOf(e.ID))
}
