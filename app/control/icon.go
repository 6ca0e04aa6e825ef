package control

import (
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"alongside/app/look"
)

// An Icon is a drawing in one colour on a 24 by 24 grid, as SVG elements. Icons are drawn rather than typed, because fonts
// lack many of these signs.
type Icon string

// The icons.
const (
	IconPlay      Icon = `<path d="M7 4.5v15l12.5-7.5z"/>`
	IconPause     Icon = `<path d="M6.5 5h4v14h-4zM13.5 5h4v14h-4z"/>`
	IconBack      Icon = `<path d="M15.8 4.6 8.4 12l7.4 7.4-1.7 1.7L5 12l9.1-9.1z"/>`
	IconNext      Icon = `<path d="M8.2 4.6 15.6 12l-7.4 7.4 1.7 1.7L19 12 9.9 2.9z"/>`
	IconBackTwo   Icon = `<path d="M12.3 5.6 5.9 12l6.4 6.4-1.6 1.6L2.7 12l8-8zM20.3 5.6 13.9 12l6.4 6.4-1.6 1.6-8-8 8-8z"/>`
	IconNextTwo   Icon = `<path d="M11.7 5.6 18.1 12l-6.4 6.4 1.6 1.6 8-8-8-8zM3.7 5.6 10.1 12l-6.4 6.4 1.6 1.6 8-8-8-8z"/>`
	IconMore      Icon = `<circle cx="5" cy="12" r="2"/><circle cx="12" cy="12" r="2"/><circle cx="19" cy="12" r="2"/>`
	IconFind      Icon = `<path d="M10 3a7 7 0 1 0 4.2 12.6l5.1 5.1 1.6-1.6-5.1-5.1A7 7 0 0 0 10 3zm0 2.2a4.8 4.8 0 1 1 0 9.6 4.8 4.8 0 0 1 0-9.6z"/>`
	IconContents  Icon = `<path d="M3.500 5h3v3h-3zM9 5.300h11.500v2.400H9zM6 10.500h3v3H6zM11.500 10.800h9v2.400h-9zM6 16h3v3H6zM11.500 16.300h9v2.400h-9z"/>`
	IconFeeds     Icon = `<path d="M4 4v2.6A13.4 13.4 0 0 1 17.4 20H20A16 16 0 0 0 4 4zM4 10v2.600A7.400 7.400 0 0 1 11.400 20H14A10 10 0 0 0 4 10z"/><circle cx="6" cy="18" r="2.200"/>`
	IconAdd       Icon = `<path d="M10.8 4h2.4v6.8H20v2.4h-6.8V20h-2.4v-6.8H4v-2.4h6.8z"/>`
	IconLooks     Icon = `<path d="M12 3a9 9 0 1 0 0 18zM12 3v2.2a6.8 6.8 0 0 1 0 13.6V21a9 9 0 0 0 0-18z"/>`
	IconSound     Icon = `<path d="M3.5 9v6h4l5.5 4.5v-15L7.5 9zM15.5 8.2l1.3-1.7a7 7 0 0 1 0 11l-1.3-1.7a4.8 4.8 0 0 0 0-7.6z"/>`
	IconMuted     Icon = `<path d="M3.5 9v6h4l5.5 4.5v-15L7.5 9zM16 9.6l1.4-1.4 2.1 2.2 2.1-2.2L23 9.6 20.9 12l2.1 2.4-1.4 1.4-2.1-2.2-2.1 2.2-1.4-1.4 2.1-2.4z"/>`
	IconNote      Icon = `<path d="M9 4.5 19 2.4v13.1a3 3 0 1 1-2-2.8V6.9l-6 1.3v9.3a3 3 0 1 1-2-2.8z"/>`
	IconSpoken    Icon = `<path d="M4 4h16v2.4H4zM4 9h9v2.4H4zM17.6 9.2v7.3l2.3-2.3 1.5 1.5-4.9 4.9-4.9-4.9 1.5-1.5 2.3 2.3V9.2zM4 14h6v2.4H4z"/>`
	IconSpeed     Icon = `<path d="M12 5a9 9 0 0 0-9 9c0 1.8.5 3.4 1.4 4.8h15.2A9 9 0 0 0 12 5zm0 2.2a6.8 6.8 0 0 1 6.4 9.4H13.6l2.6-6-4.8 5.2a1.7 1.7 0 0 0-.4.8H5.6A6.8 6.8 0 0 1 12 7.2z"/>`
	IconUnsure    Icon = `<path d="M3 9.2c2-3 5-3.6 8-1.8s5.500 2.200 8-.6l1.900 1.600c-3.400 4-7.200 3.600-10.600 1.500-2.400-1.400-4.100-1-5.500 1zM3 16.200c2-3 5-3.600 8-1.800s5.500 2.200 8-.6l1.900 1.600c-3.400 4-7.200 3.600-10.600 1.500-2.400-1.400-4.100-1-5.500 1z"/>`
	IconTick      Icon = `<path d="M9.300 15.600 5 11.300l-1.900 1.900 6.200 6.200L21 7.700l-1.900-1.900z"/>`
	IconNotNow    Icon = `<path d="M12 3A9 9 0 0 0 12 21A9 9 0 0 0 12 3zM12 5.200A6.800 6.800 0 0 1 12 18.800A6.800 6.800 0 0 1 12 5.200z"/><path d="M6.400 16 16 6.400 17.600 8 8 17.600z"/>`
	IconProblem   Icon = `<path d="M12 2.5 23 21H1zm-1.1 6.3v6.4h2.2V8.8zm0 7.8v2.2h2.2v-2.2z"/>`
	IconPencil    Icon = `<path d="M4 16.8V20h3.2L17.9 9.3l-3.2-3.2zM19.4 7.8a1 1 0 0 0 0-1.4l-1.8-1.8a1 1 0 0 0-1.4 0l-1.1 1.1 3.2 3.2z"/>`
	IconFolder    Icon = `<path d="M2.500 4.500h7l2.200 2.600h9.800v12.400h-19z"/>`
	IconFile      Icon = `<path d="M5 2.500h9l5 5v14H5zM7.200 4.700v14.600h9.600V9H12.500V4.700z" fill-rule="evenodd"/>`
	IconUp        Icon = `<path d="m12 4.200 8 8-1.700 1.700-5.100-5.100V20h-2.400V8.800l-5.100 5.100L4 12.200z"/>`
	IconBookmark  Icon = `<path d="M6 2.500h12v19l-6-5.200-6 5.200z"/>`
	IconHighlight Icon = `<path d="M3.500 19.200h17V22h-17zM14.600 2.500 20.300 8.200 12.100 16.400H6.400v-5.700z"/>`
	IconWritten   Icon = `<path d="M4 3h16v12l-6 6H4zM7 6.800V9h10V6.800zM7 11v2.200h10V11zM7 15.200v2.200h5v-2.200z" fill-rule="evenodd"/>`
	IconWord      Icon = `<path d="M10.200 3h3.600L20.500 21h-3.300l-1.500-4.300H8.300L6.800 21H3.500zM9.300 13.800h5.400L12 6.200z" fill-rule="evenodd"/>`
	IconRemove    Icon = `<path d="M9 2.500h6v2h5.500v2.300h-17V4.500H9zM5.500 9h13l-1 12.500h-11zM9 11.500l.5 7.500h1.700v-7.500zM12.800 11.500V19h1.700l.5-7.500z" fill-rule="evenodd"/>`
	IconCircle    Icon = `<circle cx="12" cy="12" r="7.5"/>`
	IconSquare    Icon = `<path d="M5 5h14v14H5z"/>`
	IconTriangle  Icon = `<path d="M12 3.5 21 20H3z"/>`
	IconDiamond   Icon = `<path d="M12 2.5 21.5 12 12 21.5 2.5 12z"/>`
	IconStar      Icon = `<path d="m12 2 2.9 6.6 7.1.7-5.4 4.8 1.6 7-6.2-3.7-6.2 3.7 1.6-7L2 9.3l7.1-.7z"/>`
	IconPentagon  Icon = `<path d="m12 2.5 9.8 7.1L18 21H6L2.2 9.6z"/>`
)

