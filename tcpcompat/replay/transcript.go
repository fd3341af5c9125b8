package replay

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
)

// Transcript is one recorded conversation.
type Transcript struct {
	Name        string   `json:"name"`
	Area        string   `json:"area"` // command number or topic
	Description string   `json:"description"`
	Defect      bool     `json:"defect"` // the original misbehaves here
	Needs       []string `json:"needs"`  // listeners besides chat
	Setup       Setup    `json:"setup"`
	Steps       []Step   `json:"steps"`
}

// Setup is what a run has to invent before the first step.
type Setup struct {
	Note  string              `json:"note"`
	Users []string            `json:"users"` // labels of fresh user names
	Files map[string]FileSpec `json:"files"` // labels of fresh contents
}

// FileSpec describes a generated file.
type FileSpec struct {
	Size int `json:"size"` // bytes
}

// Step is one thing that happens on one connection. Op decides which of the other
// fields count.
type Step struct {
	Op           string            `json:"op"`
	Who          string            `json:"who"` // label of the connection
	To           string            `json:"to"`  // listener to connect to
	Cmd          int32             `json:"cmd"`
	Seq          *int32            `json:"seq"`
	SeqSlack     int32             `json:"seq_slack"` // seq may also be up to this much smaller
	Fields       []Field           `json:"fields"`
	Frame        FrameOptions      `json:"frame"`
	Split        *Split            `json:"split"`
	Frames       []Step            `json:"frames"`  // of a batch
	Capture      map[string]string `json:"capture"` // variable to path in the fields
	Text         string            `json:"text"`    // of send_text and recv_text
	Hex          string            `json:"hex"`     // of raw
	Ms           int               `json:"ms"`      // of silence and sleep
	OrErrorReply bool              `json:"or_error_reply"`

	// For readers of the file only.
	Note     string   `json:"note"`
	Volatile []string `json:"volatile"`
	Header   string   `json:"header_hex"`
	Body     string   `json:"body_hex"`
}

// Split cuts what is written into pieces.
type Split struct {
	Sizes   []int `json:"sizes"` // bytes; the last one repeats
	DelayMs int   `json:"delay_ms"`
}

// Field is one value of a body.
type Field struct {
	Type   string  `json:"type"` // string, int32 or int64
	Name   string  `json:"name"` // documentation
	Text   *string `json:"text"`
	JSON   any     `json:"json"`
	Hex    *string `json:"hex"`
	File   string  `json:"file"` // label of a generated file
	Offset int     `json:"offset"`
	Len    int     `json:"len"`
	Value  any     `json:"value"` // of integers: number or template
}

// label names a step in an error.
func (s *Step) label() string {
	l := s.Op
	if s.Who != "" {
		l += " " + s.Who
	}
	if s.Cmd != 0 {
		l += fmt.Sprintf(" cmd %d", s.Cmd)
	}
	if s.Seq != nil {
		l += fmt.Sprintf(" seq %d", *s.Seq)
	}
	return l
}

// Load reads all transcripts (*.json) of a directory, in the order of their names.
func Load(dir string) ([]*Transcript, error) {
	root := os.DirFS(dir)
	names, err := fs.Glob(root, "*.json")
	if err != nil {
		return nil, fmt.Errorf("list transcripts: %w", err)
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("list transcripts: none in %s", dir)
	}
	var all []*Transcript
	for _, name := range names {
		text, err := fs.ReadFile(root, name)
		if err != nil {
			return nil, fmt.Errorf("load transcript: %w", err)
		}
		t, err := parse(text)
		if err != nil {
			return nil, fmt.Errorf("load transcript %s: %w", name, err)
		}
		all = append(all, t)
	}
	return all, nil
}

// parse reads one transcript. A key that the model does not have is an error: it
// would be a check that is silently not made.
func parse(text []byte) (*Transcript, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	d.DisallowUnknownFields()
	t := new(Transcript)
	if err := d.Decode(t); err != nil {
		return nil, err
	}
	return t, nil
}
