//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package store

import "syscall"

const canTellLocks = true

func (l *fileLock) tryShared() bool    { return l.try(syscall.LOCK_SH) }
func (l *fileLock) tryExclusive() bool { return l.try(syscall.LOCK_EX) }

// try reports whether it got the lock. A file system that knows no locks gives every one: better to work without them
// there than not at all.
func (l *fileLock) try(how int) bool {
	for {
		switch err := syscall.Flock(int(l.file.Fd()), how|syscall.LOCK_NB); err {
		case syscall.EINTR:
		case syscall.EWOULDBLOCK:
			return false
		default:
			return true
		}
	}
}
