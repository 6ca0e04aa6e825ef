package decode

import (
	"errors"
	"fmt"
	"io"
	"math"
	"sort"

	"github.com/jfreymuth/vorbis"
)

// A vorbisDecoder decodes the Vorbis stream of an Ogg file page by page. A page says at which sample it ends; that, and
// not what was counted, tells where its sound lies.
type vorbisDecoder struct {
	pages   []oggPage // those of the stream on which a packet ends, from the first with sound on
	base    int64     // the granule of frame 0
	packets oggPackets
	decoder vorbis.Decoder
	all     []oggPage // all pages of the stream with sound

	page   int // index into all
	primed bool
	until  int64 // granule at the end of what was decoded last, -1 when unknown
	buf    [][2]float64
}

// vorbisHeaders is how many packets come before the sound: description, comments, set-up.
const vorbisHeaders = 3

func openVorbis(src source, start int64) (opened, error) {
	scan := &oggScan{src: src, offset: start}
	d := &vorbisDecoder{packets: oggPackets{src: src}, until: -1}
	if err := d.readHeaders(scan); err != nil {
		return opened{}, err
	}
	damage, err := d.collect(scan)
	if err != nil {
		return opened{}, err
	}
	length, err := d.measure()
	if err != nil {
		return opened{}, err
	}
	for i := range damage {
		damage[i].from = max(0, min(length, damage[i].from-int(d.base)))
		damage[i].to = max(0, min(length, damage[i].to-int(d.base)))
	}
	return opened{
		format: "Ogg Vorbis", rate: d.decoder.SampleRate(), channels: d.decoder.Channels(), length: length,
		decoder: d, damage: damage,
	}, nil
}

// readHeaders finds the file's first Vorbis stream, reads its headers, and leaves scan at its first page with sound.
func (d *vorbisDecoder) readHeaders(scan *oggScan) error {
	kind := ""
	serial, found := uint32(0), false
	for count := 0; count < vorbisHeaders; {
		page, err := scan.next()
		if errors.Is(err, io.EOF) {
			if kind != "" && !found {
				return fmt.Errorf("%w: Ogg with %s", ErrUnsupported, kind)
			}
			return fmt.Errorf("%w: an Ogg file without Vorbis sound", ErrDamaged)
		}
		if err != nil {
			return err
		}
		if !page.begins && (!found || page.serial != serial) || page.begins && found {
			continue
		}
		packets, err := d.packets.read(page)
		if err != nil {
			return err
		}
		if page.begins {
			if len(packets) != 1 || !vorbis.IsHeader(packets[0]) {
				kind = oggKind(packets)
				continue
			}
			serial, found = page.serial, true
		}
		for _, packet := range packets {
			if err := d.readHeader(packet, count); err != nil {
				return err
			}
			if count++; count == vorbisHeaders {
				break // the sound begins on a new page
			}
		}
	}
	d.all = []oggPage{{serial: serial}}
	return nil
}

// oggKind names what a stream that is not Vorbis holds.
func oggKind(packets [][]byte) string {
	for name, mark := range map[string]string{"Opus": "OpusHead", "FLAC": "\x7fFLAC", "Speex": "Speex   "} {
		if len(packets) > 0 && len(packets[0]) >= len(mark) && string(packets[0][:len(mark)]) == mark {
			return name
		}
	}
	return "something other than Vorbis"
}

// readHeader reads one of the headers. The comments are not needed, and their reader believes any count.
func (d *vorbisDecoder) readHeader(packet []byte, number int) error {
	if !vorbis.IsHeader(packet) || int(packet[0]) != 2*number+1 {
		return fmt.Errorf("%w: a Vorbis header is missing", ErrDamaged)
	}
	switch number {
	case 0:
		if err := checkVorbisInfo(packet); err != nil {
			return err
		}
	case 1:
		return nil
	case 2:
		if err := checkVorbisSetup(packet); err != nil {
			return err
		}
	}
	if err := d.decoder.ReadHeader(packet); err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return nil
}

