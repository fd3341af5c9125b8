// Package wire reads and writes the bytes of the old protocol: the frames of the
// chat port, the packages of the file and image ports, and the bodies both carry.
//
// It knows bytes and nothing else: no sessions, no deadlines, no rules. What it
// promises is about memory and trust:
//
//   - Memory follows the bytes that have arrived, or that a zlib stream has
//     really produced, never a size that a peer declared.
//   - A reader that waits for the next frame holds no buffer; thousands of silent
//     connections cost their FrameReader and nothing more.
//   - Sizes that the protocol forbids are refused on the header alone.
//   - Nothing a peer sends makes it panic.
//
// Two clients wrote frames in ways their servers did not expect. The repairs of
// the Android client's sizes and string lengths stand in android.go and
// [Reader.DataOrRest]; every other peculiarity is left to the caller.
//
// Section numbers in comments are those of WIRE.md unless CLIENTS.md is named.
package wire

import "errors"

var (
	// ErrMalformed is wrapped by every error about bytes that do not follow the
	// protocol. The stream cannot be trusted afterwards: close the connection.
	ErrMalformed = errors.New("malformed")

	// ErrTooLarge is wrapped by every error about a size above a limit, received
	// or to be sent.
	ErrTooLarge = errors.New("too large")
)
