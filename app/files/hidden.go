//go:build !windows

package files

import (
	"io/fs"
	"strings"
)

// hidden reports whether the system keeps something out of sight.
func hidden(e fs.DirEntry) bool { return strings.HasPrefix(e.Name(), ".") }
