package transcript

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode/utf32"
)

// notText reports whether data is one of the things people open by mistake: sound, pictures, PDF, office files.
func notText(data []byte) bool {
	for _, magic := range []string{
		"%PDF-", "PK\x03\x04", "ID3", "\xff\xfb", "\xff\xf3", "OggS", "fLaC", "RIFF", "\x89PNG", "\xff\xd8\xff",
		"GIF8", "\x1f\x8b", "{\\rtf", "\xd0\xcf\x11\xe0", "\x7fELF", "7z\xbc\xaf",
	} {
		if bytes.HasPrefix(data, []byte(magic)) {
			return true
		}
	}
	if len(data) > 8 && string(data[4:8]) == "ftyp" {
		return true // MP4
	}
	if wideEncoding(data) != "" {
		return false
	}
	head, controls := startOf(data, 64<<10), 0
	for _, c := range head {
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\v' && c != 0x1b {
			controls++
		}
	}
	return controls*20 > len(head)+100 // some stray NUL bytes are a damaged text
}

// wideEncoding names the UTF-16 or UTF-32 that data is in by its byte-order mark or, without one, by where its NUL bytes are.
func wideEncoding(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe\x00\x00")):
		return "utf-32le"
	case bytes.HasPrefix(data, []byte("\x00\x00\xfe\xff")):
		return "utf-32be"
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return "utf-16le"
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return "utf-16be"
	}
	head := startOf(data, 1024)
	var nul [2]int
	for i, c := range head {
		if c == 0 {
			nul[i%2]++
		}
	}
	half := len(head) / 2
	switch {
	case half > 4 && nul[1]*10 > half*7 && nul[0]*10 < half:
		return "utf-16le"
	case half > 4 && nul[0]*10 > half*7 && nul[1]*10 < half:
		return "utf-16be"
	}
	return ""
}

// decodePage decodes a page the way browsers do, by byte-order mark, the server's type and the page's own word; except that
// UTF-8 is read as such whatever the page says, because pages saved from a browser keep a word that is no longer true, and
// that what is said to be UTF-8 and is not is taken for Windows-1252.
func decodePage(data []byte, contentType string) (string, error) {
	if name := wideEncoding(data); name != "" {
		return decodeAs(data, name)
	}
	if mostlyUTF8(data) {
		return string(data), nil // clean replaces the damaged bytes
	}
	e, name, _ := charset.DetermineEncoding(data, contentType)
	if name == "utf-8" && !utf8.Valid(data) {
		return decodeAs(data, "windows-1252")
	}
	return convert(data, e, name)
}

// decodeText decodes a text file: by its byte-order mark, the server's type, as UTF-8 where it is valid, and else as
// Windows-1252, which the old files of Western programs are in.
func decodeText(data []byte, contentType string) (string, error) {
	if name := wideEncoding(data); name != "" {
		return decodeAs(data, name)
	}
	if utf8.Valid(data) {
		return string(data), nil
	}
	if _, rest, ok := strings.Cut(strings.ToLower(contentType), "charset="); ok {
		name := strings.Trim(strings.TrimSpace(strings.SplitN(rest, ";", 2)[0]), `"'`)
		if e, err := htmlindex.Get(name); err == nil {
			return convert(data, e, name)
		}
	}
	if mostlyUTF8(data) {
		return string(data), nil // clean replaces the damaged bytes
	}
	return decodeAs(data, "windows-1252")
}

// mostlyUTF8 reports whether data holds far more whole multi-byte characters than broken ones.
func mostlyUTF8(data []byte) bool {
	whole, broken := 0, 0
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			broken++
		case size > 1:
			whole++
		}
		i += size
	}
	return whole > 4*broken
}

func decodeAs(data []byte, name string) (string, error) {
	switch name {
	case "utf-32le":
		return convert(data, utf32.UTF32(utf32.LittleEndian, utf32.UseBOM), name)
	case "utf-32be":
		return convert(data, utf32.UTF32(utf32.BigEndian, utf32.UseBOM), name)
	}
	e, err := htmlindex.Get(name)
	if err != nil {
		return "", fmt.Errorf("the character set %s: %w", name, err)
	}
	return convert(data, e, name)
}

func convert(data []byte, e encoding.Encoding, name string) (string, error) {
	out, err := e.NewDecoder().Bytes(data)
	if err != nil {
		return "", fmt.Errorf("decoding the character set %s: %w", name, err)
	}
	return string(out), nil
}

// clean makes text valid UTF-8 with "\n" between lines, with plain spaces, and without what cannot be seen or turns the
// direction of what stands around it.
func clean(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch r {
		case '\r', '\v', '\f', '\u0085', '\u2028', '\u2029':
			return '\n'
		case '\n':
			return r
		case '\u200b', '\u200e', '\u200f', '\u2060', '\ufeff', '\u00ad', '\u202a', '\u202b', '\u202c', '\u202d', '\u202e',
			'\u2066', '\u2067', '\u2068', '\u2069', '\u061c':
			return -1
		}
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, text)
}

// collapse puts one space where text has several, and none at its ends.
func collapse(text string) string { return strings.Join(strings.Fields(text), " ") }
