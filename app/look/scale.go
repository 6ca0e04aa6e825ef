package look

// Base sizes at 100%, in device-independent pixels.
const (
	readingSize = 20
	controlSize = 17
	targetSize  = 44
	gapSize     = 8
	cornerSize  = 10

	// innerPadding makes Fyne's own entries as high as a target should be.
	innerPadding = 11
)

// TextScales are the steps in which the reader makes the story's text larger and smaller.
func TextScales() []float32 {
	return []float32{0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4}
}

// Within is the scale of text nearest to one that may lie beyond the smallest or the largest.
func Within(scale float32) float32 {
	steps := TextScales()
	return min(max(scale, steps[0]), steps[len(steps)-1])
}

// Larger is the next step above scale, or the largest.
func Larger(scale float32) float32 {
	steps := TextScales()
	for _, s := range steps {
		if s > scale+0.001 {
			return s
		}
	}
	return steps[len(steps)-1]
}

// Smaller is the next step below scale, or the smallest.
func Smaller(scale float32) float32 {
	steps := TextScales()
	for i := len(steps) - 1; i >= 0; i-- {
		if steps[i] < scale-0.001 {
			return steps[i]
		}
	}
	return steps[0]
}

// ControlScale is how large the controls are beside text of the given scale in a window of width by height
// device-independent pixels. They follow the text, but never so far that menu, top bar and play bar together take more
// than about two fifths of the window's height (measured: they are 220 pixels high at scale 1), nor that a row of the
// five play buttons no longer fits across it.
func ControlScale(text, width, height float32) float32 {
	const (
		chrome = 220 // height of menu bar, top bar and play bar at scale 1
		row    = 5*(targetSize+10) + 40
		least  = 0.8
	)
	scale := min(text, 0.4*height/chrome, width/row)
	return max(scale, least)
}
