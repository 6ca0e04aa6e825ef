package export

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
)

func TestAPageIsLegibleInEachLook(t *testing.T) {
	content := written(t, "html", fogBell(t), Options{})
	for _, wish := range [][2]string{{"prefers-color-scheme", "light"}, {"prefers-color-scheme", "dark"}, {"prefers-contrast", "more"}} {
		t.Run(wish[1], func(t *testing.T) {
			page := openPage(t, content, wishes(wish[0], wish[1]))
			page.to(31 * time.Second)
			for _, text := range []string{
				".by", "h1", ".speaker.voice1", ".speaker.voice2", ".speaker.voice3", ".speaker.voice4", ".turn.heard .role", ".turn.heard .speaker",
				".s.heard", ".turn:not(.heard) .s", ".sound p", ".rights", "#larger", "#speed", "#at", "#play",
			} {
				if got := page.contrast(text, "color"); got < 7 {
					t.Errorf("%s has a contrast of %.1f to 1, want 7", text, got)
				}
			}
			for _, mark := range [][2]string{{".turn.heard", "borderInlineStartColor"}, {".w.heard", "textDecorationColor"}, {"#larger", "borderTopColor"}} {
				if got := page.contrast(mark[0], mark[1]); got < 3 {
					t.Errorf("the %s of %s has a contrast of %.1f to 1, want 3", mark[1], mark[0], got)
				}
			}
		})
	}
}

// contrast measures a colour of an element against what is behind it, as WCAG does.
func (tb *tab) contrast(selector, property string) float64 {
	tb.Helper()
	colours := tb.value(fmt.Sprintf(`(() => {
		const e = document.querySelector(%q), clear = "rgba(0, 0, 0, 0)";
		let behind = e;
		while (behind.parentElement && getComputedStyle(behind).backgroundColor === clear) behind = behind.parentElement;
		return getComputedStyle(e)[%q] + " " + getComputedStyle(behind).backgroundColor;
	})()`, selector, property))
	var a, b [3]float64
	if _, err := fmt.Sscanf(colours, "rgb(%f, %f, %f) rgb(%f, %f, %f)", &a[0], &a[1], &a[2], &b[0], &b[1], &b[2]); err != nil {
		tb.Fatalf("%s of %s is %q", property, selector, colours)
	}
	light, dark := luminance(a), luminance(b)
	return (max(light, dark) + 0.05) / (min(light, dark) + 0.05)
}

func luminance(c [3]float64) float64 {
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		v := c[i] / 255
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		sum += weight * v
	}
	return sum
}

func TestAllControlsHaveNamesAndRoom(t *testing.T) {
	page := openPage(t, written(t, "html", fogBell(t), Options{}))
	for _, size := range [][2]int64{{1280, 800}, {640, 480}, {360, 640}} {
		call(page, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: size[0], Height: size[1], DeviceScaleFactor: 1})
		small := page.value(`[...document.querySelectorAll("button:not([hidden]), select, summary, input")].filter(e => {
			const b = e.getBoundingClientRect();
			return b.width < 44 || b.height < 44 || b.left < 0 || b.right > innerWidth;
		}).map(e => e.id || e.tagName).join(" ")`)
		if small != "" {
			t.Errorf("at %v too small, or cut off: %s", size, small)
		}
		if wide := page.value(`document.documentElement.scrollWidth > innerWidth`); wide != "false" {
			t.Errorf("at %v the page is wider than the window", size)
		}
	}
	nameless := page.value(`[...document.querySelectorAll("button, select, input, audio")].filter(e =>
		!(e.getAttribute("aria-label") || e.labels?.length || e.innerText.trim() || e.hidden)).map(e => e.id).join(" ")`)
	if nameless != "" {
		t.Errorf("without a name: %s", nameless)
	}
}
