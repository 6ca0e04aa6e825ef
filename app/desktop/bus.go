package desktop

import (
	"fmt"
	"os"
	"runtime"
)

// KeepToRunningBus sees to it that the session's message bus is used where there is one, but none is started: the bus library
// would, on a bare X display, and leave it behind for good. Call it before anything asks the desktop.
func KeepToRunningBus() {
	const address = "DBUS_SESSION_BUS_ADDRESS"
	if runtime.GOOS != "linux" || os.Getenv(address) != "" {
		return
	}
	for _, name := range []string{"bus", "dbus-session"} { // where the library looks before it starts one
		if _, err := os.Stat(fmt.Sprintf("/run/user/%d/%s", os.Getuid(), name)); err == nil {
			return
		}
	}
	os.Setenv(address, "disabled:")
}
