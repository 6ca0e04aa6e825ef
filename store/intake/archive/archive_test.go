package archive

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A file goes into an archive as its header says, packed.
type file struct {
	header zip.FileHeader
	body   string
}

// packed makes an archive of files.
func packed(t testing.TB, files ...file) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range files {
		entry, err := w.CreateHeader(&f.header)
		if err == nil {
			_, err = io.WriteString(entry, f.body)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func named(name, body string) file {
	return file{zip.FileHeader{Name: name, Method: zip.Deflate}, body}
}

func open(t testing.TB, body []byte) *Archive {
	t.Helper()
	a, err := Read(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestEntriesAreListedAndRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "story.zip")
	body := packed(t, named("text/one.txt", "The bell rings."), named("sound/", ""), named("sound/bell.mp3", "ding"))
	if err := os.WriteFile(path, body, 0o600); err != nil {
		t.Fatal(err)
	}
	a, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if want := []string{"text/one.txt", "sound/bell.mp3"}; !slices.Equal(a.Names(), want) {
		t.Errorf("the names are %q, not %q", a.Names(), want)
	}
	got, err := a.ReadFile("text/one.txt", 100)
	if string(got) != "The bell rings." || err != nil {
		t.Errorf("read %q, %v", got, err)
	}
	if a.Size("text/one.txt") != 15 {
		t.Errorf("the size is %d, not 15", a.Size("text/one.txt"))
	}
	if _, err := a.ReadFile("text/two.txt", 100); !errors.Is(err, ErrNoEntry) {
		t.Errorf("an entry that is not there gives %v", err)
	}
}

func TestAnEntryIsExtractedUnderANameOfOurOwn(t *testing.T) {
	dir := t.TempDir()
	a := open(t, packed(t, named("sound/CON .. x.MP3", strings.Repeat("ding", 1<<19))))
	path, err := a.Extract(t.Context(), "sound/CON .. x.MP3", dir, 4<<20)
	if err != nil {
		t.Fatal(err)
	}
	if filepath.Dir(path) != dir || filepath.Ext(path) != ".mp3" || strings.Contains(path, "CON") {
		t.Errorf("it was extracted to %s", path)
	}
	if got, err := os.ReadFile(path); len(got) != 4<<19 || err != nil {
		t.Errorf("it has %d bytes, %v", len(got), err)
	}
}

func TestNothingStaysOfWhatIsNotExtracted(t *testing.T) {
	a := open(t, packed(t, named("bell.mp3", strings.Repeat("ding", 1<<19))))
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	for name, c := range map[string]struct {
		ctx  context.Context
		most int64
		want error
	}{
		"larger than it may be": {t.Context(), 1 << 20, ErrTooLarge},
		"cancelled":             {cancelled, 4 << 20, context.Canceled},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if _, err := a.Extract(c.ctx, "bell.mp3", dir, c.most); !errors.Is(err, c.want) {
				t.Errorf("the error is %v", err)
			}
			if left, err := os.ReadDir(dir); len(left) > 0 || err != nil {
				t.Errorf("%v is left, %v", left, err)
			}
		})
	}
}

func TestNamesAreMadeSafeOrRefused(t *testing.T) {
	for name, c := range map[string]struct {
		name, want string
		err        error
	}{
		"as it should be":         {name: "OEBPS/text.xhtml", want: "OEBPS/text.xhtml"},
		"from an old Windows":     {name: `OEBPS\text.xhtml`, want: "OEBPS/text.xhtml"},
		"with empty parts":        {name: "./OEBPS//text.xhtml", want: "OEBPS/text.xhtml"},
		"with dots":               {name: "OEBPS/..text..xhtml", want: "OEBPS/..text..xhtml"},
		"in two encodings":        {name: "gl\x94ck.txt", want: "glöck.txt"},
		"upwards":                 {name: "OEBPS/../../etc/passwd", err: ErrUnsafe},
		"upwards, backslashes":    {name: `..\..\windows\win.ini`, err: ErrUnsafe},
		"from the root":           {name: "/etc/passwd", err: ErrUnsafe},
		"from another machine":    {name: `\\server\share`, err: ErrUnsafe},
		"of a drive":              {name: `C:\autoexec.bat`, err: ErrUnsafe},
		"with a zero in it":       {name: "story.txt\x00.exe", err: ErrUnsafe},
		"a folder upwards":        {name: "../", err: ErrUnsafe},
		"longer than any":         {name: strings.Repeat("n", 2000), err: ErrUnsafe},
		"in more than 32 folders": {name: strings.Repeat("f/", 40) + "x", err: ErrUnsafe},
	} {
		t.Run(name, func(t *testing.T) {
			body := packed(t, named(c.name, ""))
			a, err := Read(bytes.NewReader(body), int64(len(body)))
			if !errors.Is(err, c.err) {
				t.Fatalf("the error is %v, not %v", err, c.err)
			}
			if err == nil && !slices.Equal(a.Names(), []string{c.want}) {
				t.Errorf("the names are %q, not %q", a.Names(), c.want)
			}
		})
	}
}

