package unwrap

import (
	"bytes"
	"encoding/base64"
	"strings"
)

// A header is the lines before the body of a part.
type header []field

type field struct{ name, value string }

// get gives the first value of a name, "" where there is none.
func (h header) get(name string) string {
	for _, f := range h {
		if strings.EqualFold(f.name, name) {
			return f.value
		}
	}
	return ""
}

// readHeader parts the header from the body. Lines that are none are passed over, and what follows too many is left out.
func readHeader(body []byte) (header, []byte) {
	var head header
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	for len(body) > 0 {
		line, rest, _ := bytes.Cut(body, []byte("\n"))
		body = rest
		text := strings.TrimRight(string(line[:min(len(line), mostLine)]), "\r")
		switch {
		case strings.TrimSpace(text) == "":
			if len(head) > 0 {
				return head, body
			}
		case text[0] == ' ' || text[0] == '\t':
			if last := len(head) - 1; last >= 0 && len(head[last].value) < mostLine {
				head[last].value += " " + strings.TrimSpace(text)
			}
		default:
			name, value, found := strings.Cut(text, ":")
			if found && len(head) < mostHeaders {
				head = append(head, field{strings.TrimSpace(name), strings.TrimSpace(value)})
			}
		}
	}
	return head, nil
}

// Body unpacks the part.
func (p Part) Body() []byte {
	switch p.encoding {
	case "base64":
		return fromBase64(p.raw)
	case "quoted-printable":
		return fromQuoted(p.raw)
	}
	return p.raw
}

// fromBase64 decodes as much as is there, and passes over what is none of its letters.
func fromBase64(raw []byte) []byte {
	letters := make([]byte, 0, len(raw))
	for _, c := range raw {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '+' || c == '/' {
			letters = append(letters, c)
		}
	}
	if len(letters)%4 == 1 {
		letters = letters[:len(letters)-1]
	}
	n, _ := base64.RawStdEncoding.Decode(letters, letters) // it has nothing but letters
	return letters[:n]
}

// fromQuoted decodes quoted-printable. What is none stays as it is.
func fromQuoted(raw []byte) []byte {
	out := make([]byte, 0, len(raw))
	for len(raw) > 0 {
		at := bytes.IndexByte(raw, '=')
		if at < 0 {
			return append(out, raw...)
		}
		out, raw = append(out, raw[:at]...), raw[at+1:]
		if rest, broken := softBreak(raw); broken {
			raw = rest
			continue
		}
		if len(raw) >= 2 {
			if high, low := digit(raw[0]), digit(raw[1]); high >= 0 && low >= 0 {
				out, raw = append(out, byte(high<<4|low)), raw[2:]
				continue
			}
		}
		out = append(out, '=')
	}
	return out
}

// softBreak passes over the end of a line that is no end in the text.
func softBreak(raw []byte) ([]byte, bool) {
	rest := bytes.TrimLeft(raw[:min(len(raw), 100)], " \t")
	skipped := min(len(raw), 100) - len(rest)
	switch rest = raw[skipped:]; {
	case bytes.HasPrefix(rest, []byte("\r\n")):
		return rest[2:], true
	case bytes.HasPrefix(rest, []byte("\n")):
		return rest[1:], true
	case len(rest) == 0:
		return nil, true
	}
	return raw, false
}

func digit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	}
	return -1
}
