package timing

// The formats, as Timed.Format and Alignment.Method name them.
const (
	FormatVTT     = "webvtt"
	FormatSRT     = "srt"
	FormatPodcast = "podcast json"
	FormatAeneas  = "aeneas json"
	FormatStory   = "story json"
)
