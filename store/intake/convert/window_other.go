//go:build !windows

package convert

import "os/exec"

// withoutWindow does nothing: only on Windows do programs of the terminal open a window.
func withoutWindow(*exec.Cmd) {}
