package desktop

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"reflect"
	"sync"
	"time"

	"github.com/godbus/dbus/v5"
	"github.com/godbus/dbus/v5/introspect"
)

// The names of MPRIS, by which desktops on Linux control what plays: their media keys, their panels and lock screens, and
// telephones that are joined to them.
const (
	mediaName       = "org.mpris.MediaPlayer2.Alongside"
	mediaPath       = "/org/mpris/MediaPlayer2"
	mediaInterface  = "org.mpris.MediaPlayer2"
	playerInterface = "org.mpris.MediaPlayer2.Player"
	properties      = "org.freedesktop.DBus.Properties"
)

// A Player is what the desktop's controls command. Its methods are called from any goroutine, several at a time, and return
// when what they ask for is done.
type Player interface {
	Play()
	Pause()
	Toggle()
	Next()
	Previous()
	Seek(to time.Duration)
	SetSpeed(speed float64)
	SetVolume(volume float64)
	Position() time.Duration // as it is heard now
	Open(location string)    // an address, or the path of a file
	Raise()
	Quit()
}

// A Playing is what plays, as the desktop's controls show it.
type Playing struct {
	Story   int64 // 0: none is open
	Title   string
	Authors []string
	Source  string // who published it
	Address string // of the page it is from; "" for none
	Picture string // the path of its picture's file; "" for none
	Length  time.Duration

	Sound   bool // there is something to play
	Going   bool // the position moves
	Ended   bool
	Turns   bool // one can go to the next turn and the one before
	Speed   float64
	Volume  float64
	Slowest float64
	Fastest float64
}

// MediaControls are the desktop's own controls of what plays.
type MediaControls struct {
	player Player

	mu   sync.Mutex
	now  Playing
	wake chan struct{}
}

// NewMediaControls offers a player to the desktop until ctx is done. Where there is no message bus it is offered to nobody.
func NewMediaControls(ctx context.Context, player Player) *MediaControls {
	m := &MediaControls{player: player, wake: make(chan struct{}, 1)}
	go func() {
		if bus, err := openSession(); err == nil {
			stay(ctx, bus, m.serve)
		}
	}()
	return m
}

// Show has the desktop show how things stand. It does not wait. To be called at each change, and now and then while the
// position moves, so that a place that was jumped to is told.
func (m *MediaControls) Show(now Playing) {
	m.mu.Lock()
	m.now = now
	m.mu.Unlock()
	select {
	case m.wake <- struct{}{}:
	default:
	}
}

func (m *MediaControls) shown() Playing {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now
}

// serve offers the player on a bus and tells of its changes until ctx is done.
func (m *MediaControls) serve(ctx context.Context, bus *dbus.Conn) {
	if err := m.offer(bus); err != nil {
		return
	}
	t := teller{bus: bus, told: m.shown().properties()}
	for {
		now := m.shown()
		if err := t.tell(now, m.player.Position(), time.Now()); err != nil {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-m.wake:
		}
	}
}

// offer makes the player an object on a bus and takes its name there: one of its own where that is taken, as the standard says.
func (m *MediaControls) offer(bus *dbus.Conn) error {
	for of, methods := range map[string]map[string]any{
		mediaInterface:  {"Raise": command(m.player.Raise), "Quit": command(m.player.Quit)},
		playerInterface: m.commands(),
		properties:      {"Get": m.get, "GetAll": m.getAll, "Set": m.set},
		"org.freedesktop.DBus.Introspectable": {"Introspect": func() (string, *dbus.Error) {
			return mediaDescription, nil
		}},
	} {
		if err := takes(bus, mediaPath, of, methods); err != nil {
			return err
		}
	}
	for _, name := range []string{mediaName, fmt.Sprintf("%s.instance%d", mediaName, os.Getpid())} {
		if reply, err := bus.RequestName(name, dbus.NameFlagDoNotQueue); err != nil {
			return fmt.Errorf("taking the name %s on the message bus: %w", name, err)
		} else if reply == dbus.RequestNameReplyPrimaryOwner {
			return nil
		}
	}
	return nil
}

func command(do func()) func() *dbus.Error {
	return func() *dbus.Error {
		do()
		return nil
	}
}

// commands are what the desktop may ask of the player. Stop only pauses: a key that was pressed by mistake must not lose the
// place in a long story.
func (m *MediaControls) commands() map[string]any {
	return map[string]any{
		"Play":        command(m.player.Play),
		"Pause":       command(m.player.Pause),
		"PlayPause":   command(m.player.Toggle),
		"Stop":        command(m.player.Pause),
		"Next":        command(m.player.Next),
		"Previous":    command(m.player.Previous),
		"Seek":        m.seekBy,
		"SetPosition": m.seekTo,
		"OpenUri":     m.open,
	}
}

