package align

import (
	"context"

	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// AlignBySynthesis aligns in any language as though the acoustic model did not know it.
func (a *Aligner) AlignBySynthesis(ctx context.Context, samples Samples, t transcript.Transcript, o Options) (timing.Alignment, error) {
	return a.alignForeign(ctx, samples, t, o)
}
