// Package desktop is what Alongside asks of the desktop it runs on.
package desktop

import (
	"sync/atomic"

	"github.com/godbus/dbus/v5"
	"github.com/rymdport/portal/settings"
)

// An Appearance is how the person wants all programs to look.
type Appearance struct {
	Dark         bool
	MoreContrast bool
}

// The portal's names for it, and the numbers that it gives.
const (
	namespace     = "org.freedesktop.appearance"
	scheme        = "color-scheme"
	contrast      = "contrast"
	prefersDark   = 1
	prefersHigher = 1
)

// WatchAppearance tells changed what the desktop asks for: once soon after it is called, and whenever that changes. Where
// there is no desktop portal (other systems than Linux, a bare window manager) it never calls. changed is called from
// another goroutine, one call at a time.
func WatchAppearance(changed func(Appearance)) {
	go func() {
		var known atomic.Pointer[Appearance]
		now := Appearance{Dark: read(scheme) == prefersDark, MoreContrast: read(contrast) == prefersHigher}
		known.Store(&now)
		if now != (Appearance{}) {
			changed(now)
		}
		// It returns only when there is no portal to listen to, and then there is nothing more to tell.
		_ = settings.OnSignalSettingChanged(func(c settings.Changed) {
			value, ok := c.Value.(uint32)
			if c.Namespace != namespace || !ok {
				return
			}
			next := *known.Load()
			switch c.Key {
			case scheme:
				next.Dark = value == prefersDark
			case contrast:
				next.MoreContrast = value == prefersHigher
			}
			known.Store(&next)
			changed(next)
		})
	}()
}

// read gives a setting's number, 0 where it is not known.
func read(key string) uint32 {
	value, err := settings.ReadOne(namespace, key)
	if err != nil {
		return 0
	}
	for { // older portals wrap the value twice
		inner, ok := value.(dbus.Variant)
		if !ok {
			break
		}
		value = inner.Value()
	}
	n, _ := value.(uint32)
	return n
}
