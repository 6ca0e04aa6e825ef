package web

import (
	"mime"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

func mediaType(contentType string) string {
	kind, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		kind, _, _ = strings.Cut(contentType, ";")
	}
	return visible(strings.ToLower(strings.TrimSpace(kind)))
}

func isSoundType(kind string) bool {
	return strings.HasPrefix(kind, "audio/") || strings.HasPrefix(kind, "video/") || kind == "application/ogg"
}

// sniff gives the media type that something has by its first bytes; that of a sound also where an MP3 begins with a frame.
func sniff(start []byte) string {
	// Eleven bits set, a version, layer II or III, a bit rate.
	if len(start) > 2 && start[0] == 0xff && start[1]&0xe0 == 0xe0 && start[1]&0x18 != 0x08 && start[1]&0x06 != 0 && start[1]&0x06 != 0x06 && start[2]&0xf0 != 0xf0 {
		return "audio/mpeg"
	}
	if strings.HasPrefix(string(start), "fLaC") {
		return "audio/flac"
	}
	kind, _, _ := strings.Cut(http.DetectContentType(start), ";")
	return kind
}

// isHTML reports whether something is a web page, by what the server says or by its first bytes.
func isHTML(kind string, start []byte) bool {
	return kind == "text/html" || kind == "application/xhtml+xml" || sniff(start) == "text/html"
}

func isLoginPath(path string) bool {
	for part := range strings.FieldsFuncSeq(strings.ToLower(path), func(r rune) bool { return r == '/' || r == '.' || r == '_' }) {
		switch part {
		case "login", "log-in", "signin", "sign-in", "signon", "logon", "auth", "authenticate", "sso", "oauth", "account", "accounts", "register", "subscribe":
			return true
		}
	}
	return false
}

// isConsentPage tells the page that asks about cookies, where sites of some countries send everybody first.
func isConsentPage(u *url.URL) bool {
	host, path := strings.ToLower(u.Hostname()), strings.ToLower(u.Path)
	if strings.HasPrefix(host, "consent.") || strings.HasPrefix(host, "choice.") {
		return true
	}
	return slices.ContainsFunc(strings.Split(path, "/"), func(part string) bool {
		return part == "consent" || part == "cookie-consent" || part == "cookieconsent" || part == "gdpr"
	})
}

func loginTitle() *regexp.Regexp {
	return regexp.MustCompile(`<title[^>]{0,200}>[^<]{0,60}\b(?:log ?in|sign ?in|anmelden|connexion|iniciar sesi)`)
}

const longestName = 120 // bytes, of a file's name; file systems take 255

// fileName gives the name that an answer has for its file, without folders, fit to be shown and to be used.
func fileName(response *http.Response) string {
	_, parameters, err := mime.ParseMediaType(response.Header.Get("Content-Disposition"))
	name := parameters["filename"]
	if err != nil || name == "" {
		name = response.Request.URL.Path
	}
	if name = path.Base(strings.ReplaceAll(name, `\`, "/")); name == "/" {
		return ""
	}
	name = strings.Trim(seen(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`<>:"|?*/`, r) {
			return '_'
		}
		return r
	}, name)), " .")
	ending := path.Ext(name)
	if len(ending) > 10 {
		ending = ""
	}
	return strings.TrimRight(cut(strings.TrimSuffix(name, ending), longestName-len(ending)), " .") + ending
}

// cut gives the start of a text, at most so many bytes and no half of a letter.
func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most]
}

// visible makes what a server said fit to stand in a sentence: without what steers a terminal or turns a line around, and
// not longer than a line or two.
func visible(text string) string {
	const longest = 300
	text = seen(text)
	if short := cut(text, longest); short != text {
		return short + "…"
	}
	return text
}

// seen leaves out what cannot be seen.
func seen(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
}
