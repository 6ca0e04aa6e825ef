package playback

// Oto is the device that Default turns to without a sound server.
func Oto() Device { return &otoDevice{} }
