package server

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
)

const (
	secretLen       = 32
	credentialsFile = "credentials"
)

// dataDir is the directory that holds everything a server keeps. Nobody but
// its owner may look into it.
type dataDir struct {
	path string
	root *os.Root
}

func openDataDir(path string) (*dataDir, error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, fmt.Errorf("data directory %s cannot be made: %w", path, reason(err))
	}
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, fmt.Errorf("data directory %s cannot be opened: %w", path, reason(err))
	}
	d := &dataDir{path, root}
	probe, err := root.Create(".writable")
	if err != nil {
		d.close()
		return nil, fmt.Errorf("data directory %s cannot be written to: %w", path, reason(err))
	}
	probe.Close()
	return d, root.Remove(".writable")
}

func (d *dataDir) close() error { return d.root.Close() }

// secret returns the secret of that name. The first start makes it; none comes
// with the program (mode 0600).
func (d *dataDir) secret(name string) ([]byte, error) {
	return d.keyOf(name, "every session has to log in again", func() []byte {
		key := make([]byte, secretLen)
		rand.Read(key)
		return key
	})
}

// keyOf is secret for a key that is made in a way of its own. without says what
// follows when it is lost.
func (d *dataDir) keyOf(name, without string, create func() []byte) ([]byte, error) {
	text, err := d.root.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		key := create()
		return key, d.writePrivate(name, []byte(hex.EncodeToString(key)+"\n"))
	}
	if err != nil {
		return nil, fmt.Errorf("secret %s cannot be read: %w", filepath.Join(d.path, name), reason(err))
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) != secretLen {
		return nil, fmt.Errorf("secret %s is damaged: want %d hex digits; without it %s",
			filepath.Join(d.path, name), 2*secretLen, without)
	}
	return key, nil
}

// token returns the word in the file of that name, for people to type. The first
// use makes it, mode 0600; an operator may put another one there.
func (d *dataDir) token(name string) (string, error) {
	text, err := d.root.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		token := rand.Text()
		return token, d.writePrivate(name, []byte(token+"\n"))
	}
	if err != nil {
		return "", fmt.Errorf("token %s cannot be read: %w", filepath.Join(d.path, name), reason(err))
	}
	words := strings.Fields(string(text))
	if len(words) != 1 {
		return "", fmt.Errorf("token %s is damaged: want one word; without the file a new one is made", filepath.Join(d.path, name))
	}
	return words[0], nil
}

// writePrivate writes a file whole or not at all.
func (d *dataDir) writePrivate(name string, b []byte) error {
	temp := name + ".new"
	f, err := d.root.OpenFile(temp, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err == nil {
		_, err = f.Write(b)
		err = errors.Join(err, f.Sync(), f.Close())
	}
	if err == nil {
		err = d.root.Rename(temp, name)
	}
	if err != nil {
		return fmt.Errorf("%s cannot be written: %w", filepath.Join(d.path, name), reason(err))
	}
	return nil
}

// takeCredentials reads the verified credentials of the run before and deletes
// them. They save hashes when all clients come back at once, nothing else.
func (d *dataDir) takeCredentials(log *slog.Logger) []byte {
	b, err := d.root.ReadFile(credentialsFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = d.root.Remove(credentialsFile)
	}
	if err != nil {
		log.Warn("verified credentials not taken over", "err", err)
		return nil
	}
	return b
}

func (d *dataDir) keepCredentials(b []byte, log *slog.Logger) {
	if err := d.writePrivate(credentialsFile, b); err != nil {
		log.Warn("verified credentials not kept", "err", err)
	}
}

// reason strips what the sentence around it says already.
func reason(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	return err
}
