package servertest

import (
	"crypto/md5"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"testing"
	"time"

	"flamingo/models"
	"flamingo/tcpcompat/wire"
)

// ErrAbsent is what a FileClient gets for a name under which there is nothing.
var ErrAbsent = errors.New("the server has no such file")

// Chunks of an upload (CLIENTS.md section 7).
const (
	pcChunk      = 512 << 10
	androidChunk = 64 << 10
)

// fileAnswerHead is an answer up to its first text: length, checksum, command,
// sequence number, result.
const fileAnswerHead = 4 + 2 + 4 + 4 + 4

// FileClient stores and fetches files as the old clients do, with a connection for
// each transfer and with their faults (CLIENTS.md sections 2 and 7). It encodes and
// decodes by itself, not with package wire.
type FileClient struct {
	addr  string
	class models.Class
}

// FileClient returns a client of the port for files. The real Android client uses
// that for pictures only.
func (s *Server) FileClient(class models.Class) *FileClient {
	return &FileClient{s.Addrs().TCPFile, class}
}

// PictureClient returns a client of the port for pictures and faces.
func (s *Server) PictureClient(class models.Class) *FileClient {
	return &FileClient{s.Addrs().TCPImage, class}
}

// FileName is the name under which content is uploaded and fetched: its md5.
func FileName(content []byte) string {
	sum := md5.Sum(content)
	return hex.EncodeToString(sum[:])
}

// Upload stores content and returns its name.
func (c *FileClient) Upload(t testing.TB, content []byte) string {
	t.Helper()
	name := FileName(content)
	c.UploadAs(t, name, content)
	return name
}

// UploadAs stores content under a name that need not be its md5: Android announces
// that of another file with pictures of its camera.
func (c *FileClient) UploadAs(t testing.TB, name string, content []byte) {
	t.Helper()
	if err := c.TryUpload(name, content); err != nil {
		t.Fatalf("upload %s: %v", name, err)
	}
}

// TryUpload is UploadAs where the server may refuse. Like the clients it advances
// by what it has sent and takes "complete" at any time for the end.
func (c *FileClient) TryUpload(name string, content []byte) error {
	conn, err := c.Dial()
	if err != nil {
		return err
	}
	defer conn.Close()
	step := pcChunk
	if c.class == models.ClassAndroid {
		step = androidChunk
	}
	for at := 0; at < len(content); {
		chunk := content[at:min(at+step, len(content))]
		if err := conn.SendChunk(name, int64(at), int64(len(content)), chunk); err != nil {
			return err
		}
		a, err := conn.Answer()
		if err != nil {
			return err
		}
		if a.Cmd != wire.FileUploadAnswer || a.Name != name || len(a.Chunk) != 0 {
			return fmt.Errorf("answer %+v is none to an upload of %s", a, name)
		}
		at += len(chunk)
		switch a.Result {
		case wire.FileComplete:
			return nil
		case wire.FileInProgress:
		default:
			return fmt.Errorf("the answer has result %d", a.Result)
		}
	}
	return errors.New("everything is sent and the server wants more")
}

// Download fetches a file by its name.
func (c *FileClient) Download(t testing.TB, name string) []byte {
	t.Helper()
	content, err := c.TryDownload(name)
	if err != nil {
		t.Fatalf("download %s: %v", name, err)
	}
	return content
}

// TryDownload is Download where there may be nothing: ErrAbsent.
func (c *FileClient) TryDownload(name string) ([]byte, error) {
	conn, err := c.Dial()
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	network := wire.NetBroadband
	if c.class == models.ClassAndroid {
		network = wire.NetCellular
	}
	var content []byte
	for {
		if err := conn.SendDownload(name, network); err != nil {
			return nil, err
		}
		a, err := conn.Answer()
		if err != nil {
			return nil, err
		}
		if a.Cmd != wire.FileDownloadAnswer || a.Name != name {
			return nil, fmt.Errorf("answer %d with name %q is none to a download of %q", a.Cmd, a.Name, name)
		}
		if a.Result == wire.FileAbsent {
			return nil, ErrAbsent
		}
		if a.Offset != int64(len(content)) || len(a.Chunk) == 0 || a.Size < a.Offset+int64(len(a.Chunk)) {
			return nil, fmt.Errorf("a chunk of %d bytes at %d of %d after %d bytes", len(a.Chunk), a.Offset, a.Size, len(content))
		}
		content = append(content, a.Chunk...)
		if a.Result == wire.FileComplete {
			return content, nil
		}
	}
}

// Dial opens a connection for a transfer of one's own making.
func (c *FileClient) Dial() (*FileConn, error) {
	conn, err := net.Dial("tcp", c.addr)
	if err != nil {
		return nil, err
	}
	return &FileConn{Conn: conn, class: c.class}, nil
}

// FileConn is a connection to one of the ports.
type FileConn struct {
	net.Conn
	class models.Class
	seq   int32
}

