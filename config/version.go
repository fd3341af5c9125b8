package config

import "runtime/debug"

// Version returns what the Go tool stamped into the binary: the version, and the
// revision of the sources, empty where they were not under version control.
func Version() (version, revision string) {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown version", ""
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			revision = s.Value
		}
	}
	return info.Main.Version, revision
}
