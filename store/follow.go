package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// This file follows a library to where it was moved.

// Follow gives the folder where the library that was in dir is now: dir itself where it was not moved. It gives ErrNotThere
// where there is no library at the place that it was moved to.
func Follow(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	var passed []string
	for range mostPointers {
		to, err := readPointer(dir)
		if err != nil || to == "" {
			return dir, err
		}
		if i := slices.Index(passed, dir); i >= 0 {
			return newest(passed[i:])
		}
		passed = append(passed, dir)
		if _, err := os.Stat(filepath.Join(to, pointerName)); err != nil {
			if info, err := os.Stat(filepath.Join(to, databaseName)); err != nil || !info.Mode().IsRegular() {
				return to, fmt.Errorf("looking for the library in %s: %w", to, ErrNotThere)
			}
		}
		dir = to
	}
	return dir, endless(dir)
}

// newest gives that one of some folders, each of which leads to the next and the last to the first, to which the library was
// moved last: the program was killed before it could remove the pointer that was there from an earlier move.
func newest(round []string) (string, error) {
	for _, dir := range round {
		if _, err := os.Stat(filepath.Join(dir, unfinishedMove)); err == nil {
			return dir, nil
		}
	}
	return round[0], endless(round[0])
}

func endless(dir string) error {
	return fmt.Errorf("%s leads from one folder to the next; delete those that are wrong", filepath.Join(dir, pointerName))
}

// readPointer gives the folder that a library in dir was moved to, "" where it was not.
func readPointer(dir string) (string, error) {
	file, err := os.Open(filepath.Join(dir, pointerName))
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) || meaning(err) == ErrNotLibrary {
			return "", nil
		}
		return "", explain(err)
	}
	defer file.Close()
	const longest = 1 << 16
	text, err := io.ReadAll(io.LimitReader(file, longest))
	if err != nil {
		return "", explain(err)
	}
	var p pointer
	if err := json.Unmarshal(text, &p); err != nil || !filepath.IsAbs(p.To) {
		return "", fmt.Errorf("%s, which says where the library was moved to, cannot be read; "+
			"write {\"to\": \"FOLDER\"} into it, or delete it if the library is still here", file.Name())
	}
	return p.To, nil
}

// isPointer reports whether a file in a library's folder is a pointer, or one whose writing was killed.
func isPointer(name string) bool {
	return name == pointerName || strings.HasPrefix(name, pointerName+".")
}

func writePointer(dir, to string) error {
	text, err := json.Marshal(pointer{to})
	if err != nil {
		return err
	}
	out, err := os.CreateTemp(dir, pointerName+".*")
	if err != nil {
		return err
	}
	defer os.Remove(out.Name())
	if _, err := out.Write(append(text, '\n')); err != nil {
		out.Close()
		return err
	}
	if err := publish(out, filepath.Join(dir, pointerName)); err != nil {
		return err
	}
	return syncPath(dir)
}
