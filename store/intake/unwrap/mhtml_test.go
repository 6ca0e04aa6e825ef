package unwrap

import (
	"bytes"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
)

// ofChrome is a page as Chrome, Edge and the others built on Chromium save it.
func ofChrome() string {
	return strings.ReplaceAll(`From: <Saved by Blink>
Snapshot-Content-Location: https://harbour.example/stories/bell
Subject: =?utf-8?Q?The=20Bell=20=E2=80=93=20Harbour=20Radio?=
Date: Tue, 18 Nov 2025 20:15:00 -0000
MIME-Version: 1.0
Content-Type: multipart/related;
	type="text/html";
	boundary="----MultipartBoundary--k3WbqzA0----"


------MultipartBoundary--k3WbqzA0----
Content-Type: text/html
Content-ID: <frame-7C0F@mhtml.blink>
Content-Transfer-Encoding: quoted-printable
Content-Location: https://harbour.example/stories/bell

<!DOCTYPE html><html lang=3D"en"><head><meta http-equiv=3D"Content-Type" con=
tent=3D"text/html; charset=3DUTF-8"><title>The Bell =E2=80=93 Harbour Radio<=
/title></head><body><audio src=3D"https://harbour.example/sound/bell.mp3"></=
audio><iframe src=3D"cid:frame-8D1E@mhtml.blink"></iframe></body></html>
------MultipartBoundary--k3WbqzA0----
Content-Type: audio/mpeg
Content-Transfer-Encoding: base64
Content-Location: https://harbour.example/sound/bell.mp3

SUQzZGluZyBk
b25n
------MultipartBoundary--k3WbqzA0----
Content-Type: text/html
Content-ID: <frame-8D1E@mhtml.blink>
Content-Transfer-Encoding: quoted-printable
Content-Location: https://harbour.example/player

<html><body>a frame</body></html>
------MultipartBoundary--k3WbqzA0------
`, "\n", "\r\n")
}

// ofExplorer is one as Internet Explorer, Word and Outlook save it.
func ofExplorer() string {
	return strings.ReplaceAll(`From: "Saved by Internet Explorer 11"
Subject: The Bell
Date: Tue, 18 Nov 2014 20:15:00 +0100
MIME-Version: 1.0
Content-Type: multipart/related;
	type="text/html";
	boundary="----=_NextPart_000_0000_01D00378.B1C2D3E0"
X-MimeOLE: Produced By Microsoft MimeOLE V6.1.7601.17609

This is a multi-part message in MIME format.

------=_NextPart_000_0000_01D00378.B1C2D3E0
Content-Type: text/html;
	charset="windows-1252"
Content-Transfer-Encoding: 8bit
Content-Location: http://harbour.example/stories/
	bell.html

<HTML><BODY>Caf`+"\xe9"+`</BODY></HTML>

------=_NextPart_000_0000_01D00378.B1C2D3E0
Content-Type: image/gif
Content-Transfer-Encoding: base64
Content-Location: http://harbour.example/images/bell.gif

R0lGODlh

------=_NextPart_000_0000_01D00378.B1C2D3E0--
`, "\n", "\r\n")
}

func TestAPageIsTakenOutOfItsFile(t *testing.T) {
	single := "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nContent-Location: https://harbour.example/bell\n\n<p>The bell</p>"
	named := "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b; start=\"<two@x>\"\n\n--b\nContent-Type: text/html\nContent-ID: <one@x>\n\none\n" +
		"--b\nContent-Type: text/html\nContent-ID: <two@x>\nContent-Location: file:///C:/bell.htm\n\ntwo\n--b--\n"
	nested := "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: multipart/alternative; boundary=\"b-c\"\n\n" +
		"--b-c\nContent-Type: text/plain\n\nplain\n--b-c\nContent-Type: text/html\nContent-Location: http://harbour.example/\n\nrich\n--b-c--\n--b--\n"
	for name, c := range map[string]struct{ file, url, title, kind, html string }{
		"of Chrome": {
			ofChrome(), "https://harbour.example/stories/bell", "The Bell – Harbour Radio", "text/html",
			`<title>The Bell – Harbour Radio</title></head><body><audio src="https://harbour.example/sound/bell.mp3"></audio>`,
		},
		"of Internet Explorer":          {ofExplorer(), "http://harbour.example/stories/bell.html", "The Bell", "text/html; charset=windows-1252", "Caf\xe9"},
		"without parts":                 {single, "https://harbour.example/bell", "", "text/html; charset=utf-8", "<p>The bell</p>"},
		"whose first page is another":   {named, "", "", "text/html", "two"},
		"in a part of a part":           {nested, "http://harbour.example/", "", "text/html", "rich"},
		"that is cut off":               {ofChrome()[:strings.Index(ofChrome(), "<iframe")], "https://harbour.example/stories/bell", "The Bell – Harbour Radio", "text/html", "bell.mp3"},
		"whose lines end in line feeds": {strings.ReplaceAll(ofChrome(), "\r", ""), "https://harbour.example/stories/bell", "The Bell – Harbour Radio", "text/html", "</html>"},
	} {
		t.Run(name, func(t *testing.T) {
			if !IsMHTML([]byte(c.file)) {
				t.Error("it is not known as MHTML")
			}
			page, err := ReadMHTML([]byte(c.file))
			if err != nil {
				t.Fatal(err)
			}
			if page.URL != c.url || page.Title != c.title || page.Type != c.kind {
				t.Errorf("it is %q, %q, %q", page.URL, page.Title, page.Type)
			}
			if !strings.Contains(string(page.HTML), c.html) {
				t.Errorf("its HTML is %q", page.HTML)
			}
		})
	}
}

