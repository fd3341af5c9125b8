package chat

import (
	"context"
	"fmt"
	"runtime"
	"runtime/metrics"
	"strings"
	"time"
)

// Setting is a setting in force, as an operator writes it. What is secret in
// it is not there.
type Setting struct {
	Name  string // of the flag, without dashes
	Value string
	Group string // what it belongs to
	Help  string
}

// SettingsInForce returns the settings that the server was started with.
func (s *Service) SettingsInForce(ctx context.Context, a Actor) ([]Setting, error) {
	if err := isAdmin(ctx, s.store, a); err != nil {
		return nil, err
	}
	return s.settings, nil
}

// Stats are figures of this node at a moment.
type Stats struct {
	At, StartedAt time.Time
	Connections   []Connections
	Throughput    Throughput
	Queued        int // messages that wait to be stored
	QueueLimit    int // from which on messages are refused
	OpenReports   int // at most MaxOpenReports
	Memory        int64
	Goroutines    int
}

// MaxOpenReports is how far Stats counts.
const MaxOpenReports = 100

// Stats returns figures of this node now.
func (s *Service) Stats(ctx context.Context, a Actor) (*Stats, error) {
	if err := isAdmin(ctx, s.store, a); err != nil {
		return nil, err
	}
	open, err := s.store.CountOpenReports(ctx, MaxOpenReports)
	if err != nil {
		return nil, fmt.Errorf("read figures: %w", err)
	}
	return &Stats{At: s.now(), StartedAt: s.started, Connections: s.notifier.Connections(),
		Throughput: s.appender.meter.throughput(time.Now()), Queued: s.appender.queued(), QueueLimit: maxQueued,
		OpenReports: open, Memory: memoryInUse(), Goroutines: runtime.NumGoroutine()}, nil
}

// memoryInUse is what the process has of the system, in bytes, without stopping
// anything to look.
func memoryInUse() int64 {
	sample := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(sample)
	return int64(sample[0].Value.Uint64() - sample[1].Value.Uint64())
}

// KindUse is what files of a kind take.
type KindUse struct {
	Kind        string // picture, audio, video or other
	Count, Size int64  // in bytes
}

// Storage is what the server keeps.
type Storage struct {
	Database      int64 // in bytes
	Users, Groups int64
	Messages      int64 // ever sent
	Files         []KindUse
	FreeDisk      int64 // bytes that the disk of the files has left
}

// StorageInUse adds up what the server keeps. It looks at every account and
// file: ask now and then.
func (s *Service) StorageInUse(ctx context.Context, a Actor) (*Storage, error) {
	if err := isAdmin(ctx, s.store, a); err != nil {
		return nil, err
	}
	use, err := s.store.StorageUse(ctx)
	if err != nil {
		return nil, err
	}
	out := &Storage{Database: use.Database, Users: use.Users, Groups: use.Groups}
	if out.Messages, err = s.store.LastMessageID(ctx); err != nil {
		return nil, fmt.Errorf("count messages: %w", err)
	}
	out.Files = byKind(use.Files)
	if s.blobs == nil {
		return out, nil
	}
	if out.FreeDisk, err = s.blobs.FreeSpace(); err != nil {
		return nil, fmt.Errorf("look for disk space: %w", err)
	}
	return out, nil
}

// byKind sums up files by what people call them.
func byKind(files []FileUse) []KindUse {
	kinds := []KindUse{{Kind: "picture"}, {Kind: "audio"}, {Kind: "video"}, {Kind: "other"}}
	for _, f := range files {
		k := &kinds[3]
		for i, prefix := range []string{"image/", "audio/", "video/"} {
			if strings.HasPrefix(f.Type, prefix) {
				k = &kinds[i]
			}
		}
		k.Count += f.Count
		k.Size += f.Size
	}
	return kinds
}
