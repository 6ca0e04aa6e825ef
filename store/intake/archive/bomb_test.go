package archive

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"strings"
	"testing"
)

// nothing gives zeros without end.
type nothing struct{}

func (nothing) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// zeros is an archive with one entry of that many zeros.
func zeros(t testing.TB, size int64) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	entry, err := w.Create("zeros")
	if err == nil {
		_, err = io.CopyN(entry, nothing{}, size)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestABombIsPutOutWhileItIsRead(t *testing.T) {
	a := open(t, zeros(t, 40<<20))
	file, err := a.Open("zeros")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	n, err := io.Copy(io.Discard, file)
	if !errors.Is(err, ErrUnsafe) || n > 32<<20 {
		t.Errorf("%d bytes were unpacked, then %v", n, err)
	}
	if _, again := file.Read(make([]byte, 1)); !errors.Is(again, ErrUnsafe) {
		t.Errorf("reading on gives %v", again)
	}
}

func TestSilenceIsNoBomb(t *testing.T) {
	if got, err := open(t, zeros(t, 8<<20)).ReadFile("zeros", 8<<20); len(got) != 8<<20 || err != nil {
		t.Errorf("%d bytes were read, %v", len(got), err)
	}
}

func TestArchivesInAnArchiveAreNotOpened(t *testing.T) {
	inner := zeros(t, 4<<20)
	for range 5 {
		inner = packed(t, named("0", string(inner)), named("1", string(inner)), named("2", string(inner)))
	}
	a := open(t, inner)
	if got, err := a.ReadFile("0", 1<<20); !bytes.HasPrefix(got, []byte("PK")) || err != nil {
		t.Errorf("read %d bytes, %v", len(got), err)
	}
}

func TestTheLimitsOfAnArchiveHold(t *testing.T) {
	files := []file{named("a", strings.Repeat("a", 1000)), named("b", strings.Repeat("b", 1000))}
	body := packed(t, files...)
	for name, lower := range map[string]func(*limits){
		"of its files":             func(l *limits) { l.entries = 1 },
		"of its table of contents": func(l *limits) { l.directory = 100 },
	} {
		t.Run(name, func(t *testing.T) {
			most := standard()
			lower(&most)
			if _, err := read(bytes.NewReader(body), int64(len(body)), "it", most); !errors.Is(err, ErrTooLarge) {
				t.Errorf("the error is %v", err)
			}
		})
	}
	t.Run("of what it unpacks to in all", func(t *testing.T) {
		most := standard()
		most.total = 1500
		a, err := read(bytes.NewReader(body), int64(len(body)), "it", most)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := a.ReadFile("a", 1000); err != nil {
			t.Errorf("the first file gives %v", err)
		}
		if _, err := a.ReadFile("b", 1000); !errors.Is(err, ErrTooLarge) {
			t.Errorf("the second file gives %v", err)
		}
	})
	t.Run("of a file that is read whole", func(t *testing.T) {
		if _, err := open(t, body).ReadFile("a", 999); !errors.Is(err, ErrTooLarge) {
			t.Errorf("the error is %v", err)
		}
	})
}

// lying is an archive with one entry of 1000 letters, that says it has another size.
func lying(t testing.TB, size uint64) []byte {
	t.Helper()
	text := bytes.Repeat([]byte("x"), 1000)
	var packed, out bytes.Buffer
	deflate, err := flate.NewWriter(&packed, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	deflate.Write(text)
	deflate.Close()
	w := zip.NewWriter(&out)
	raw, err := w.CreateRaw(&zip.FileHeader{
		Name: "story", Method: zip.Deflate, CRC32: crc32.ChecksumIEEE(text),
		CompressedSize64: uint64(packed.Len()), UncompressedSize64: size,
	})
	if err == nil {
		_, err = raw.Write(packed.Bytes())
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestASizeThatIsALieIsNotBelieved(t *testing.T) {
	for name, c := range map[string]struct {
		size uint64
		most int64
		want error
	}{
		"too small":             {10, 500, ErrDamaged},
		"nothing":               {0, 500, ErrDamaged},
		"too large":             {5000, 10_000, ErrDamaged},
		"so large it is absurd": {1 << 62, 10_000, ErrTooLarge},
		"the truth":             {1000, 1000, nil},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := open(t, lying(t, c.size)).ReadFile("story", c.most); !errors.Is(err, c.want) {
				t.Errorf("the error is %v, not %v", err, c.want)
			}
		})
	}
}

// A raw entry of the table of contents points at stored bytes anywhere in the archive.
type raw struct {
	name   string
	offset int
	size   int
}

// local is the header of a stored file, with its bytes.
func local(name, body string) string {
	head := make([]byte, 30)
	copy(head, "PK\x03\x04\x14\x00")
	binary.LittleEndian.PutUint32(head[18:], uint32(len(body)))
	binary.LittleEndian.PutUint32(head[22:], uint32(len(body)))
	binary.LittleEndian.PutUint16(head[26:], uint16(len(name)))
	return string(head) + name + body
}

// withTable adds the table of contents to the bytes of an archive.
func withTable(body string, table ...raw) []byte {
	out := []byte(body)
	for _, r := range table {
		head := make([]byte, 46)
		copy(head, "PK\x01\x02\x14\x00\x14\x00")
		binary.LittleEndian.PutUint32(head[20:], uint32(r.size))
		binary.LittleEndian.PutUint32(head[24:], uint32(r.size))
		binary.LittleEndian.PutUint16(head[28:], uint16(len(r.name)))
		binary.LittleEndian.PutUint32(head[42:], uint32(r.offset))
		out = append(append(out, head...), r.name...)
	}
	end := make([]byte, 22)
	copy(end, "PK\x05\x06")
	binary.LittleEndian.PutUint16(end[8:], uint16(len(table)))
	binary.LittleEndian.PutUint16(end[10:], uint16(len(table)))
	binary.LittleEndian.PutUint32(end[12:], uint32(len(out)-len(body)))
	binary.LittleEndian.PutUint32(end[16:], uint32(len(body)))
	return append(out, end...)
}

func TestEntriesThatShareBytesAreRefused(t *testing.T) {
	inner := local("b", "The bell rings.")
	quoted := local("a", inner)
	for name, c := range map[string]struct {
		body []byte
		want error
	}{
		"apart":                {withTable(local("a", "x")+inner, raw{"a", 0, 1}, raw{"b", 32, 15}), nil},
		"the same file twice":  {withTable(inner, raw{"a", 0, 15}, raw{"b", 0, 15}), ErrUnsafe},
		"one inside the other": {withTable(quoted, raw{"a", 0, len(inner)}, raw{"b", 31, 15}), ErrUnsafe},
		"past the end":         {withTable(inner, raw{"b", 0, 1000}), ErrDamaged},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Read(bytes.NewReader(c.body), int64(len(c.body)))
			if !errors.Is(err, c.want) {
				t.Errorf("the error is %v, not %v", err, c.want)
			}
		})
	}
}

func FuzzArchive(f *testing.F) {
	f.Add(packed(f, named("text/one.txt", "The bell rings."), named("two.mp3", "ding")))
	f.Add(lying(f, 10))
	f.Add(withTable(local("a", local("b", "x")), raw{"a", 0, 32}, raw{"b", 31, 1}))
	f.Add(zeros(f, 1<<20))
	f.Fuzz(func(t *testing.T, body []byte) {
		most := standard()
		most.total = 4 << 20
		a, err := read(bytes.NewReader(body), int64(len(body)), "it", most)
		if err != nil {
			return
		}
		var unpacked int
		for _, name := range a.Names() {
			if again := a.Find(name); again != name {
				t.Errorf("%q is found as %q", name, again)
			}
			if strings.Contains("/"+name+"/", "/../") || strings.HasPrefix(name, "/") || strings.ContainsAny(name, "\\\x00") {
				t.Errorf("%q is listed", name)
			}
			got, _ := a.ReadFile(name, 1<<20)
			unpacked += len(got)
		}
		if unpacked > 4<<20 {
			t.Errorf("%d bytes were unpacked", unpacked)
		}
	})
}