// seekBy moves the position. What would be outside of the story is its beginning or its end.
func (m *MediaControls) seekBy(offset int64) *dbus.Error {
	now := m.shown()
	at, length := m.player.Position().Microseconds(), now.Length.Microseconds()
	if !now.Sound {
		return nil
	}
	offset = max(-at, min(offset, length-at)) // before it is added, as it may be any number
	m.player.Seek(time.Duration(at+offset) * time.Microsecond)
	return nil
}

// seekTo goes to a position in a story. As the standard says, it does nothing if another story is open by now, or for a place
// that the story does not have.
func (m *MediaControls) seekTo(story dbus.ObjectPath, at int64) *dbus.Error {
	now := m.shown()
	if now.Sound && story == now.track() && at >= 0 && at <= now.Length.Microseconds() {
		m.player.Seek(time.Duration(at) * time.Microsecond)
	}
	return nil
}

func (m *MediaControls) open(address string) *dbus.Error {
	location, err := locationOf(address)
	if err != nil {
		return dbus.MakeFailedError(err)
	}
	m.player.Open(location)
	return nil
}

// longestAddress is the longest one that is taken from other programs.
const longestAddress = 8 << 10

// locationOf is the path of a file that an address names, or the address of a page.
func locationOf(address string) (string, error) {
	u, err := url.Parse(address)
	switch {
	case len(address) > longestAddress:
		return "", fmt.Errorf("an address of %d letters is too long", len(address))
	case err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https"):
		return address, nil
	}
	return pathOf(address)
}

// track is a story's name among all that can be played.
func (p Playing) track() dbus.ObjectPath {
	return dbus.ObjectPath(fmt.Sprintf("/app/alongside/Alongside/story/%d", p.Story))
}

// status is one of the three words of the standard.
func (p Playing) status() string {
	switch {
	case p.Going:
		return "Playing"
	case p.Story == 0 || !p.Sound || p.Ended:
		return "Stopped"
	}
	return "Paused"
}

// metadata are what is known of the story.
func (p Playing) metadata() map[string]dbus.Variant {
	all := map[string]dbus.Variant{}
	if p.Story == 0 {
		return all
	}
	all["mpris:trackid"] = dbus.MakeVariant(p.track())
	if p.Length > 0 {
		all["mpris:length"] = dbus.MakeVariant(p.Length.Microseconds())
	}
	if len(p.Authors) > 0 {
		all["xesam:artist"] = dbus.MakeVariant(p.Authors)
	}
	for key, text := range map[string]string{"xesam:title": p.Title, "xesam:album": p.Source, "xesam:url": p.Address} {
		if text != "" {
			all[key] = dbus.MakeVariant(text)
		}
	}
	if p.Picture != "" {
		all["mpris:artUrl"] = dbus.MakeVariant(addressOf(p.Picture))
	}
	return all
}

// addressOf names a file on this machine.
func addressOf(path string) string { return (&url.URL{Scheme: "file", Path: path}).String() }

// properties are what the standard has other programs know of the player, except for the position, which is asked for.
func (p Playing) properties() map[string]any {
	return map[string]any{
		"PlaybackStatus": p.status(),
		"Metadata":       p.metadata(),
		"Rate":           p.Speed,
		"Volume":         p.Volume,
		"MinimumRate":    p.Slowest,
		"MaximumRate":    p.Fastest,
		"CanGoNext":      p.Turns,
		"CanGoPrevious":  p.Turns,
		"CanPlay":        p.Sound,
		"CanPause":       p.Sound,
		"CanSeek":        p.Sound,
		"CanControl":     true,
	}
}

// program are the properties of the program itself.
func program() map[string]any {
	return map[string]any{
		"Identity":            "Alongside",
		"DesktopEntry":        "app.alongside.Alongside",
		"CanQuit":             true,
		"CanRaise":            true,
		"HasTrackList":        false,
		"SupportedUriSchemes": []string{"file", "http", "https"},
		"SupportedMimeTypes":  MediaTypes(),
	}
}

// all are the properties of an interface; nil where there is no such interface.
func (m *MediaControls) all(of string) map[string]any {
	switch of {
	case mediaInterface:
		return program()
	case playerInterface:
		all := m.shown().properties()
		all["Position"] = m.player.Position().Microseconds()
		return all
	}
	return nil
}

func (m *MediaControls) get(of, property string) (dbus.Variant, *dbus.Error) {
	value, ok := m.all(of)[property]
	if !ok {
		return dbus.Variant{}, noProperty(of, property)
	}
	return dbus.MakeVariant(value), nil
}

func (m *MediaControls) getAll(of string) (map[string]dbus.Variant, *dbus.Error) {
	return variants(m.all(of)), nil
}

func variants(of map[string]any) map[string]dbus.Variant {
	all := map[string]dbus.Variant{}
	for name, value := range of {
		all[name] = dbus.MakeVariant(value)
	}
	return all
}

