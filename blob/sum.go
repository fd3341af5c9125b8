package blob

import (
	"crypto/md5"
	"encoding/hex"
)

// sum is the md5 of a content. The names of files are made of sums, never of text
// from outside.
type sum [md5.Size]byte

// parseSum reads 32 hex digits of either case.
func parseSum(name string) (s sum, ok bool) {
	if len(name) != 2*len(s) {
		return s, false
	}
	_, err := hex.Decode(s[:], []byte(name))
	return s, err == nil
}

// String returns the 32 lower-case hex digits that the original server used.
func (s sum) String() string { return hex.EncodeToString(s[:]) }

// IsName tells whether name can be that of a content: 32 hex digits.
func IsName(name string) bool {
	_, ok := parseSum(name)
	return ok
}
