package atspi

import "alongside/app/access/atspi/offset"

// documentFace is what a document says of itself.
type documentFace struct{ u subject }

func (documentFace) properties() map[string]any {
	return map[string]any{"CurrentPageNumber": int32(-1), "PageCount": int32(-1)}
}

// GetLocale is the document's language.
func (f documentFace) GetLocale() string {
	if language := f.u.e.Attributes["language"]; language != "" {
		return offset.Clean(language)
	}
	return locale()
}

// GetAttributes is what is known of the document.
func (f documentFace) GetAttributes() map[string]string {
	all := map[string]string{}
	for name, v := range f.u.e.Attributes {
		all[offset.Clean(name)] = offset.Clean(v)
	}
	return all
}

// GetAttributeValue is one thing that is known of the document.
func (f documentFace) GetAttributeValue(name string) string { return f.GetAttributes()[name] }
