package convert

import (
	"bytes"
	"io"
	"os"
	"slices"
)

// A Kind is what a file is by its first bytes. The zero Kind is that of a file which is not converted.
type Kind struct {
	Name    string // as a person would call it: "MP4 sound (M4A)", "Opus"
	demuxer string // ffmpeg's name for the reader
}

// KindOf tells what a file is that ffmpeg can convert, by its first bytes. It tells only of kinds that Alongside does not play;
// whoever finds that a WAV, an MP3, a FLAC or an Ogg file is of a variant that is not played asks [VariantOf].
func KindOf(path string) Kind {
	head := headOf(path)
	for _, s := range signatures() {
		if s.at(head) {
			return s.kind
		}
	}
	return Kind{}
}

// VariantOf tells what a file is of the kinds that Alongside plays in other variants: WAV in µ-law, for example.
func VariantOf(path string) Kind {
	head := headOf(path)
	starts := func(prefix string) bool { return bytes.HasPrefix(head, []byte(prefix)) }
	switch {
	case starts("RIFF") && len(head) >= 12 && string(head[8:12]) == "WAVE", starts("RF64"):
		return Kind{"a WAV of a rare kind", "wav"}
	case starts("riff\x2e\x91"):
		return Kind{"Wave64", "w64"}
	case starts("OggS"):
		return Kind{"an Ogg of a rare kind", "ogg"}
	case starts("fLaC"):
		return Kind{"a FLAC of a rare kind", "flac"}
	case starts("ID3"), len(head) >= 2 && head[0] == 0xff && head[1]&0xe0 == 0xe0:
		return Kind{"an MP3 of a rare kind", "mp3"}
	}
	return Kind{}
}

// guard is what keeps ffmpeg to this one file, read as this one kind.
func (k Kind) guard() []string {
	args := []string{"-protocol_whitelist", "file,pipe", "-max_alloc", "536870912", "-f", k.demuxer}
	if k.demuxer == "mov" {
		args = append(args, "-enable_drefs", "0")
	}
	return args
}

// guesses reports whether ffprobe only guesses how long a file of this kind is, from its first bytes.
func (k Kind) guesses() bool { return k.demuxer == "aac" || k.demuxer == "mp3" }

func headOf(path string) []byte {
	file, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer file.Close()
	head := make([]byte, 64)
	n, _ := io.ReadFull(file, head)
	return head[:n]
}

// A signature is how the files of a kind begin.
type signature struct {
	offset int
	begins string
	holds  string // "" or what comes soon after
	kind   Kind
}

func (s signature) at(head []byte) bool {
	return len(head) >= s.offset+len(s.begins) && string(head[s.offset:s.offset+len(s.begins)]) == s.begins &&
		bytes.Contains(head, []byte(s.holds))
}

func signatures() []signature {
	mp4 := Kind{"MP4 sound (M4A)", "mov"}
	all := []signature{
		{4, "ftyp", "", mp4},
		{0, "OggS", "OpusHead", Kind{"Opus", "ogg"}},
		{0, "OggS", "Speex", Kind{"Speex", "ogg"}},
		{0, "OggS", "\x7fFLAC", Kind{"FLAC in Ogg", "ogg"}},
		{0, "OggS", "theora", Kind{"an Ogg film", "ogg"}},
		{0, "\x1a\x45\xdf\xa3", "", Kind{"WebM or Matroska", "matroska"}},
		{0, "\x30\x26\xb2\x75", "", Kind{"Windows Media", "asf"}},
		{0, "FORM", "AIF", Kind{"AIFF", "aiff"}},
		{0, "#!AMR", "", Kind{"AMR", "amr"}},
		{0, ".RMF", "", Kind{"RealAudio", "rm"}},
		{0, ".ra\xfd", "", Kind{"RealAudio", "rm"}},
		{0, "RIFF", "AVI ", Kind{"an AVI film", "avi"}},
		{0, "FLV\x01", "", Kind{"a Flash film", "flv"}},
		{0, "caff\x00\x01", "", Kind{"Core Audio", "caf"}},
		{0, ".snd", "", Kind{"AU", "au"}},
		{0, "wvpk", "", Kind{"WavPack", "wv"}},
		{0, "MAC ", "", Kind{"Monkey's Audio", "ape"}},
		{0, "\x00\x00\x01\xba", "", Kind{"an MPEG film", "mpeg"}},
		{0, "ADIF", "", Kind{"AAC", "aac"}},
	}
	for _, atom := range []string{"moov", "mdat", "wide", "free", "skip", "pnot"} { // QuickTime from before it had a beginning
		all = append(all, signature{4, atom, "", Kind{"QuickTime", "mov"}})
	}
	for _, second := range []string{"\xf0", "\xf1", "\xf8", "\xf9"} { // ADTS: layer 0, which no MPEG sound has
		all = append(all, signature{0, "\xff" + second, "", Kind{"AAC", "aac"}})
	}
	return all
}

// Endings are those of the files that are converted, and which tell nothing about what is in them.
func Endings() []string {
	return slices.Concat(soundEndings(), filmEndings())
}

func soundEndings() []string {
	return []string{
		".m4a", ".m4b", ".aac", ".opus", ".mka", ".weba", ".wma", ".aif", ".aiff", ".aifc", ".amr", ".mp2", ".mpga", ".ra", ".spx",
		".caf", ".au", ".wv", ".ape",
	}
}

func filmEndings() []string {
	return []string{".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".wmv", ".3gp", ".ogv", ".flv", ".mpg", ".mpeg", ".rm"}
}
