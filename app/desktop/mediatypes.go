package desktop

// MediaTypes are the kinds of files that a story may come in, as desktops name them. FyneApp.toml has the same ones, for
// the desktop's list of programs.
func MediaTypes() []string {
	return []string{
		"application/epub+zip", "text/vtt", "application/x-subrip", "text/html", "application/xhtml+xml",
		"audio/mpeg", "audio/mp4", "audio/flac", "audio/ogg", "audio/x-vorbis+ogg", "audio/x-opus+ogg", "audio/x-wav",
	}
}
