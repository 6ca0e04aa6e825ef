//go:build darwin || freebsd || linux

package store

import "syscall"

// freeSpace is how many bytes can still be written to the disk that a folder is on, -1 where that cannot be told.
func freeSpace(dir string) int64 {
	var disk syscall.Statfs_t
	if err := syscall.Statfs(dir, &disk); err != nil {
		return -1
	}
	return int64(disk.Bavail) * int64(disk.Bsize)
}
