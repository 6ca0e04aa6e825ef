package desktop

import (
	"context"

	"github.com/godbus/dbus/v5"
)

// An Appearance is how the person wants all programs to look and to move.
type Appearance struct {
	Dark         bool
	MoreContrast bool
	Still        bool    // nothing may glide or slide
	Text         float32 // how large text is beside its usual size
}

// Usual is the appearance where the desktop asks for nothing.
func Usual() Appearance { return Appearance{Text: 1} }

// A setting is the name of something that the portal tells.
type setting struct{ namespace, key string }

// The settings heeded. Whether anything may move is a setting of all desktops only since 2025; GNOME's own is older.
func scheme() setting     { return setting{"org.freedesktop.appearance", "color-scheme"} }
func contrast() setting   { return setting{"org.freedesktop.appearance", "contrast"} }
func motion() setting     { return setting{"org.freedesktop.appearance", "reduced-motion"} }
func animations() setting { return setting{"org.gnome.desktop.interface", "enable-animations"} }
func textScale() setting  { return setting{"org.gnome.desktop.interface", "text-scaling-factor"} }

// What the portal's numbers mean, and how far they go.
const (
	prefersDark    = 1
	lastScheme     = 2
	prefersHigher  = 1
	lastContrast   = 1
	prefersReduced = 1
	lastMotion     = 1

	leastText = 0.5
	mostText  = 4
)

// known are the settings that the portal has told, as it told them.
type known map[setting]any

// take keeps a setting's value, unless it is none that the setting can have: then it stays as it was.
func (k known) take(name setting, value any) {
	fits := false
	switch name {
	case scheme():
		fits = upTo(lastScheme, value)
	case contrast():
		fits = upTo(lastContrast, value)
	case motion():
		fits = upTo(lastMotion, value)
	case animations():
		_, fits = value.(bool)
	case textScale():
		factor, ok := value.(float64)
		fits = ok && factor >= leastText && factor <= mostText
	}
	if fits {
		k[name] = value
	}
}

func upTo(last uint32, value any) bool {
	n, ok := value.(uint32)
	return ok && n <= last
}

// appearance is what the settings come to.
func (k known) appearance() Appearance {
	a := Usual()
	a.Dark = k[scheme()] == uint32(prefersDark)
	a.MoreContrast = k[contrast()] == uint32(prefersHigher)
	a.Still = k[animations()] == false
	if asked, ok := k[motion()]; ok {
		a.Still = asked == uint32(prefersReduced)
	}
	if factor, ok := k[textScale()].(float64); ok {
		a.Text = float32(factor)
	}
	return a
}

// WatchAppearance gives what the desktop asks for: at once, and whenever that changes, until ctx is done. Where there is no
// portal the channel is closed.
func WatchAppearance(ctx context.Context) <-chan Appearance {
	told := make(chan Appearance)
	go func() {
		defer close(told)
		p, err := openPortal()
		if err != nil {
			return
		}
		defer p.close()
		p.tellAppearance(ctx, told)
	}()
	return told
}

// tellAppearance listens before it reads, so that no change is lost in between.
func (p *portal) tellAppearance(ctx context.Context, told chan<- Appearance) {
	changes, err := p.listen(settingsInterface, "SettingChanged", dbus.WithMatchSender(portalName))
	if err != nil {
		return
	}
	settings, err := p.settings(ctx)
	if err != nil {
		return
	}
	for last := (Appearance{}); ; {
		if now := settings.appearance(); now != last {
			select {
			case told <- now:
				last = now
			case <-ctx.Done():
				return
			}
		}
		select {
		case change, ok := <-changes:
			if !ok {
				return
			}
			if name, value, ok := changed(change); ok {
				settings.take(name, value)
			}
		case <-ctx.Done():
			return
		}
	}
}

// settings reads all that is heeded.
func (p *portal) settings(ctx context.Context) (known, error) {
	var all map[string]map[string]dbus.Variant
	namespaces := []string{scheme().namespace, animations().namespace}
	if err := p.call(ctx, startTime, settingsInterface+".ReadAll", &all, namespaces); err != nil {
		return nil, err
	}
	settings := known{}
	for namespace, values := range all {
		for key, value := range values {
			settings.take(setting{namespace, key}, value.Value())
		}
	}
	return settings, nil
}

// changed reads the signal that tells of a change.
func changed(s *dbus.Signal) (name setting, value any, ok bool) {
	var held dbus.Variant
	if err := dbus.Store(s.Body, &name.namespace, &name.key, &held); err != nil {
		return setting{}, nil, false
	}
	return name, held.Value(), true
}