// collect lists the stream's pages with sound. A page whose time cannot be is listed as one without.
func (d *vorbisDecoder) collect(scan *oggScan) (damage []lost, err error) {
	serial := d.all[0].serial
	d.all = nil
	block := int64(d.decoder.BufferSize() / d.decoder.Channels()) // most samples of a packet
	until, skipped := int64(-1), int64(0)
	for {
		page, err := scan.next()
		if errors.Is(err, io.EOF) {
			return damage, nil
		}
		if err != nil {
			return nil, err
		}
		skipped += page.skipped
		if page.serial != serial {
			continue
		}
		most := block * (255 + skipped)
		if page.granule >= 0 && until >= 0 && (page.granule < until || page.granule > until+most) ||
			page.granule < -1 || page.granule > math.MaxInt64/4 {
			page.granule = -1
		}
		if skipped > 0 {
			damage = append(damage, lost{
				int(max(0, until)), int(max(0, until)),
				fmt.Errorf("%w: %d bytes before %d are no sound", ErrDamaged, skipped, page.offset),
			})
		}
		if page.granule >= 0 {
			until = page.granule
			d.pages = append(d.pages, page)
			skipped = 0
		}
		d.all = append(d.all, page)
		if page.last {
			return damage, nil
		}
	}
}

// measure gives the number of frames. The first page tells at which sample the sound begins: some files begin late, as
// cut-outs do, and some before 0, which is not meant to be heard.
func (d *vorbisDecoder) measure() (int, error) {
	if len(d.pages) == 0 {
		return 0, ErrEmpty
	}
	end := d.pages[len(d.pages)-1].granule
	if d.pages[0].last {
		return int(end), nil
	}
	first, _, err := d.next()
	for errors.Is(err, ErrDamaged) {
		first, _, err = d.next()
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return 0, err
	}
	if err == nil {
		d.base = max(0, int64(first))
	}
	return int(end - d.base), nil
}

// seek goes to a page before the one that holds the frame: a page's first packet sounds only together with the one
// before it.
func (d *vorbisDecoder) seek(frame int) error {
	granule := int64(frame) + d.base
	k := sort.Search(len(d.pages), func(i int) bool { return d.pages[i].granule > granule })
	k = max(0, k-2)
	d.page = sort.Search(len(d.all), func(i int) bool { return d.all[i].offset >= d.pages[k].offset })
	if k == 0 {
		d.page = 0
	}
	d.forget()
	return nil
}

// forget makes the next packet the first of a stretch.
func (d *vorbisDecoder) forget() {
	d.decoder.Clear()
	d.packets.partial, d.packets.open = nil, false
	d.primed, d.until = false, -1
}

func (d *vorbisDecoder) next() (int, [][2]float64, error) {
	for d.page < len(d.all) {
		page := d.all[d.page]
		d.page++
		if page.skipped > 0 {
			d.forget()
		}
		packets, err := d.packets.read(page)
		if err != nil {
			d.forget()
			return 0, nil, err
		}
		if err := d.decode(packets); err != nil {
			d.forget()
			return 0, nil, err
		}
		if page.granule < 0 {
			if len(packets) > 0 {
				d.until = -1
			}
			continue
		}
		first := page.granule - int64(len(d.buf))
		if page.last && len(d.all) == 1 {
			d.until = 0
		}
		if page.last && d.until >= 0 { // its time says where to stop, not how much was decoded
			first = d.until
			d.buf = d.buf[:max(0, min(int64(len(d.buf)), page.granule-first))]
		}
		d.until = page.granule
		if len(d.buf) > 0 {
			return int(first - d.base), d.buf, nil
		}
	}
	return 0, nil, io.EOF
}

// decode decodes packets into buf.
func (d *vorbisDecoder) decode(packets [][]byte) (err error) {
	defer recoverDamage(&err)
	d.buf = d.buf[:0]
	channels := d.decoder.Channels()
	right := 0
	switch {
	case channels == 2 || channels == 4:
		right = 1
	case channels > 2:
		right = 2 // behind the centre
	}
	for _, packet := range packets {
		if len(packet) == 0 {
			continue
		}
		samples, err := d.decoder.Decode(packet)
		if err != nil {
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		for i := 0; i+channels <= len(samples); i += channels {
			left, right := float64(samples[i]), float64(samples[i+right])
			d.buf = append(d.buf, [2]float64{bounded(left), bounded(right)})
		}
	}
	return nil
}
