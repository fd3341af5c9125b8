package tcpcompat_test

import (
	"strings"
	"testing"

	"flamingo/server/servertest"
	"flamingo/tcpcompat/replay"
)

// TestRecordedTransfers replays, byte for byte, what the original server was
// recorded doing on its ports for files and pictures. A conversation that shows a
// defect of the original is not wanted; its subject has a test of its own in
// defect_test.go.
func TestRecordedTransfers(t *testing.T) {
	srv := servertest.Start(t)
	list, err := replay.Load("testdata/vectors")
	if err != nil {
		t.Fatal(err)
	}
	a := srv.Addrs()
	cfg := replay.Config{Addr: map[string]string{"file": a.TCPFile, "img": a.TCPImage}, Strict: true}
	played := 0
	for _, transcript := range list {
		if !strings.HasPrefix(transcript.Name, "file_") && !strings.HasPrefix(transcript.Name, "img_") || cfg.Skip(transcript) != "" {
			continue
		}
		played++
		t.Run(transcript.Name, func(t *testing.T) {
			t.Parallel()
			if err := replay.Run(cfg, transcript); err != nil {
				t.Error(err)
			}
		})
	}
	if want := 22; played != want {
		t.Errorf("%d conversations are played, want %d", played, want)
	}
}
