package offset

import (
	"math"
	"testing"
	"unicode/utf8"
)

func TestPlacesAreCountedInCodePoints(t *testing.T) {
	const text = "aß🙂e\u0301z" // 1, 2, 4, 1, 2 and 1 bytes
	for at, want := range []int{0, 1, 3, 7, 8, 10, 11} {
		if got := ToByte(text, int32(at)); got != want {
			t.Errorf("code point %d begins at byte %d, want %d", at, got, want)
		}
		if got := FromByte(text, want); got != int32(at) {
			t.Errorf("byte %d is code point %d, want %d", want, got, at)
		}
	}
}

func TestAByteWithinACodePointIsThatCodePoint(t *testing.T) {
	if got := FromByte("a🙂b", 3); got != 1 {
		t.Errorf("a byte within the second code point is code point %d, want 1", got)
	}
}

func TestStretchesAreBroughtIntoTheText(t *testing.T) {
	for _, c := range []struct {
		start, end int32
		want       string
	}{
		{0, 2, "aß"},
		{1, End, "ßc"},
		{-7, 1, "a"},
		{1, 99, "ßc"},
		{2, 1, ""},
		{99, End, ""},
		{math.MinInt32, math.MaxInt32, "aßc"},
		{0, -2, ""},
	} {
		from, to := Range("aßc", c.start, c.end)
		if got := "aßc"[from:to]; got != c.want {
			t.Errorf("from %d to %d is %q, want %q", c.start, c.end, got, c.want)
		}
	}
}

func TestACleanTextHasAsManyCodePoints(t *testing.T) {
	if got := Clean("a\x00b\xff\xfec"); got != "a\uFFFDb\uFFFD\uFFFDc" {
		t.Errorf("cleaned text is %q", got)
	}
}

func FuzzOffsets(f *testing.F) {
	f.Add("aß🙂e\u0301z", int32(2), int32(5))
	f.Add("", int32(-1), int32(-1))
	f.Add("\xff\x00a", int32(math.MinInt32), int32(math.MaxInt32))
	f.Fuzz(func(t *testing.T, text string, start, end int32) {
		from, to := Range(text, start, end)
		if from < 0 || to < from || to > len(text) {
			t.Fatalf("the stretch from %d to %d is [%d:%d] of %d bytes", start, end, from, to, len(text))
		}
		for _, at := range []int{from, to} {
			if at < len(text) && utf8.ValidString(text) && !utf8.RuneStart(text[at]) {
				t.Fatalf("byte %d is within a code point", at)
			}
			if back := ToByte(text, FromByte(text, at)); back != at {
				t.Fatalf("byte %d comes back as %d", at, back)
			}
		}
		for _, at := range []int{int(start), int(end)} {
			if n := FromByte(text, at); n < 0 || n > Count(text) {
				t.Fatalf("byte %d is code point %d of %d", at, n, Count(text))
			}
		}
		clean := Clean(text)
		if !utf8.ValidString(clean) || Count(clean) != Count(text) {
			t.Fatalf("%q is cleaned to %q", text, clean)
		}
	})
}
