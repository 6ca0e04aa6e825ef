package playback

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestServersAreReadAsPulseAudioReadsThem(t *testing.T) {
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	for list, want := range map[string][]pulseServer{
		"unix:/run/a/native":              {{"unix", "/run/a/native"}},
		"/run/a/native":                   {{"unix", "/run/a/native"}},
		"tcp:sound.example:5000":          {{"tcp", "sound.example:5000"}},
		"sound.example":                   {{"tcp", "sound.example:4713"}},
		"tcp6:[::1]":                      {{"tcp6", "[::1]:4713"}},
		"{elsewhere}unix:/run/a /run/b":   {{"unix", "/run/b"}},
		"{" + host + "}unix:/run/a":       {{"unix", "/run/a"}},
		"unix:/run/a/native tcp:10.0.0.2": {{"unix", "/run/a/native"}, {"tcp", "10.0.0.2:4713"}},
		"":                                nil,
	} {
		if got := parsePulseServers(list); !slices.Equal(got, want) {
			t.Errorf("%q: %v, not %v", list, got, want)
		}
	}
}

// clean takes everything away that names a server.
func clean(t *testing.T) (home string) {
	t.Helper()
	home = t.TempDir()
	for _, name := range []string{
		"PULSE_SERVER", "PULSE_SINK", "PULSE_COOKIE", "PULSE_RUNTIME_PATH", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME",
	} {
		t.Setenv(name, "")
	}
	t.Setenv("HOME", home)
	return home
}

func TestUsualSocketsAreLookedFor(t *testing.T) {
	home := clean(t)
	t.Setenv("XDG_RUNTIME_DIR", "/run/user/7")
	servers := readPulseConfig().servers
	if len(servers) == 0 || servers[0] != (pulseServer{"unix", "/run/user/7/pulse/native"}) {
		t.Errorf("%v", servers)
	}
	id, err := os.ReadFile("/etc/machine-id")
	if err != nil {
		t.Skip("this machine has no number")
	}
	old := pulseServer{"unix", filepath.Join(home, ".config/pulse", string(id[:len(id)-1])+"-runtime", "native")}
	if !slices.Contains(servers, old) {
		t.Errorf("%v is not among %v", old, servers)
	}
}

func TestEnvironmentComesBeforeTheSettings(t *testing.T) {
	home := clean(t)
	dir := filepath.Join(home, ".config", "pulse")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	conf := "# mine\ndefault-server = unix:/run/mine\n; default-sink = a\ndefault-sink = b\n"
	if err := os.WriteFile(filepath.Join(dir, "client.conf"), []byte(conf), 0o600); err != nil {
		t.Fatal(err)
	}
	got := readPulseConfig()
	if !slices.Equal(got.servers, []pulseServer{{"unix", "/run/mine"}}) || got.sink != "b" {
		t.Errorf("by the settings: %v, sink %q", got.servers, got.sink)
	}
	t.Setenv("PULSE_SERVER", "/run/other")
	t.Setenv("PULSE_SINK", "c")
	got = readPulseConfig()
	if !slices.Equal(got.servers, []pulseServer{{"unix", "/run/other"}}) || got.sink != "c" {
		t.Errorf("by the environment: %v, sink %q", got.servers, got.sink)
	}
}
