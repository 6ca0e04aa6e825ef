//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd || windows)

package store

// No locks between programs here: SQLite's own keep the database whole, and left-over files are told by their age.

const canTellLocks = false

func (l *fileLock) tryShared() bool    { return true }
func (l *fileLock) tryExclusive() bool { return true }
