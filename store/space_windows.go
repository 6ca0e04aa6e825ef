package store

import "golang.org/x/sys/windows"

// freeSpace is how many bytes can still be written to the disk that a folder is on, -1 where that cannot be told.
func freeSpace(dir string) int64 {
	name, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return -1
	}
	var free uint64
	if err := windows.GetDiskFreeSpaceEx(name, &free, nil, nil); err != nil {
		return -1
	}
	return int64(free)
}
