package synthesis

import (
	"bufio"
	"bytes"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/language"
)

// A voice is one line of the list of voices: the tag of its language, and the other tags that it also serves.
type voice struct {
	language string
	priority int // the lower, the better it serves the language
	others   []other
}

type other struct {
	language string
	priority int
}

// readVoices reads what --voices writes: a line of headings, then for each voice priority, language, age and gender,
// name, file and any number of other languages as "(zh 5)". Lines of another kind are passed over.
func readVoices(list []byte) (out []voice) {
	lines := bufio.NewScanner(bytes.NewReader(list))
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) < 4 {
			continue
		}
		priority, err := strconv.Atoi(fields[0])
		if err != nil || !isTag(fields[1]) {
			continue
		}
		out = append(out, voice{language: fields[1], priority: priority, others: others(fields[3:])})
	}
	return out
}

// others reads "(zh-cmn", "5)(zh", "5)".
func others(fields []string) (out []other) {
	_, list, found := strings.Cut(strings.Join(fields, " "), "(")
	for found {
		var each string
		each, list, found = strings.Cut(list, "(")
		tag, priority, _ := strings.Cut(strings.TrimSuffix(strings.TrimSpace(each), ")"), " ")
		if n, err := strconv.Atoi(priority); err == nil && isTag(tag) {
			out = append(out, other{strings.ToLower(tag), n})
		}
	}
	return out
}

// isTag reports whether a name can be given to the program as a voice: letters, digits and hyphens, none in front.
func isTag(name string) bool {
	if name == "" || name[0] == '-' || len(name) > 40 {
		return false
	}
	return strings.IndexFunc(name, func(r rune) bool {
		return r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	}) < 0
}

// best is the voice that serves a tag best.
func best(voices []voice, tag string) (found voice, ok bool) {
	least := 0
	try := func(v voice, language string, priority int) {
		if strings.EqualFold(language, tag) && (!ok || priority < least) {
			found, ok, least = v, true, priority
		}
	}
	for _, v := range voices {
		try(v, v.language, v.priority)
		for _, o := range v.others {
			try(v, o.language, o.priority)
		}
	}
	return found, ok
}

// tags are the tags under which a voice for a language may be found, the best first: the whole tag, then ever less of it,
// then the nearest language that is spoken much like it.
func tags(tag string) []string {
	tag = strings.ToLower(strings.ReplaceAll(strings.TrimSpace(tag), "_", "-"))
	list := prefixes(tag)
	if parsed, err := language.Parse(tag); err == nil { // "deu" is "de", "iw" is "he"
		list = append(list, prefixes(strings.ToLower(parsed.String()))...)
	}
	for _, t := range slices.Clone(list) {
		if near, ok := nearest(t); ok {
			list = append(list, near)
		}
	}
	if near, ok := nearest(tag); ok { // what is written in Hong Kong is read in Cantonese
		list = append([]string{near}, list...)
	}
	return list
}

// prefixes gives "zh-hant-tw", "zh-hant", "zh".
func prefixes(tag string) (out []string) {
	for tag != "" {
		out = append(out, tag)
		cut := max(0, strings.LastIndexByte(tag, '-'))
		tag = tag[:cut]
	}
	return out
}

// nearest is the tag of what a language is read as where its own tag says too little, or has no voice.
func nearest(tag string) (string, bool) {
	switch tag {
	case "zh", "zh-hans", "zh-hant":
		return "cmn", true
	case "zh-hk", "zh-hant-hk", "zh-mo", "zh-hant-mo":
		return "yue", true
	case "nn", "no":
		return "nb", true
	case "es-mx", "es-ar", "es-co", "es-cl", "es-pe", "es-us":
		return "es-419", true
	}
	return "", false
}
