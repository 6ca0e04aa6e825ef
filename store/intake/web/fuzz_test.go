package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"
)

// raw answers every connection with the same bytes, whatever is asked.
func raw(f *testing.F) (address string, set func([]byte)) {
	f.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { listener.Close() })
	content := make(chan []byte, 1)
	content <- nil
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				conn.SetDeadline(time.Now().Add(5 * time.Second))
				if _, err := conn.Read(make([]byte, 64<<10)); err != nil {
					return
				}
				b := <-content
				content <- b
				conn.Write(b)
			}()
		}
	}()
	return "http://" + listener.Addr().String(), func(b []byte) {
		<-content
		content <- b
	}
}

// Whatever a server says, a page or a sound is there, or there is an error, and what came before is not mixed with it.
func FuzzAnswer(f *testing.F) {
	address, set := raw(f)
	for _, s := range []string{
		"HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\nContent-Length: 20\r\nETag: \"1\"\r\n\r\nID3\x04\x00\x00\x00\x00\x00\x00ABCDEFGHIJ",
		"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 10-19/20\r\nETag: \"1\"\r\nContent-Length: 10\r\n\r\nABCDEFGHIJ",
		"HTTP/1.1 416 No\r\nContent-Range: bytes */20\r\n\r\n", "HTTP/1.1 302 Found\r\nLocation: /b\r\nSet-Cookie: a=b\r\n\r\n",
		"HTTP/1.1 429 No\r\nRetry-After: 1\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
		"HTTP/1.0 200 OK\r\nContent-Disposition: attachment; filename=\"../a\"\r\n\r\n<title>Log in</title><input type=password>",
	} {
		f.Add([]byte(s))
	}
	before := []byte("ID3\x04\x00\x00\x00\x00\x00\x00")
	about, err := json.Marshal(note{Address: address, URL: address, ETag: `"1"`, Length: 20, Safe: 10})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		set(data)
		c, _ := impatient(address)
		c.Limits.Tries, c.Limits.Answer, c.Limits.Sound = 2, time.Second, 1<<20
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		page, err := c.Page(ctx, address, nil)
		if err == nil && page.URL == "" {
			t.Fatal("a page from nowhere")
		}
		checkName(t, page.Name)
		path := filepath.Join(t.TempDir(), "bell")
		os.WriteFile(path+PartEnding, before, 0o600)
		os.WriteFile(path+noteEnding, about, 0o600)
		file, err := c.Download(ctx, address, path, Sound, nil)
		content, missing := os.ReadFile(path)
		if (err == nil) != (missing == nil) || err == nil && int64(len(content)) != file.Bytes {
			t.Fatalf("%d bytes, said to be %+v; %v", len(content), file, err)
		}
		if err != nil && !errors.As(err, new(*FetchError)) && ctx.Err() == nil {
			t.Fatalf("error = %v", err)
		}
		if bytes.HasPrefix(data, []byte("HTTP/1.1 206")) && err == nil && !bytes.HasPrefix(content, before) {
			t.Fatalf("it went on with %q", content)
		}
		checkName(t, file.Name)
	})
}

func FuzzFileName(f *testing.F) {
	for _, s := range [][2]string{{"attachment; filename=\"a/b.mp3\"", "/x"}, {"", "/..%2f..%2fetc"}, {"", "/a. .b."}, {"inline; filename*=UTF-8''%e2%80%ae", "/\u202e.mp3"}, {"", "/" + strings.Repeat("ü", 4000)}} {
		f.Add(s[0], s[1])
	}
	f.Fuzz(func(t *testing.T, disposition, path string) {
		checkName(t, fileName(&http.Response{
			Header:  http.Header{"Content-Disposition": {disposition}},
			Request: &http.Request{URL: &url.URL{Path: path}},
		}))
	})
}

// checkName holds what is true of every file's name.
func checkName(t *testing.T, name string) {
	t.Helper()
	bad := strings.ContainsFunc(name, func(r rune) bool {
		return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || strings.ContainsRune(`/\<>:"|?*`, r)
	})
	if bad || len(name) > longestName || strings.HasPrefix(name, ".") || name != strings.ToValidUTF8(name, "") || strings.TrimRight(name, ". ") != name {
		t.Fatalf("the name is %q", name)
	}
}
