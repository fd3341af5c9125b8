package wire

import (
	"encoding/binary"
	"fmt"
)

const (
	// MaxPackage is the largest package of the file and image ports: 50 MiB
	// (section 9).
	MaxPackage = 50 << 20

	// MaxFileName limits the name in a request, in bytes. Real names have 32
	// (an md5) or, for the updater of the Windows client, about 50; no file system
	// of ours has longer ones.
	MaxFileName = 255

	// fileHeaderSize is the int64 in front of a package.
	fileHeaderSize = 8
)

// FileRequest is a request on the file or image port without the bytes of the
// file, which [FileReader] delivers after it.
type FileRequest struct {
	Cmd       FileCmd // FileUpload or FileDownload
	Seq       int32   // repeated by the answer
	Name      string  // an md5 by convention, any 1 to MaxFileName bytes in fact
	Offset    int64   // of the chunk; clients send 0 with downloads
	Size      int64   // of the whole file; clients send 0 with downloads
	ChunkSize int     // bytes of an upload in this request; 0 with downloads
	NetType   NetType // of downloads
}

// FileAnswer is an answer on the file or image port.
type FileAnswer struct {
	Cmd    FileCmd // FileUploadAnswer or FileDownloadAnswer
	Seq    int32   // of the request
	Result FileResult
	Name   string // as in the request: Android compares it
	Offset int64
	Size   int64
}

// AppendFileRequest appends the package of a request to dst, in the form of the
// Windows client. Servers have no use for it; their tests do.
func AppendFileRequest(dst []byte, q FileRequest, chunk []byte) []byte {
	start := len(dst)
	b := beginPackage(dst, q.Cmd, q.Seq).String(q.Name).Int64(q.Offset).Int64(q.Size).Data(chunk)
	if q.Cmd == FileDownload {
		b = b.Int32(int32(q.NetType))
	}
	return finishPackage(b, start, 0)
}

// AppendFileAnswer appends the whole package of an answer to dst. Write it with
// one call: Android reads the answer to an upload with a single read (CLIENTS.md
// section 7). The answer to an upload has no chunk.
func AppendFileAnswer(dst []byte, a FileAnswer, chunk []byte) []byte {
	return append(AppendFileAnswerHead(dst, a, len(chunk)), chunk...)
}

// AppendFileAnswerHead appends an answer up to its chunk, for a chunk of n bytes
// that the caller writes right behind it without a copy in memory.
func AppendFileAnswerHead(dst []byte, a FileAnswer, n int) []byte {
	start := len(dst)
	b := beginPackage(dst, a.Cmd, a.Seq).Int32(int32(a.Result)).String(a.Name).Int64(a.Offset).Int64(a.Size)
	b.buf = binary.AppendUvarint(b.buf, uint64(n))
	return finishPackage(b, start, n)
}

// beginPackage appends an empty header and the head of a body to dst.
func beginPackage(dst []byte, cmd FileCmd, seq int32) Body {
	return NewBody(append(dst, make([]byte, fileHeaderSize)...), Cmd(cmd), seq)
}

// finishPackage writes the sizes of a package that begins at start, n bytes of
// which are still to follow.
func finishPackage(b Body, start, n int) []byte {
	p := b.finish(n)
	binary.LittleEndian.PutUint64(p[start:], uint64(len(p)-start-fileHeaderSize+n))
	return p
}

// checkFileName refuses names that no request may have; an empty one closes the
// connection (section 9).
func checkFileName(size uint64) error {
	switch {
	case size == 0:
		return fmt.Errorf("%w: empty file name", ErrMalformed)
	case size > MaxFileName:
		return fmt.Errorf("%w: file name of %d bytes, limit %d", ErrTooLarge, size, MaxFileName)
	}
	return nil
}
