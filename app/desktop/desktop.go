// Package desktop is what Alongside asks of the desktop it runs on.
package desktop

import (
	"github.com/rymdport/portal/settings"
)

const (
	appearance = "org.freedesktop.appearance"
	contrast   = "contrast"
	higher     = 1 // the portal's number for "more contrast"
)

// WatchContrast tells changed whether the desktop asks for more contrast: once soon after it is called, and whenever that
// changes. Where there is no desktop portal it never calls. changed is called from another goroutine.
func WatchContrast(changed func(more bool)) {
	go func() {
		if value, err := settings.ReadOne(appearance, contrast); err == nil {
			if n, ok := value.(uint32); ok {
				changed(n == higher)
			}
		}
		// It returns only when there is no portal to listen to, and then there is nothing more to tell.
		_ = settings.OnSignalSettingChanged(func(c settings.Changed) {
			if n, ok := c.Value.(uint32); ok && c.Namespace == appearance && c.Key == contrast {
				changed(n == higher)
			}
		})
	}()
}
