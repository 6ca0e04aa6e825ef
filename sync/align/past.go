package align

import "alongside/sync/align/acoustic"

// past holds the scored frames that may still be needed, so that a stretch can be looked at again once it is known what is
// said in it.
type past struct {
	first  int // the number of the first frame held
	blocks []*block
	end    int // past the last
}

func (p *past) add(b *block) {
	p.blocks = append(p.blocks, b)
	p.end += len(b.frames)
}

// at is the frame of that number, which must be held. All blocks but the last are full.
func (p *past) at(frame int) *acoustic.Frame {
	n := frame - p.first
	return &p.blocks[n/blockFrames].frames[n%blockFrames]
}

// drop forgets the frames before that number, block by block.
func (p *past) drop(frame int) {
	n := min(max(0, frame-p.first)/blockFrames, len(p.blocks))
	clear(p.blocks[:n])
	p.blocks = p.blocks[n:]
	p.first += n * blockFrames
}
