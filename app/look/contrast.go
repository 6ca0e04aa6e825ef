package look

import (
	"image/color"
	"math"
)

// Ratio is the contrast of two opaque colours, 1 to 21, as WCAG 2.2 defines it ("contrast ratio").
func Ratio(a, b color.NRGBA) float64 {
	return ratio(luminance(a), luminance(b))
}

// ratio is the contrast of two luminances.
func ratio(a, b float64) float64 { return (max(a, b) + 0.05) / (min(a, b) + 0.05) }

// luminance is the relative luminance of WCAG 2.2, 0 to 1.
func luminance(c color.NRGBA) float64 {
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

func linear(v uint8) float64 {
	s := float64(v) / 255
	if s <= 0.04045 {
		return s / 12.92
	}
	return math.Pow((s+0.055)/1.055, 2.4)
}
