package files

import (
	"bufio"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// A place is where people keep files.
type place struct{ name, path string }

// surroundings are where places are looked for.
type surroundings struct {
	home    string
	userDir map[string]string // name → path of the folders that have others here than in English
	media   []string          // folders in which disks appear
	drives  []string          // roots of file systems
}

// around are the surroundings on this machine.
func around() surroundings {
	s := surroundings{userDir: map[string]string{}, drives: []string{"/"}}
	s.home, _ = os.UserHomeDir() // without one, that place is left out
	switch user := os.Getenv("USER"); {
	case runtime.GOOS == "windows":
		s.drives = nil
		for letter := 'C'; letter <= 'Z'; letter++ {
			s.drives = append(s.drives, string(letter)+`:\`)
		}
	case runtime.GOOS == "darwin":
		s.media = []string{"/Volumes"}
	case user != "":
		s.media = []string{filepath.Join("/run/media", user), filepath.Join("/media", user)}
	}
	if config, err := os.UserConfigDir(); err == nil && runtime.GOOS == "linux" {
		if file, err := os.Open(filepath.Join(config, "user-dirs.dirs")); err == nil {
			defer file.Close()
			s.userDir = userDirs(file, s.home)
		}
	}
	return s
}

// userDirs reads the file in which a Linux desktop keeps where the folders of a person are.
func userDirs(from io.Reader, home string) map[string]string {
	names := map[string]string{"XDG_DESKTOP_DIR": "Desktop", "XDG_DOCUMENTS_DIR": "Documents", "XDG_DOWNLOAD_DIR": "Downloads"}
	dirs := map[string]string{}
	const most = 64 << 10
	for lines := bufio.NewScanner(io.LimitReader(from, most)); lines.Scan(); {
		key, value, _ := strings.Cut(strings.TrimSpace(lines.Text()), "=")
		path := strings.Trim(value, `"`)
		if within, ok := strings.CutPrefix(path, "$HOME"); ok {
			path = home + within
		}
		if name := names[key]; name != "" && filepath.IsAbs(path) {
			dirs[name] = filepath.Clean(path)
		}
	}
	return dirs
}

// places are those that are there.
func (s surroundings) places() []place {
	var all []place
	if s.home != "" {
		all = append(all, place{"Home", s.home})
		for _, name := range []string{"Desktop", "Documents", "Downloads"} {
			path := s.userDir[name]
			if path == "" {
				path = filepath.Join(s.home, name)
			}
			if path != s.home { // which a desktop says where there is no such folder
				all = append(all, place{name, path})
			}
		}
	}
	for _, folder := range s.media {
		disks, _ := os.ReadDir(folder) // where nothing is plugged in there may be no such folder
		for _, disk := range disks {
			all = append(all, place{disk.Name(), filepath.Join(folder, disk.Name())})
		}
	}
	for _, drive := range s.drives {
		name := drive
		if drive == "/" {
			name = "This computer"
		}
		all = append(all, place{name, drive})
	}
	return there(all)
}

// there are the places that are folders.
func there(all []place) (found []place) {
	for _, p := range all {
		if info, err := os.Stat(p.path); err == nil && info.IsDir() {
			found = append(found, p)
		}
	}
	return found
}
