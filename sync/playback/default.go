package playback

// Default is the machine's usual sound device. It is looked for when a Player needs it.
func Default() Device { return pulseDevice{} }
