package wire

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"os"
	"testing"
)

// goldenFrame is a frame recorded between the original server and a client. The
// payload of a compressed one is not recorded, only what it inflates to.
type goldenFrame struct {
	Name   string   `json:"name"`
	Port   string   `json:"port"` // chat or file
	From   string   `json:"from"` // client or server
	Header hexBytes `json:"header"`
	Body   hexBytes `json:"body"`
	Fields []string `json:"fields"` // types after cmd and seq
}

type hexBytes []byte

func (h *hexBytes) UnmarshalText(text []byte) (err error) {
	*h, err = hex.DecodeString(string(text))
	return err
}

// plain tells whether header and body are the very bytes that were sent.
func (g goldenFrame) plain() bool { return g.Port == "file" || g.Header[0] != flagCompressed }

func goldenFrames(t testing.TB) []goldenFrame {
	t.Helper()
	text, err := os.ReadFile("testdata/frames.json")
	if err != nil {
		t.Fatal(err)
	}
	var frames []goldenFrame
	if err := json.Unmarshal(text, &frames); err != nil {
		t.Fatal(err)
	}
	return frames
}

// rebuild decodes the values of a body and encodes them again.
func rebuild(t *testing.T, body []byte, fields []string) []byte {
	t.Helper()
	r := NewReader(body)
	b := NewBody(nil, r.Cmd, r.Seq)
	for _, typ := range fields {
		switch typ {
		case "int32":
			b = b.Int32(r.Int32(typ))
		case "int64":
			b = b.Int64(r.Int64(typ))
		case "string":
			b = b.String(r.String(typ))
		default:
			t.Fatalf("unknown field type %q", typ)
		}
	}
	if err := r.Err(); err != nil {
		t.Fatalf("read body %x: %v", body, err)
	}
	if rest := r.Rest(); len(rest) > 0 {
		t.Errorf("got %d bytes after the last field, want none", len(rest))
	}
	return b.Bytes()
}

// normal overwrites what the original fills with left-over memory or ignores.
func normal(body []byte) []byte {
	body = bytes.Clone(body)
	binary.BigEndian.PutUint32(body, uint32(len(body)))
	clear(body[innerLengthSize:bodySkipSize])
	return body
}

func TestRecordedBodiesAreRebuilt(t *testing.T) {
	for _, g := range goldenFrames(t) {
		t.Run(g.Name, func(t *testing.T) {
			if got, want := rebuild(t, g.Body, g.Fields), normal(g.Body); !bytes.Equal(got, want) {
				t.Errorf("got  %x\nwant %x", got, want)
			}
		})
	}
}

func TestRecordedChatFramesAreRead(t *testing.T) {
	for _, g := range goldenFrames(t) {
		if g.Port != "chat" {
			continue
		}
		t.Run(g.Name, func(t *testing.T) {
			frame := append(bytes.Clone(g.Header), g.Body...)
			if !g.plain() {
				var err error
				if frame, err = AppendFrame(nil, g.Body); err != nil {
					t.Fatal(err)
				}
				if got, want := frame[:5], g.Header[:5]; !bytes.Equal(got, want) {
					t.Errorf("got flag and original size %x, want %x", got, want)
				}
			}
			got, err := NewFrameReader(bytes.NewReader(frame)).Next()
			if err != nil || !bytes.Equal(got, g.Body) {
				t.Errorf("got %x, %v\nwant %x", got, err, g.Body)
			}
		})
	}
}

func TestRecordedFileRequestsAreRead(t *testing.T) {
	for _, g := range goldenFrames(t) {
		if g.Port != "file" || g.From != "client" || len(g.Fields) < 4 {
			continue
		}
		t.Run(g.Name, func(t *testing.T) {
			r := NewReader(g.Body)
			want := FileRequest{Cmd: FileCmd(r.Cmd), Seq: r.Seq,
				Name: r.String("name"), Offset: r.Int64("offset"), Size: r.Int64("size")}
			chunk := r.Bytes("chunk")
			if want.Cmd == FileUpload {
				want.ChunkSize = len(chunk)
			} else {
				want.NetType = NetType(r.Int32("net type"))
			}
			valid := r.Err() == nil && want.Name != "" && (want.Cmd == FileUpload || want.Cmd == FileDownload)

			f := NewFileReader(bytes.NewReader(append(bytes.Clone(g.Header), g.Body...)))
			got, err := f.Next()
			if !valid {
				if err == nil {
					t.Errorf("got %+v, want an error", got)
				}
				return
			}
			if err != nil || got != want {
				t.Fatalf("got %+v, %v\nwant %+v", got, err, want)
			}
			if got, err := f.Chunk(); err != nil || (want.Cmd == FileUpload && !bytes.Equal(got, chunk)) {
				t.Errorf("got chunk %x, %v, want %x", got, err, chunk)
			}
		})
	}
}

func TestRecordedFileAnswersAreBuilt(t *testing.T) {
	for _, g := range goldenFrames(t) {
		if g.Port != "file" || g.From != "server" {
			continue
		}
		t.Run(g.Name, func(t *testing.T) {
			r := NewReader(g.Body)
			a := FileAnswer{Cmd: FileCmd(r.Cmd), Seq: r.Seq, Result: FileResult(r.Int32("result")),
				Name: r.String("name"), Offset: r.Int64("offset"), Size: r.Int64("size")}
			want := append(bytes.Clone(g.Header), normal(g.Body)...)
			if got := AppendFileAnswer(nil, a, r.Bytes("chunk")); !bytes.Equal(got, want) {
				t.Errorf("got  %x\nwant %x", got, want)
			}
		})
	}
}