func TestPartsAreFoundByAddress(t *testing.T) {
	page, err := ReadMHTML([]byte(ofChrome()))
	if err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]string{
		"https://harbour.example/sound/bell.mp3":    "ID3ding dong",
		"../sound/bell.mp3":                         "ID3ding dong",
		"/sound/bell.mp3#t=10":                      "ID3ding dong",
		"cid:frame-8D1E@mhtml.blink":                "<html><body>a frame</body></html>",
		"cid:frame-8D1E%40mhtml.blink":              "<html><body>a frame</body></html>",
		"https://harbour.example/sound/another.mp3": "",
		"":         "",
		"cid:":     "",
		"http://[": "",
	} {
		part, found := page.Part(address)
		if string(part.Body()) != want || found != (want != "") {
			t.Errorf("%q leads to %q, %v", address, part.Body(), found)
		}
	}
	if part, _ := page.Part("/sound/bell.mp3"); part.Type != "audio/mpeg" {
		t.Errorf("the sound's type is %q", part.Type)
	}
}

func TestWhatIsNoPageIsRefused(t *testing.T) {
	deep := "text/html\n\nThe bell"
	for _, boundary := range []string{"a", "b", "c", "d", "e", "f"} {
		deep = "multipart/related; boundary=" + boundary + "\n\n--" + boundary + "\nContent-Type: " + deep + "\n--" + boundary + "--\n"
	}
	for name, c := range map[string]struct {
		file string
		want error
	}{
		"empty":             {"", ErrNotPage},
		"text":              {"The bell rings.\n\nEvery night.", ErrNotPage},
		"a picture alone":   {"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: image/gif\n\nGIF89a\n--b--", ErrNotPage},
		"parts in parts":    {"Content-Type: " + deep, ErrUnsafe},
		"parts without end": {"Content-Type: multipart/related; boundary=b\n\n" + strings.Repeat("--b\n\n\n", mostParts+1), ErrTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := ReadMHTML([]byte(c.file)); !errors.Is(err, c.want) {
				t.Errorf("the error is %v, not %v", err, c.want)
			}
		})
	}
	if IsMHTML([]byte("<html><body>Content-Type: multipart/related</body></html>")) {
		t.Error("a page that speaks of MHTML is taken for one")
	}
}

func TestWhatIsEncodedIsDecodedAsFarAsItGoes(t *testing.T) {
	long := base64.StdEncoding.EncodeToString(bytes.Repeat([]byte("ding"), 1000))
	for name, c := range map[string]struct{ encoding, raw, want string }{
		"quoted":                    {"quoted-printable", "a=3Db=3d c=\r\nd= \t\r\ne=", "a=b= cde"},
		"quoted, wrongly":           {"quoted-printable", "a=xyz =3", "a=xyz =3"},
		"base64":                    {"base64", "ZGlu\r\nZw==", "ding"},
		"base64, a long one":        {"base64", long, strings.Repeat("ding", 1000)},
		"base64, cut off":           {"base64", "ZGluZ", "din"},
		"base64, with strange bits": {"base64", "ZGlu*\x00Zw", "ding"},
		"neither":                   {"8bit", "a=3Db", "a=3Db"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := (Part{encoding: c.encoding, raw: []byte(c.raw)}).Body(); string(got) != c.want {
				t.Errorf("it is %q, not %q", got, c.want)
			}
		})
	}
}

func FuzzMHTML(f *testing.F) {
	f.Add([]byte(ofChrome()), "/sound/bell.mp3")
	f.Add([]byte(ofExplorer()), "../images/bell.gif")
	f.Add([]byte("Content-Type: multipart/related; boundary=\"\"\n\n----\n"), "cid:a")
	f.Fuzz(func(t *testing.T, body []byte, address string) {
		page, err := ReadMHTML(body)
		if err != nil {
			return
		}
		size := len(page.HTML)
		for _, part := range page.Parts() {
			size += len(part.Body())
		}
		if size > 2*len(body) {
			t.Errorf("%d bytes came out of %d", size, len(body))
		}
		page.Part(address)
	})
}
