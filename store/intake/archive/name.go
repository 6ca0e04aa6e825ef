package archive

import (
	"archive/zip"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// entryName is the safe name of an entry, "" for a folder.
func entryName(file *zip.File, most limits) (string, error) {
	name := decodeName(file)
	if strings.HasSuffix(name, "/") || strings.HasSuffix(name, `\`) {
		name = strings.TrimRight(name, `/\`)
		_, err := safeName(name, most)
		return "", err
	}
	return safeName(name, most)
}

// decodeName gives the name in Unicode. A name in no known encoding comes out wrong, but always the same.
func decodeName(file *zip.File) string {
	if name, found := unicodePath(file); found {
		return name
	}
	if utf8.ValidString(file.Name) {
		return file.Name
	}
	name, err := charmap.CodePage437.NewDecoder().String(file.Name) // what the format demands where nothing else is said
	if err != nil {
		return strings.ToValidUTF8(file.Name, "_")
	}
	return name
}

// unicodePath is the name that some programs add in Unicode, beside the one in the encoding of their machine.
func unicodePath(file *zip.File) (string, bool) {
	const tag, head = 0x7075, 5
	for extra := file.Extra; len(extra) >= 4; {
		kind, size := binary.LittleEndian.Uint16(extra), int(binary.LittleEndian.Uint16(extra[2:]))
		extra = extra[4:]
		if size > len(extra) {
			break
		}
		field := extra[:size]
		extra = extra[size:]
		if kind != tag || size <= head || field[0] != 1 {
			continue
		}
		name := string(field[head:])
		if binary.LittleEndian.Uint32(field[1:]) == crc32.ChecksumIEEE([]byte(file.Name)) && utf8.ValidString(name) {
			return name, true
		}
	}
	return "", false
}

// safeName gives a name with slashes and without empty parts, or an error for one that leads anywhere else.
func safeName(name string, most limits) (string, error) {
	if len(name) > most.name {
		return "", fmt.Errorf("a file in it has a name of %d letters: %w", len(name), ErrUnsafe)
	}
	slashed := strings.ReplaceAll(name, `\`, "/")
	drive := len(slashed) >= 2 && slashed[1] == ':' && isLetter(slashed[0])
	if strings.HasPrefix(slashed, "/") || drive || strings.ContainsRune(slashed, 0) {
		return "", fmt.Errorf("the file %q in it has a name that leads out of it: %w", name, ErrUnsafe)
	}
	var parts []string
	for part := range strings.SplitSeq(slashed, "/") {
		switch part {
		case "", ".":
			continue
		case "..":
			return "", fmt.Errorf("the file %q in it has a name that leads out of it: %w", name, ErrUnsafe)
		}
		parts = append(parts, part)
	}
	if len(parts) > most.depth {
		return "", fmt.Errorf("the file %q in it lies in too many folders: %w", name, ErrUnsafe)
	}
	return strings.Join(parts, "/"), nil
}

func isLetter(b byte) bool { return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' }

// fold makes names alike that differ only in case or in how their accents are encoded.
func fold(name string) string { return norm.NFC.String(strings.ToLower(name)) }
