package decode

func openFLAC(source, int64) (opened, error)   { return opened{}, ErrUnsupported }
func openVorbis(source, int64) (opened, error) { return opened{}, ErrUnsupported }
func openMP3(source, int64) (opened, error)    { return opened{}, ErrFormat }
