// Package synthesis has text spoken by eSpeak NG, a program that knows how more than a hundred languages sound. What it
// says is compared with a recording of the same text, to find when the words are spoken there.
//
// Its words: a [Program] is an eSpeak NG that is installed. It has a *voice* for each of its languages, named by a tag
// much like those of BCP 47. An [Utterance] is what it says of one text: samples, and where in them its *pieces* end. A
// piece is what is said without a pause, mostly a word; "1984" may be two of them, "of the" one.
//
// eSpeak NG does not tell on its command line when it says which word. But it can be asked to rest between words (its
// option -g), and its rests are samples that are exactly zero, for longer than any sound of speech is silent. So the rests
// are where the words end; they are cut out of the utterance.
//
// eSpeak NG is under the GPL and is neither linked nor shipped: it is run as a program of its own where it is installed.
//
// Sources: the manual of eSpeak NG; IETF BCP 47 (RFC 5646) for the tags. To align by synthesis is the idea of Malfrère and
// Dutoit, "High-quality speech synthesis for phonetic speech segmentation" (Eurospeech 1997), and of the program aeneas.
package synthesis

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// ErrMissing says that eSpeak NG is not installed.
var ErrMissing = errors.New("the program espeak-ng is not installed")

// ErrLanguage says that eSpeak NG does not speak a language.
var ErrLanguage = errors.New("espeak-ng has no voice for the language")

// ErrOutput says that what eSpeak NG gave cannot be what it was asked for.
var ErrOutput = errors.New("espeak-ng gave something else than speech")

// name is what the program is called where it is installed.
const name = "espeak-ng"

// How long the program may take, and how much it may say.
const (
	listTime  = 10 * time.Second
	speakTime = 30 * time.Second
	mostList  = 1 << 20
	// MostText is how many bytes of text are spoken at once at most; the rest is left out.
	MostText  = 4000
	bytesEach = 1 << 16 // for each byte of text: "9" may become "nine hundred billion"
	bytesMore = 1 << 20
)

// A Program is an eSpeak NG that is installed. It may be used by several goroutines.
type Program struct {
	path   string
	voices []voice
}

// Find looks for eSpeak NG and asks it for its voices.
func Find(ctx context.Context) (*Program, error) {
	path, err := exec.LookPath(name)
	if err != nil {
		return nil, fmt.Errorf("looking for a program that speaks: %w", ErrMissing)
	}
	ctx, stop := context.WithTimeout(ctx, listTime)
	defer stop()
	list, err := output(ctx, exec.CommandContext(ctx, path, "--voices"), mostList)
	if err != nil {
		return nil, fmt.Errorf("asking %s for its voices: %w", path, err)
	}
	p := &Program{path: path, voices: readVoices(list)}
	if len(p.voices) == 0 {
		return nil, fmt.Errorf("asking %s for its voices: %w", path, ErrOutput)
	}
	return p, nil
}

// Path is where the program is.
func (p *Program) Path() string { return p.path }

// Languages is how many languages it speaks.
func (p *Program) Languages() int {
	all := make(map[string]bool)
	for _, v := range p.voices {
		base, _, _ := strings.Cut(v.language, "-")
		all[base] = true
	}
	return len(all)
}

// Voice gives the name of the voice for a language, a BCP 47 tag.
func (p *Program) Voice(language string) (string, error) {
	for _, tag := range tags(language) {
		if v, ok := best(p.voices, tag); ok {
			return v.language, nil
		}
	}
	return "", fmt.Errorf("%w %q", ErrLanguage, language)
}

// rest is the pause between words that is asked for, in hundredths of a second; speed is that at which it is as long.
const (
	rest  = 30
	speed = 175
)

// Say has a text spoken. The voice is one that [Program.Voice] gave.
func (p *Program) Say(ctx context.Context, voice, text string) (Utterance, error) {
	text = plain(text)
	ctx, stop := context.WithTimeout(ctx, speakTime)
	defer stop()
	cmd := exec.CommandContext(ctx, p.path, "-v", voice, "-b", "1", "-s", strconv.Itoa(speed), "-g", strconv.Itoa(rest), "--stdin", "--stdout")
	cmd.Stdin = strings.NewReader(text)
	sound, err := output(ctx, cmd, int64(bytesMore+len(text)*bytesEach))
	if err != nil {
		return Utterance{}, fmt.Errorf("having %s speak: %w", p.path, err)
	}
	u, err := readUtterance(sound)
	if err != nil {
		return Utterance{}, fmt.Errorf("having %s speak: %w", p.path, err)
	}
	return u, nil
}

// plain leaves of a text what can be spoken: without the control characters and brackets that eSpeak NG takes for orders.
func plain(text string) string {
	var out strings.Builder
	for _, r := range strings.ToValidUTF8(text, " ") {
		if unicode.IsControl(r) || unicode.Is(unicode.Co, r) || strings.ContainsRune("[]{}<>|\\^~`_", r) {
			r = ' '
		}
		if out.Len() >= MostText {
			break
		}
		out.WriteRune(r)
	}
	return out.String()
}

// output runs a program and gives what it writes, which may be so many bytes at most. The program has ended when output
// returns.
func output(ctx context.Context, cmd *exec.Cmd, most int64) ([]byte, error) {
	cmd.WaitDelay = time.Second
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	n, readErr := io.Copy(&out, io.LimitReader(pipe, most+1))
	if n > most {
		_ = cmd.Process.Kill()
	}
	waitErr := cmd.Wait()
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case n > most:
		return nil, fmt.Errorf("%w: more than %d bytes", ErrOutput, most)
	case readErr != nil:
		return nil, readErr
	case waitErr != nil:
		return nil, waitErr
	}
	return out.Bytes(), nil
}
