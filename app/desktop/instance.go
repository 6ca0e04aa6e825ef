package desktop

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/godbus/dbus/v5"
)

// The names by which one start of the program hands what it was given to another. The interface is the desktops' own for
// programs, so that they can use it, too.
const (
	programName      = "app.alongside.Alongside"
	programPath      = "/app/alongside/Alongside"
	programInterface = "org.freedesktop.Application"
	storyAction      = "open-story"
)

// handTime is how long the program that runs already may take to say that it has taken what was handed to it.
const handTime = 5 * time.Second

// A Request is what the program was started with. The zero value only asks for its window.
type Request struct {
	Story    int64    // the number of a story in the library; 0 for none
	Location []string // addresses, and full paths of files
}

// ErrEnding is what a program answers that is about to end: it takes nothing any more.
var ErrEnding = errors.New("the program is ending")

// An Instance is the program as the one that has a library open.
type Instance struct {
	requests chan handed
	ready    context.Context
}

// handed is a request with where its answer is waited for.
type handed struct {
	Request
	taken chan error
}

// InstanceName is the name on the bus of the program that has the library in a folder open. The usual library's is the
// program's own.
func InstanceName(folder, usual string) string {
	folder = real(folder)
	if folder == real(usual) {
		return programName
	}
	return fmt.Sprintf("%s.Library%x", programName, sha256.Sum256([]byte(folder)))
}

// real is a folder's full path without links, as far as it is there.
func real(folder string) string {
	if full, err := filepath.Abs(folder); err == nil {
		folder = full
	}
	if plain, err := filepath.EvalSymlinks(folder); err == nil {
		folder = plain
	}
	return folder
}

// ErrHanded says that the program ran already and has taken the request.
var ErrHanded = errors.New("the program runs already, and has opened what was asked for")

// Claim makes this the program of a name until ctx is done, or gives ErrHanded where there is one that took the request.
// Where there is no bus, or the other does not answer, nothing stands in the way of a second one.
func Claim(ctx context.Context, name string, r Request) (*Instance, error) {
	i := &Instance{requests: make(chan handed), ready: ctx}
	bus, err := openSession()
	if err != nil {
		return i, nil
	}
	const tries = 3 // the other may end in between
	for range tries {
		if mine, err := i.take(bus, name); err != nil || mine {
			break
		}
		if err = hand(ctx, bus, name, r); err == nil {
			bus.Close()
			return nil, ErrHanded
		} else if !isGone(err) {
			break
		}
	}
	go stay(ctx, bus, func(ctx context.Context, bus *dbus.Conn) {
		if _, err := i.take(bus, name); err == nil {
			<-ctx.Done()
		}
	})
	return i, nil
}

// Serve has requests of later starts done, one at a time, until the instance's time is over. do answers nil for what it took.
func (i *Instance) Serve(do func(Request) error) {
	for {
		select {
		case <-i.ready.Done():
			return
		case h := <-i.requests:
			h.taken <- do(h.Request)
		}
	}
}

// take offers the program on a bus and takes the name there, unless it is taken. What is asked for early waits for Serve.
func (i *Instance) take(bus *dbus.Conn, name string) (mine bool, err error) {
	err = takes(bus, programPath, programInterface, map[string]any{
		"Activate": func(map[string]dbus.Variant) *dbus.Error { return i.ask(Request{}) },
		"Open": func(addresses []string, _ map[string]dbus.Variant) *dbus.Error {
			r, err := requestOf(addresses)
			if err != nil {
				return dbus.MakeFailedError(err)
			}
			return i.ask(r)
		},
		"ActivateAction": func(action string, with []dbus.Variant, _ map[string]dbus.Variant) *dbus.Error {
			var story int64
			if action == storyAction && len(with) == 1 {
				story, _ = with[0].Value().(int64)
			}
			if story <= 0 {
				return dbus.MakeFailedError(errors.New("there is no such action"))
			}
			return i.ask(Request{Story: story})
		},
	})
	if err != nil {
		return false, err
	}
	reply, err := bus.RequestName(name, dbus.NameFlagDoNotQueue)
	if err != nil {
		return false, fmt.Errorf("taking the name %s on the message bus: %w", name, err)
	}
	return reply == dbus.RequestNameReplyPrimaryOwner || reply == dbus.RequestNameReplyAlreadyOwner, nil
}

// most is how many files are taken at once from another program.
const most = 100

func requestOf(addresses []string) (Request, error) {
	if len(addresses) > most {
		return Request{}, fmt.Errorf("%d files at once are too many; %d can be opened", len(addresses), most)
	}
	var r Request
	for _, address := range addresses {
		location, err := locationOf(address)
		if err != nil {
			return Request{}, err
		}
		r.Location = append(r.Location, location)
	}
	return r, nil
}

// ask has a request done and waits until it is taken.
func (i *Instance) ask(r Request) *dbus.Error {
	h := handed{r, make(chan error, 1)}
	err := ErrEnding
	select {
	case i.requests <- h:
		select {
		case err = <-h.taken:
		case <-i.ready.Done():
		}
	case <-i.ready.Done():
	}
	if err != nil {
		return dbus.MakeFailedError(err)
	}
	return nil
}

// hand gives a request to the program that has the name.
func hand(ctx context.Context, bus *dbus.Conn, name string, r Request) error {
	ctx, cancel := context.WithTimeout(ctx, handTime)
	defer cancel()
	method, arguments := "Activate", []any{map[string]dbus.Variant{}}
	switch {
	case r.Story != 0:
		method, arguments = "ActivateAction", []any{storyAction, []dbus.Variant{dbus.MakeVariant(r.Story)}, map[string]dbus.Variant{}}
	case len(r.Location) > 0:
		method, arguments = "Open", []any{addressesOf(r.Location), map[string]dbus.Variant{}}
	}
	call := bus.Object(name, programPath).CallWithContext(ctx, programInterface+"."+method, dbus.FlagNoAutoStart, arguments...)
	if call.Err != nil {
		return fmt.Errorf("handing over to the program that runs already: %w", call.Err)
	}
	return nil
}

func addressesOf(locations []string) (addresses []string) {
	for _, location := range locations {
		if !strings.Contains(location, "://") {
			location = addressOf(location)
		}
		addresses = append(addresses, location)
	}
	return addresses
}

// isGone reports whether the name has lost its owner.
func isGone(err error) bool {
	var refused dbus.Error
	if !errors.As(err, &refused) {
		return false
	}
	switch refused.Name {
	case "org.freedesktop.DBus.Error.ServiceUnknown", "org.freedesktop.DBus.Error.NameHasNoOwner", "org.freedesktop.DBus.Error.NoReply":
		return true
	}
	return false
}

// RequestOf is what words on the command line ask for: a story's number, an address or a file.
func RequestOf(words []string) Request {
	var r Request
	for _, word := range words {
		if story, err := strconv.ParseInt(word, 10, 64); err == nil && story > 0 && len(words) == 1 {
			return Request{Story: story}
		}
		if !strings.Contains(word, "://") {
			if full, err := filepath.Abs(word); err == nil {
				word = full
			}
		}
		r.Location = append(r.Location, word)
	}
	return r
}
