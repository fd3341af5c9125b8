package wire

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"runtime"
	"testing"
)

// trickle delivers data and then reports how much memory reading it has taken.
type trickle struct {
	data  []byte
	start runtime.MemStats
	taken uint64
}

func (s *trickle) Read(p []byte) (int, error) {
	if len(s.data) == 0 {
		var now runtime.MemStats
		runtime.ReadMemStats(&now)
		s.taken = now.TotalAlloc - s.start.TotalAlloc
		return 0, errors.New("the peer sends no more")
	}
	n := copy(p, s.data[:min(len(s.data), 1000)])
	s.data = s.data[n:]
	return n, nil
}

func TestDeclaredSizesTakeNoMemory(t *testing.T) {
	header := func(flag byte) []byte {
		h := make([]byte, chatHeaderSize)
		h[0] = flag
		binary.LittleEndian.PutUint32(h[1:], MaxBody)
		binary.LittleEndian.PutUint32(h[5:], MaxBody)
		return h
	}
	upload := AppendFileRequest(nil, FileRequest{Cmd: FileUpload, Name: "cafe", Size: 1}, nil)
	upload = append(upload[:len(upload)-1], 0x80, 0x80, 0x80, 0x10) // a chunk of 32 MiB
	binary.LittleEndian.PutUint64(upload, MaxPackage)
	receive := func(src io.Reader) error {
		r := NewFileReader(src)
		if _, err := r.Next(); err != nil {
			return err
		}
		_, err := r.Chunk()
		return err
	}
	for _, c := range []struct {
		name  string
		data  []byte
		next  func(io.Reader) error
		limit uint64
	}{
		{"plain header", header(0), nextFrame, 2000},
		{"compressed header", header(1), nextFrame, 2000},
		{"plain, 100 kB sent", append(header(0), make([]byte, 100000)...), nextFrame, 600000},
		{"compressed, 100 kB sent", append(header(1), make([]byte, 100000)...), nextFrame, 600000},
		{"upload header", upload[:fileHeaderSize], receive, 2000},
		{"upload fields", upload, receive, 20000},
		{"upload, 100 kB sent", append(bytes.Clone(upload), make([]byte, 100000)...), receive, 600000},
	} {
		s := &trickle{data: c.data}
		runtime.ReadMemStats(&s.start)
		if err := c.next(s); err == nil {
			t.Errorf("%s: got a frame, want an error", c.name)
		}
		if s.taken > c.limit {
			t.Errorf("%s: got %d bytes allocated, want %d at most", c.name, s.taken, c.limit)
		}
	}
}

func nextFrame(src io.Reader) error {
	_, err := NewFrameReader(src).Next()
	return err
}

func TestZlibBombCostsWhatWasAnnounced(t *testing.T) {
	bomb := compressed(20000, make([]byte, 64<<20)) // 64 MiB in 64 KiB
	nextFrame(bytes.NewReader(bomb))                // fill the pools
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	err := nextFrame(bytes.NewReader(bomb))
	runtime.ReadMemStats(&after)
	if !errors.Is(err, ErrMalformed) {
		t.Errorf("got %v, want %v", err, ErrMalformed)
	}
	if got, limit := after.TotalAlloc-before.TotalAlloc, uint64(600000); got > limit {
		t.Errorf("got %d bytes allocated, want %d at most", got, limit)
	}

	modest := compressed(MaxBody, make([]byte, 3000)) // announces much, holds little
	runtime.ReadMemStats(&before)
	if err := nextFrame(bytes.NewReader(modest)); err != nil {
		t.Error(err)
	}
	runtime.ReadMemStats(&after)
	if got, limit := after.TotalAlloc-before.TotalAlloc, uint64(100000); got > limit {
		t.Errorf("got %d bytes allocated, want %d at most", got, limit)
	}
}

// waiting tells the test when a reader asks for more than there is.
type waiting struct {
	bytes.Reader
	idle func()
}

func (w *waiting) Read(p []byte) (int, error) {
	if w.Len() == 0 {
		w.idle()
	}
	return w.Reader.Read(p)
}

func TestWaitingReadersHoldNoBuffer(t *testing.T) {
	frame, err := AppendFrame(nil, NewBody(nil, CmdChat, 1).String("hello").Bytes())
	if err != nil {
		t.Fatal(err)
	}
	idle := 0
	src := &waiting{Reader: *bytes.NewReader(frame)}
	r := NewFrameReader(src)
	src.idle = func() {
		idle++
		if r.body != nil {
			t.Error("got a body held between two frames, want none")
		}
	}
	r.Next()
	r.Next()

	src = &waiting{Reader: *bytes.NewReader(AppendFileRequest(nil, FileRequest{Cmd: FileUpload, Name: "cafe"}, []byte("abc")))}
	f := NewFileReader(src)
	src.idle = func() {
		idle++
		if f.in != nil || f.held != nil {
			t.Error("got a buffer held between two packages, want none")
		}
	}
	f.Next()
	f.Chunk()
	f.Next()
	if idle != 2 {
		t.Errorf("got %d waits, want one for each reader", idle)
	}
}