// set changes one of the properties that can be. A number that makes no sense changes nothing.
func (m *MediaControls) set(of, property string, value dbus.Variant) *dbus.Error {
	number, ok := value.Value().(float64)
	switch {
	case of != playerInterface || property != "Rate" && property != "Volume":
		return noProperty(of, property)
	case !ok || number != number:
		return dbus.NewError("org.freedesktop.DBus.Error.InvalidArgs", []any{property + " has to be a number"})
	case property == "Volume":
		m.player.SetVolume(max(0, min(number, 1)))
	case number == 0: // the standard's way to pause
		m.player.Pause()
	case number > 0:
		now := m.shown()
		m.player.SetSpeed(max(now.Slowest, min(number, now.Fastest)))
	}
	return nil
}

func noProperty(of, property string) *dbus.Error {
	return dbus.NewError("org.freedesktop.DBus.Error.UnknownProperty", []any{fmt.Sprintf("%s has no property %s that can be", of, property)})
}

// A teller tells a bus of changes, and of places that were jumped to.
type teller struct {
	bus   *dbus.Conn
	told  map[string]any
	last  Playing
	place time.Duration // where the listener was at a time
	when  time.Time
}

// jump is how far the position may be from where others think that it is before it is told anew.
const jump = 100 * time.Millisecond

// tell tells what has changed since the last time.
func (t *teller) tell(now Playing, at time.Duration, when time.Time) error {
	all := now.properties()
	changed := map[string]any{}
	for name, value := range all {
		if !reflect.DeepEqual(value, t.told[name]) {
			changed[name] = value
		}
	}
	if len(changed) > 0 {
		if err := t.bus.Emit(mediaPath, properties+".PropertiesChanged", playerInterface, variants(changed), []string{}); err != nil {
			return fmt.Errorf("telling the message bus what plays: %w", err)
		}
	}
	off := at - t.expected(now, when)
	t.told, t.last, t.place, t.when = all, now, at, when
	if now.Story != 0 && (off > jump || off < -jump) {
		if err := t.bus.Emit(mediaPath, playerInterface+".Seeked", at.Microseconds()); err != nil {
			return fmt.Errorf("telling the message bus where the story is: %w", err)
		}
	}
	return nil
}

// expected is where others think that the listener is: a story begins at its beginning and then goes on at its speed.
func (t *teller) expected(now Playing, when time.Time) time.Duration {
	switch {
	case now.Story != t.last.Story:
		return 0
	case t.last.Going:
		return t.place + time.Duration(float64(when.Sub(t.when))*t.last.Speed)
	}
	return t.place
}

// mediaDescription says what there is, for programs that ask first.
const mediaDescription = introspect.IntrospectDeclarationString + `<node>
 <interface name="org.mpris.MediaPlayer2">
  <method name="Raise"/><method name="Quit"/>
  <property name="Identity" type="s" access="read"/>
  <property name="DesktopEntry" type="s" access="read"/>
  <property name="CanQuit" type="b" access="read"/>
  <property name="CanRaise" type="b" access="read"/>
  <property name="HasTrackList" type="b" access="read"/>
  <property name="SupportedUriSchemes" type="as" access="read"/>
  <property name="SupportedMimeTypes" type="as" access="read"/>
 </interface>
 <interface name="org.mpris.MediaPlayer2.Player">
  <method name="Next"/><method name="Previous"/><method name="Pause"/><method name="PlayPause"/><method name="Stop"/><method name="Play"/>
  <method name="Seek"><arg name="Offset" type="x" direction="in"/></method>
  <method name="SetPosition"><arg name="TrackId" type="o" direction="in"/><arg name="Position" type="x" direction="in"/></method>
  <method name="OpenUri"><arg name="Uri" type="s" direction="in"/></method>
  <signal name="Seeked"><arg name="Position" type="x"/></signal>
  <property name="PlaybackStatus" type="s" access="read"/>
  <property name="Rate" type="d" access="readwrite"/>
  <property name="Metadata" type="a{sv}" access="read"/>
  <property name="Volume" type="d" access="readwrite"/>
  <property name="Position" type="x" access="read"/>
  <property name="MinimumRate" type="d" access="read"/>
  <property name="MaximumRate" type="d" access="read"/>
  <property name="CanGoNext" type="b" access="read"/>
  <property name="CanGoPrevious" type="b" access="read"/>
  <property name="CanPlay" type="b" access="read"/>
  <property name="CanPause" type="b" access="read"/>
  <property name="CanSeek" type="b" access="read"/>
  <property name="CanControl" type="b" access="read"/>
 </interface>
 <interface name="org.freedesktop.DBus.Properties">
  <method name="Get"><arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="v" direction="out"/></method>
  <method name="GetAll"><arg type="s" direction="in"/><arg type="a{sv}" direction="out"/></method>
  <method name="Set"><arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="v" direction="in"/></method>
  <signal name="PropertiesChanged"><arg type="s"/><arg type="a{sv}"/><arg type="as"/></signal>
 </interface>
</node>`
