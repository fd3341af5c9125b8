package chatport_test

import (
	"maps"
	"slices"
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

// differsInText lists those of which only the text or a silence differs, so that
// they pass by default and not byte for byte. docs/legacy.md explains each.
var differsInText = map[string]string{
	"register_bad_json":        unlikeMute,
	"team_add_existing":        unlikeMute,
	"team_delete_default":      unlikeMute,
	"move_friend_invalid":      unlikeMute,
	"move_friend_no_teams_yet": unlikeMute,
	"markname_not_friend":      unlikeMute,
}

const unlikeMute = "a refusal is answered, where the original is mute (WIRE.md section 13, 30)"

// The recordings on this port, by what is to be seen of them.
const (
	wantPlayed = 126 // agree in meaning
	wantStrict = 120 // and byte for byte
)

// TestRecordedConversations replays what the original server was recorded
// saying. A conversation that shows a defect of the original is not wanted.
func TestRecordedConversations(t *testing.T) {
	chatport.ShortenGates(t)
	list, err := replay.Load("../testdata/vectors")
	if err != nil {
		t.Fatal(err)
	}
	servertest.EachDatabase(t, func(t *testing.T, database servertest.Option) {
		srv := servertest.Start(t, database, func(c *config.Config) { c.LoginAttempts = 1000 })
		for _, mode := range []struct {
			name string
			cfg  replay.Config
			but  map[string]string
			want int
		}{
			{"default", replay.Config{}, differs, wantPlayed},
			{"strict", replay.Config{Strict: true}, merged(differs, differsInText), wantStrict},
		} {
			mode.cfg.Addr = map[string]string{"chat": srv.Addrs().TCPChat}
			mode.cfg.Timeout = 8 * time.Second
			t.Run(mode.name, func(t *testing.T) { playAll(t, mode.cfg, list, mode.but, mode.want) })
		}
	})
}

func playAll(t *testing.T, cfg replay.Config, list []*replay.Transcript, but map[string]string, want int) {
	var names []string
	slots := make(chan struct{}, parallelTranscripts)
	for _, transcript := range list {
		if cfg.Skip(transcript) != "" || but[transcript.Name] != "" {
			continue
		}
		names = append(names, transcript.Name)
		t.Run(transcript.Name, func(t *testing.T) {
			t.Parallel()
			slots <- struct{}{}
			defer func() { <-slots }()
			if err := replay.Run(cfg, transcript); err != nil {
				t.Error(err)
			}
		})
	}
	if len(names) != want {
		t.Errorf("%d conversations are played, want %d: %q", len(names), want, names)
	}
	for name := range but {
		if !slices.ContainsFunc(list, func(t *replay.Transcript) bool { return t.Name == name }) {
			t.Errorf("there is no conversation %s to be left out", name)
		}
	}
}

func merged(a, b map[string]string) map[string]string {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}