// FileAnswer is what the server says.
type FileAnswer struct {
	Cmd          wire.FileCmd
	Seq          int32
	Result       wire.FileResult
	Name         string
	Offset, Size int64
	Chunk        []byte
}

// SendChunk sends a chunk of an upload.
func (c *FileConn) SendChunk(name string, offset, size int64, chunk []byte) error {
	return c.send(wire.FileUpload, name, offset, size, chunk, nil)
}

// SendDownload asks for the next chunk of a download. Android writes a second
// empty string in front of the kind of network.
func (c *FileConn) SendDownload(name string, network wire.NetType) error {
	var tail []byte
	if c.class == models.ClassAndroid {
		tail = []byte{0}
	}
	return c.send(wire.FileDownload, name, 0, 0, nil, binary.BigEndian.AppendUint32(tail, uint32(network)))
}

// send writes a request. The length inside of Android's counts neither itself nor
// the checksum, and the bytes of its size have signs when they are put in order.
func (c *FileConn) send(cmd wire.FileCmd, name string, offset, size int64, chunk, tail []byte) error {
	c.seq++
	p := make([]byte, 8+4+2, 8+64+len(name)+len(chunk)+len(tail))
	p = binary.BigEndian.AppendUint32(p, uint32(cmd))
	p = binary.BigEndian.AppendUint32(p, uint32(c.seq))
	for _, s := range []string{name, strconv.FormatInt(offset, 10), strconv.FormatInt(size, 10)} {
		p = append(binary.AppendUvarint(p, uint64(len(s))), s...)
	}
	p = append(binary.AppendUvarint(p, uint64(len(chunk))), chunk...)
	p = append(p, tail...)
	n := len(p) - 8
	if c.class == models.ClassAndroid {
		binary.BigEndian.PutUint64(p, uint64(reversedWithSigns(int64(n))))
		binary.BigEndian.PutUint32(p[8:], uint32(n-6))
	} else {
		binary.LittleEndian.PutUint64(p, uint64(n))
		binary.BigEndian.PutUint32(p[8:], uint32(n))
		copy(p[12:14], "\xcc\xcc") // left-over memory
	}
	_, err := c.Write(p)
	return err
}

// reversedWithSigns puts the lowest byte first as the Android client does it: a
// byte of 128 and more takes one from the place above.
func reversedWithSigns(n int64) int64 {
	var reversed int64
	for range 8 {
		reversed = reversed<<8 + int64(int8(n))
		n >>= 8
	}
	return reversed
}

// Answer reads one answer. To an upload, Android wants it whole with one read.
func (c *FileConn) Answer() (FileAnswer, error) {
	c.SetReadDeadline(time.Now().Add(patience))
	first := make([]byte, 8)
	if c.class == models.ClassAndroid {
		first = make([]byte, androidChunk)
	}
	n, err := io.ReadAtLeast(c, first, 8)
	if err != nil {
		return FileAnswer{}, err
	}
	size := binary.LittleEndian.Uint64(first)
	if size < fileAnswerHead || size > wire.MaxPackage {
		return FileAnswer{}, fmt.Errorf("an answer of %d bytes", size)
	}
	body := make([]byte, size)
	if n > 8+len(body) {
		return FileAnswer{}, errors.New("there is more than one answer")
	}
	got := copy(body, first[8:n])
	if _, err := io.ReadFull(c, body[got:]); err != nil {
		return FileAnswer{}, err
	}
	a, err := parseFileAnswer(body)
	if err == nil && c.class == models.ClassAndroid && a.Cmd == wire.FileUploadAnswer && got < len(body) {
		err = errors.New("the answer came in pieces")
	}
	return a, err
}

func parseFileAnswer(body []byte) (a FileAnswer, err error) {
	if inner := binary.BigEndian.Uint32(body); int(inner) != len(body) {
		return a, fmt.Errorf("inner length %d of an answer of %d bytes", inner, len(body))
	}
	text := func() string {
		n, k := binary.Uvarint(body)
		if k <= 0 || uint64(len(body)-k) < n {
			err = errors.New("a string is longer than the answer")
			return ""
		}
		s := string(body[k : k+int(n)])
		body = body[k+int(n):]
		return s
	}
	number := func() (n int64) {
		s := text()
		if err == nil {
			n, err = strconv.ParseInt(s, 10, 64)
		}
		return n
	}
	a.Cmd = wire.FileCmd(binary.BigEndian.Uint32(body[6:]))
	a.Seq = int32(binary.BigEndian.Uint32(body[10:]))
	a.Result = wire.FileResult(binary.BigEndian.Uint32(body[14:]))
	body = body[fileAnswerHead:]
	a.Name, a.Offset, a.Size, a.Chunk = text(), number(), number(), []byte(text())
	if err == nil && len(body) > 0 {
		err = fmt.Errorf("%d bytes behind the answer", len(body))
	}
	return a, err
}
