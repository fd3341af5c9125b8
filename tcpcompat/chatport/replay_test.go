package chatport_test

import (
	"testing"
	"time"

	"flamingo/config"
	"flamingo/server/servertest"
	"flamingo/tcpcompat/chatport"
	"flamingo/tcpcompat/replay"
)

// parallelTranscripts bounds how many conversations run at once: they have
// times in which nothing may arrive, which a busy machine would stretch.
const parallelTranscripts = 24

// differs lists the conversations in which the old clients need something else
// than the original did. docs/legacy.md explains each.
var differs = map[string]string{
	"register_longest_names":   "a PC ends on a user name of more than 31 bytes (CLIENTS.md section 8)",
	"markname_too_long":        "a PC ends on a remark name of more than 31 characters (CLIENTS.md section 8)",
	"multichat_mixed_targets":  "only members write into a group (WIRE.md section 13, 7)",
	"friendlist_multi_session": "a user with a session left is not offline (WIRE.md section 13, 10)",
}

// TestRecordedConversations replays what the original server was recorded
// saying. A conversation that shows a defect of the original is not wanted.
func TestRecordedConversations(t *testing.T) {
	chatport.ShortenGates(t)
	servertest.EachDatabase(t, func(t *testing.T, database servertest.Option) {
		srv := servertest.Start(t, database, func(c *config.Config) { c.LoginAttempts = 1000 })
		list, err := replay.Load("../testdata/vectors")
		if err != nil {
			t.Fatal(err)
		}
		a := srv.Addrs()
		cfg := replay.Config{Addr: map[string]string{"chat": a.TCPChat}, Timeout: 8 * time.Second}
		slots := make(chan struct{}, parallelTranscripts)
		t.Run("default", func(t *testing.T) {
			for _, transcript := range list {
				if cfg.Skip(transcript) != "" || differs[transcript.Name] != "" {
					continue
				}
				t.Run(transcript.Name, func(t *testing.T) {
					t.Parallel()
					slots <- struct{}{}
					defer func() { <-slots }()
					if err := replay.Run(cfg, transcript); err != nil {
						t.Error(err)
					}
				})
			}
		})
	})
}
