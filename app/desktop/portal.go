package desktop

import (
	"context"
	"fmt"
	"time"

	"github.com/godbus/dbus/v5"
)

// The portal's names.
const (
	portalName = "org.freedesktop.portal.Desktop"
	portalPath = "/org/freedesktop/portal/desktop"

	settingsInterface = "org.freedesktop.portal.Settings"
	chooserInterface  = "org.freedesktop.portal.FileChooser"
	requestInterface  = "org.freedesktop.portal.Request"
)

// How long the portal may take for an answer that needs no person. At login it may yet be starting, which does not matter
// to what is asked in the background; someone who wants to choose a file is not kept waiting.
const (
	answerTime = 2 * time.Second
	startTime  = time.Minute
)

// A portal is the desktop's portal. It has a connection of its own, so that no other part of the program gets its signals,
// and so that what was asked for ends with it.
type portal struct {
	bus    *dbus.Conn
	object dbus.BusObject
}

// openPortal connects to the session's bus. Whether there is a portal shows when it is asked.
func openPortal() (*portal, error) {
	bus, err := openSession()
	if err != nil {
		return nil, err
	}
	return &portal{bus: bus, object: bus.Object(portalName, portalPath)}, nil
}

func (p *portal) close() { p.bus.Close() }

// listen begins to collect the signals of an interface's member.
func (p *portal) listen(of, member string, more ...dbus.MatchOption) (<-chan *dbus.Signal, error) {
	const most = 32 // that wait to be read; the bus library keeps the others
	options := append([]dbus.MatchOption{dbus.WithMatchInterface(of), dbus.WithMatchMember(member)}, more...)
	if err := p.bus.AddMatchSignal(options...); err != nil {
		return nil, fmt.Errorf("listening to the desktop's portal: %w", err)
	}
	signals := make(chan *dbus.Signal, most)
	p.bus.Signal(signals)
	return signals, nil
}

// call asks the portal for something and reads its answer, if it comes within a time.
func (p *portal) call(ctx context.Context, within time.Duration, method string, answer any, arguments ...any) error {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	if err := p.object.CallWithContext(ctx, method, 0, arguments...).Store(answer); err != nil {
		return fmt.Errorf("asking the desktop's portal for %s: %w", method, err)
	}
	return nil
}
