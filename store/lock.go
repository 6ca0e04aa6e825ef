package store

import (
	"context"
	"os"
	"time"
)

// A fileLock is a lock between programs on an empty file. It goes when the program ends, however that ends.
type fileLock struct{ file *os.File }

// lockShared waits until it holds a shared lock on the file, which it makes.
func lockShared(ctx context.Context, path string) (*fileLock, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, explain(err)
	}
	lock := &fileLock{file}
	deadline := time.Now().Add(busyTimeout)
	for !lock.tryShared() {
		if time.Now().After(deadline) {
			lock.Close()
			return nil, ErrInUse
		}
		select {
		case <-ctx.Done():
			lock.Close()
			return nil, ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
	return lock, nil
}

// alone runs do while no other program holds the lock; it gives ErrInUse where one does.
func (l *fileLock) alone(do func() error) error {
	if !l.tryExclusive() {
		l.tryShared()
		return ErrInUse
	}
	defer l.tryShared()
	return do()
}

// Close gives the lock up.
func (l *fileLock) Close() { l.file.Close() }
