package store

import "golang.org/x/sys/windows"

const canTellLocks = true

func (l *fileLock) tryShared() bool    { return l.try(0) }
func (l *fileLock) tryExclusive() bool { return l.try(windows.LOCKFILE_EXCLUSIVE_LOCK) }

func (l *fileLock) try(how uint32) bool {
	handle := windows.Handle(l.file.Fd())
	windows.UnlockFileEx(handle, 0, 1, 0, new(windows.Overlapped)) // a lock held already is in the way of the other kind
	err := windows.LockFileEx(handle, how|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, new(windows.Overlapped))
	return err != windows.ERROR_LOCK_VIOLATION && err != windows.ERROR_IO_PENDING
}
