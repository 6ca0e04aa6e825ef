package decode

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"
)

// FuzzVorbis gives damaged packets in pages with the right checksum, which no damage on a disk could make.
func FuzzVorbis(f *testing.F) {
	file, err := os.ReadFile(filepath.Join("testdata", "tone.ogg"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(file)
	f.Fuzz(func(_ *testing.T, file []byte) {
		file = bytes.Clone(file)
		scan := oggScan{src: source{bytes.NewReader(file), int64(len(file))}}
		for page, err := scan.next(); err == nil; page, err = scan.next() {
			raw := file[page.offset:][:page.size]
			binary.LittleEndian.PutUint32(raw[22:], oggChecksum(raw))
		}
		audio, err := Read(bytes.NewReader(file), int64(len(file)))
		if err != nil {
			return
		}
		buf := make([][2]float64, 4096)
		for _, place := range []int{0, audio.Len() / 2} {
			_ = audio.Seek(place) // lies within
			audio.Stream(buf)
			audio.Stream(buf)
		}
	})
}

func TestSetupHeadersThatAskForTooMuchAreRefused(t *testing.T) {
	codebook := func(dimensions, entries uint32, rest ...byte) []byte {
		b := append([]byte("\x05vorbis"), 0) // one codebook
		b = append(b, 0x42, 0x43, 0x56, byte(dimensions), byte(dimensions>>8), byte(entries), byte(entries>>8), byte(entries>>16))
		return append(b, rest...)
	}
	for name, packet := range map[string][]byte{
		"entries without end":      codebook(1, 1<<24-1, make([]byte, 100)...),
		"values without end":       codebook(1<<16-1, 1<<14, make([]byte, 1<<15)...),
		"no dimensions":            codebook(0, 2, make([]byte, 100)...),
		"no words":                 codebook(1, 8, 2, 0, 0, 0, 0, 0, 0), // sparse, none used
		"lengths that do not end":  codebook(1, 8, 1),
		"a header that is cut off": codebook(1, 8),
	} {
		if err := checkVorbisSetup(packet); err == nil {
			t.Errorf("%s: believed", name)
		}
	}
}
