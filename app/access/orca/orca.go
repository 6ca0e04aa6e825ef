// Package orca runs the Orca screen reader, as tests do, and tells what it says. Nothing is heard: its voice is one that only
// takes note. It is not part of the program.
package orca

import (
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"time"
)

// byLine runs Orca with a log that can be followed.
//
//go:embed by_line.py
var byLine []byte

// python is the interpreter that Debian's Orca is installed for, whatever else there is.
const python = "/usr/bin/python3"

// Missing names the programs that are needed and are not here.
func Missing() (names []string) {
	for _, name := range []string{"orca", "speech-dispatcher", python} {
		if _, err := exec.LookPath(name); err != nil {
			names = append(names, name)
		}
	}
	return names
}

// A Reader is an Orca that runs.
type Reader struct {
	log   string
	heard int // how many utterances were given out
}

// voice has speech-dispatcher say nothing, to nowhere.
const voice = `LogLevel 1
LogDir "default"
CommunicationMethod "unix_socket"
AudioOutputMethod "alsa"
AddModule "dummy" "sd_dummy" ""
DefaultModule dummy
`

// silence has ALSA, which Orca's voice would wait for, swallow all sound.
const silence = "pcm.!default { type null }\nctl.!default { type null }\n"

// Start runs speech-dispatcher and Orca. Their files lie in a folder; start starts a command with the environment of the
// desktop that is to be read, whose home folder is home, and ends it with the test.
func Start(folder, home string, start func(*exec.Cmd)) (*Reader, error) {
	socket := filepath.Join(folder, "speech.sock")
	for path, content := range map[string]string{
		filepath.Join(folder, "speechd.conf"): voice,
		filepath.Join(home, ".asoundrc"):      silence,
		filepath.Join(folder, "by_line.py"):   string(byLine),
	} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			return nil, fmt.Errorf("getting Orca ready: %w", err)
		}
	}
	if err := os.MkdirAll(filepath.Join(folder, "modules"), 0o700); err != nil {
		return nil, fmt.Errorf("getting Orca ready: %w", err)
	}
	start(exec.Command("speech-dispatcher", "-s", "-C", folder, "-L", folder, "-P", filepath.Join(folder, "pid"), "-c", "unix_socket", "-S", socket))
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		if _, err := os.Stat(socket); err == nil {
			break
		}
		if time.Now().After(deadline) {
			return nil, fmt.Errorf("speech-dispatcher opens no socket at %s", socket)
		}
	}
	r := &Reader{log: filepath.Join(folder, "orca.log")}
	start(exec.Command(python, filepath.Join(folder, "by_line.py"), r.log, "unix_socket:"+socket))
	return r, nil
}

var utterance = regexp.MustCompile(`SPEECH OUTPUT: '(.*?)' ?(?:voice=|\{)`)

// Log is all that Orca has noted of what it does.
func (r *Reader) Log() string {
	log, _ := os.ReadFile(r.log) // not there before Orca has begun
	return string(log)
}

// Said is all that Orca has said, an utterance each.
func (r *Reader) Said() (said []string) {
	for _, m := range utterance.FindAllStringSubmatch(r.Log(), -1) {
		said = append(said, m[1])
	}
	return said
}

// Hear gives what Orca says from now on: as soon as that is what is wanted, else after it has had time enough to say it, and in
// both cases a moment later, since people do not press keys while they still hear of the last.
func (r *Reader) Hear(want []string, patience time.Duration) []string {
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if slices.Equal(r.Said()[r.heard:], want) {
			break
		}
	}
	time.Sleep(150 * time.Millisecond)
	said := r.Said()[r.heard:]
	r.heard += len(said)
	return said
}

// HearAll gives what Orca says until it has been silent for a while.
func (r *Reader) HearAll(silent time.Duration) []string {
	count, since := len(r.Said()), time.Now()
	for time.Since(since) < silent {
		time.Sleep(20 * time.Millisecond)
		if n := len(r.Said()); n != count {
			count, since = n, time.Now()
		}
	}
	said := r.Said()[r.heard:]
	r.heard += len(said)
	return said
}
