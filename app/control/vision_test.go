package control

import (
	"image/color"
	"math"
	"testing"
)

// A vision is how someone sees colours.
type vision struct {
	name string
	see  func(linearRGB) linearRGB
}

// linearRGB is light: sRGB's primaries, without its curve.
type linearRGB [3]float64

type matrix [3]linearRGB

func (m matrix) times(c linearRGB) (out linearRGB) {
	for i, row := range m {
		out[i] = row.times(c)
	}
	return out
}

func (c linearRGB) times(d linearRGB) float64 { return c[0]*d[0] + c[1]*d[1] + c[2]*d[2] }

// visions are the usual one and the three in which one kind of cone is missing. For protanopia and deuteranopia: Machado,
// Oliveira and Fernandes, "A physiologically-based model for simulation of color vision deficiency" (2009), at full
// severity. Their model is not meant for tritanopia; there: Brettel, Viénot and Mollon, "Computerized simulation of color
// appearance for dichromats" (1997), with the two half planes in sRGB's primaries as libDaltonLens has them.
func visions() []vision {
	protan := matrix{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}
	deutan := matrix{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}
	tritan := [2]matrix{
		{{1.01277, 0.13548, -0.14826}, {-0.01243, 0.86812, 0.14431}, {0.07589, 0.80500, 0.11911}},
		{{0.93678, 0.18979, -0.12657}, {0.06154, 0.81526, 0.12320}, {-0.37562, 1.12767, 0.24796}},
	}
	plane := linearRGB{0.03901, -0.02788, -0.01113}
	return []vision{
		{"usual", func(c linearRGB) linearRGB { return c }},
		{"protanopia", protan.times},
		{"deuteranopia", deutan.times},
		{"tritanopia", func(c linearRGB) linearRGB {
			if plane.times(c) >= 0 {
				return tritan[0].times(c)
			}
			return tritan[1].times(c)
		}},
	}
}

// linear undoes sRGB's curve.
func linear(v uint8) float64 {
	s := float64(v) / 255
	if s <= 0.04045 {
		return s / 12.92
	}
	return math.Pow((s+0.055)/1.055, 2.4)
}

// of is how a colour on the screen is seen, in CIELAB under D65.
func (v vision) of(c color.NRGBA) lab {
	seen := v.see(linearRGB{linear(c.R), linear(c.G), linear(c.B)})
	for i := range seen {
		seen[i] = min(max(seen[i], 0), 1)
	}
	xyz := matrix{
		{0.4124564, 0.3575761, 0.1804375}, {0.2126729, 0.7151522, 0.0721750}, {0.0193339, 0.1191920, 0.9503041},
	}.times(seen)
	f := func(t float64) float64 {
		if t > 216.0/24389 {
			return math.Cbrt(t)
		}
		return (24389.0/27*t + 16) / 116
	}
	x, y, z := f(xyz[0]/0.95047), f(xyz[1]), f(xyz[2]/1.08883)
	return lab{116*y - 16, 500 * (x - y), 200 * (y - z)}
}

type lab struct{ l, a, b float64 }

// difference is CIEDE2000 with all its weights 1, in the steps of Sharma, Wu and Dalal, "The CIEDE2000 color-difference
// formula: implementation notes" (2005).
func difference(one, two lab) float64 {
	rad := math.Pi / 180
	pow7 := func(x float64) float64 { return math.Sqrt(math.Pow(x, 7) / (math.Pow(x, 7) + math.Pow(25, 7))) }
	g := 1 + 0.5*(1-pow7((math.Hypot(one.a, one.b)+math.Hypot(two.a, two.b))/2))
	c1, c2 := math.Hypot(g*one.a, one.b), math.Hypot(g*two.a, two.b)
	hue := func(a, b float64) float64 {
		if a == 0 && b == 0 {
			return 0
		}
		return math.Mod(math.Atan2(b, a)/rad+360, 360)
	}
	h1, h2 := hue(g*one.a, one.b), hue(g*two.a, two.b)
	turn, middle := h2-h1, (h1+h2)/2
	switch {
	case c1*c2 == 0:
		turn, middle = 0, h1+h2
	case turn > 180:
		turn -= 360
	case turn < -180:
		turn += 360
	}
	if c1*c2 != 0 && math.Abs(h1-h2) > 180 {
		middle += 180
		if h1+h2 >= 360 {
			middle -= 360
		}
	}
	l, c := (one.l+two.l)/2, (c1+c2)/2
	t := 1 - 0.17*math.Cos((middle-30)*rad) + 0.24*math.Cos(2*middle*rad) + 0.32*math.Cos((3*middle+6)*rad) - 0.20*math.Cos((4*middle-63)*rad)
	dl := (two.l - one.l) / (1 + 0.015*(l-50)*(l-50)/math.Sqrt(20+(l-50)*(l-50)))
	dc := (c2 - c1) / (1 + 0.045*c)
	dh := 2 * math.Sqrt(c1*c2) * math.Sin(turn/2*rad) / (1 + 0.015*c*t)
	swing := -2 * pow7(c) * math.Sin(60*math.Exp(-math.Pow((middle-275)/25, 2))*rad)
	return math.Sqrt(dl*dl + dc*dc + dh*dh + swing*dc*dh)
}

func TestDifferenceOfKnownColours(t *testing.T) {
	for _, c := range []struct { // from the table of Sharma, Wu and Dalal
		one, two lab
		want     float64
	}{
		{lab{50, 2.6772, -79.7751}, lab{50, 0, -82.7485}, 2.0425},
		{lab{50, -1.3802, -84.2814}, lab{50, 0, -82.7485}, 1.0000},
		{lab{50, 2.5, 0}, lab{73, 25, -18}, 27.1492},
		{lab{50, 2.49, -0.001}, lab{50, -2.49, 0.0011}, 7.2195},
		{lab{60.2574, -34.0099, 36.2677}, lab{60.4626, -34.1751, 39.4387}, 1.2644},
		{lab{2.0776, 0.0795, -1.1350}, lab{0.9033, -0.0636, -0.5514}, 0.9082},
	} {
		if got := difference(c.one, c.two); math.Abs(got-c.want) > 0.0001 {
			t.Errorf("%v and %v differ by %.4f, want %.4f", c.one, c.two, got, c.want)
		}
	}
}