func TestANameThatIsAddedInUnicodeIsPreferred(t *testing.T) {
	const local = "\x83x\x83\x8b.txt" // "ベル" in Shift JIS
	extra := binary.LittleEndian.AppendUint16(nil, 0x7075)
	extra = binary.LittleEndian.AppendUint16(extra, uint16(5+len("ベル.txt")))
	extra = append(extra, 1)
	extra = binary.LittleEndian.AppendUint32(extra, crc32.ChecksumIEEE([]byte(local)))
	extra = append(extra, "ベル.txt"...)
	a := open(t, packed(t, file{zip.FileHeader{Name: local, Extra: extra}, "ding"}))
	if got, err := a.ReadFile("ベル.txt", 10); string(got) != "ding" || err != nil {
		t.Errorf("read %q, %v; the names are %q", got, err, a.Names())
	}
}

func TestAnEntryIsFoundInSpiteOfCaseAndAccents(t *testing.T) {
	const apart = "Images/e\u0301te\u0301.jpg" // as macOS stores é
	a := open(t, packed(t, named("OEBPS/Text.XHTML", "upper"), named("oebps/text.xhtml", "lower"), named(apart, "été")))
	for name, want := range map[string]string{
		"OEBPS/Text.XHTML": "upper", "oebps/text.xhtml": "lower", "OEBPS/text.xhtml": "upper", "./OEBPS/Text.XHTML": "upper",
		"images/été.jpg": "été",
	} {
		if got, err := a.ReadFile(name, 10); string(got) != want || err != nil {
			t.Errorf("%s reads %q, %v, not %q", name, got, err, want)
		}
	}
	if got := a.Find("../OEBPS/Text.XHTML"); got != "" {
		t.Errorf("a name that leads out finds %s", got)
	}
}

func TestLinksAreNoEntries(t *testing.T) {
	link := file{zip.FileHeader{Name: "story.txt"}, "/etc/passwd"}
	link.header.SetMode(os.ModeSymlink | 0o777)
	if a := open(t, packed(t, link)); len(a.Names()) > 0 {
		t.Errorf("the link is listed: %q", a.Names())
	}
}

func TestWhatIsNoArchiveIsRefused(t *testing.T) {
	whole := packed(t, named("story.txt", strings.Repeat("The bell rings. ", 100)))
	for name, c := range map[string]struct {
		body []byte
		want error
	}{
		"empty":      {nil, ErrNotArchive},
		"text":       {[]byte("The bell rings. "), ErrNotArchive},
		"cut off":    {whole[:len(whole)-30], ErrDamaged},
		"twice":      {packed(t, named("story.txt", "a"), named(`.\story.txt`, "b")), ErrUnsafe},
		"no entries": {packed(t), nil},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Read(bytes.NewReader(c.body), int64(len(c.body)))
			if !errors.Is(err, c.want) {
				t.Errorf("the error is %v, not %v", err, c.want)
			}
		})
	}
	if _, err := Open(t.TempDir()); !errors.Is(err, ErrNotArchive) {
		t.Errorf("a folder gives %v", err)
	}
	if _, err := Open(filepath.Join(t.TempDir(), "none.zip")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a missing file gives %v", err)
	}
}

func TestEntriesThatCannotBeReadSaySo(t *testing.T) {
	locked := packed(t, named("story.txt", "The bell rings."))
	for _, signature := range []string{"PK\x03\x04", "PK\x01\x02"} {
		flags := bytes.Index(locked, []byte(signature)) + map[string]int{"PK\x03\x04": 6, "PK\x01\x02": 8}[signature]
		locked[flags] |= 1
	}
	strange := packed(t, named("story.txt", "The bell rings."))
	strange[bytes.Index(strange, []byte("PK\x01\x02"))+10] = 9 // Deflate64
	damaged := packed(t, file{zip.FileHeader{Name: "story.txt", Method: zip.Store}, "The bell rings."})
	damaged[bytes.Index(damaged, []byte("bell"))] = 'B'
	for name, c := range map[string]struct {
		body []byte
		want error
	}{
		"locked": {locked, ErrEncrypted}, "packed in another way": {strange, ErrUnsupported}, "damaged": {damaged, ErrDamaged},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := open(t, c.body).ReadFile("story.txt", 100); !errors.Is(err, c.want) {
				t.Errorf("the error is %v, not %v", err, c.want)
			}
		})
	}
}
