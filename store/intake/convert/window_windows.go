package convert

import (
	"os/exec"
	"syscall"
)

// withoutWindow keeps a program of the terminal from opening a window of its own.
func withoutWindow(command *exec.Cmd) {
	const createNoWindow = 0x08000000
	command.SysProcAttr = &syscall.SysProcAttr{HideWindow: true, CreationFlags: createNoWindow}
}
