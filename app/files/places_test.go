package files

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestPlacesAreThoseThatAreThere(t *testing.T) {
	home := tree(t, "Documents/", "Bureau/", "media/stick/", "Downloads")
	s := surroundings{
		home: home, userDir: map[string]string{"Desktop": filepath.Join(home, "Bureau")},
		media: []string{filepath.Join(home, "media"), filepath.Join(home, "gone")}, drives: []string{"/"},
	}
	want := []place{
		{"Home", home},
		{"Desktop", filepath.Join(home, "Bureau")},
		{"Documents", filepath.Join(home, "Documents")},
		{"stick", filepath.Join(home, "media", "stick")},
		{"This computer", "/"},
	}
	if got := s.places(); !slices.Equal(got, want) {
		t.Errorf("the places are %v, want %v", got, want)
	}
}

func TestFoldersOfAPersonAreReadAsTheDesktopKeepsThem(t *testing.T) {
	got := userDirs(strings.NewReader(`# comment
XDG_DESKTOP_DIR="$HOME/Schreibtisch"
XDG_DOWNLOAD_DIR="/data/down"
XDG_DOCUMENTS_DIR="relative"
XDG_MUSIC_DIR="$HOME/Musik"
rubbish
`), "/home/me")
	if len(got) != 2 || got["Desktop"] != "/home/me/Schreibtisch" || got["Downloads"] != "/data/down" {
		t.Errorf("they are %v", got)
	}
}