// SpeakerShapes is how many shapes tell speakers apart.
const SpeakerShapes = 6

// SpeakerShape numbers the shape of the nth speaker, both counted from 0. Together with the colour it tells speakers apart:
// where the colours are used again, each goes with the next shape.
func SpeakerShape(n int) int {
	n = max(n, 0)
	return (n + n/look.Speakers) % SpeakerShapes
}

// SpeakerIcon is the shape of the nth speaker, counted from 0.
func SpeakerIcon(n int) Icon {
	return [SpeakerShapes]Icon{IconCircle, IconSquare, IconTriangle, IconDiamond, IconStar, IconPentagon}[SpeakerShape(n)]
}

// Resource is the icon in a colour, ready to be drawn.
func (i Icon) Resource(c color.Color) fyne.Resource {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	hex := fmt.Sprintf("#%02x%02x%02x", n.R, n.G, n.B)
	svg := `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="` + hex + `">` + string(i) + `</svg>`
	return fyne.NewStaticResource(fmt.Sprintf("icon-%s-%x.svg", hex[1:], hash(string(i))), []byte(svg))
}

// Draw shows the icon on an image, in a colour and at a size. The size comes first: resized, the toolkit draws what the image
// showed before and keeps that under the name of what it shows now.
func (i Icon) Draw(on *canvas.Image, c color.Color, size fyne.Size) {
	if on.Size() != size {
		on.Resize(size)
	}
	on.Resource = i.Resource(c)
	on.Refresh()
}

// hash tells icons apart in the toolkit's cache of drawn images, which goes by name (FNV-1a).
func hash(s string) uint32 {
	h := uint32(2166136261)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}
