package timing

import (
	"strings"

	"golang.org/x/text/language"
)

// languageTag is the language in BCP 47 ("en") for whatever a file calls it ("eng", "en_US"), or "" if it is none.
func languageTag(name string) string {
	tag, err := language.Parse(strings.TrimSpace(name))
	if err != nil || tag == language.Und {
		return ""
	}
	return tag.String()
}
