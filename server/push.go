package server

import (
	"fmt"
	"path/filepath"

	"flamingo/push"
)

// buildPush returns what carries notifications out of the server. Its key is
// made at the first start.
func (s *Server) buildPush() (*push.Sender, error) {
	const name = "push.key"
	key, err := s.data.keyOf(name, "browsers have to subscribe to notifications again", push.NewKey)
	if err != nil {
		return nil, err
	}
	sender, err := push.New(push.Config{Key: key, Contact: s.cfg.PushContact, Allow: networks(s.cfg.OutboundAllow)})
	if err != nil {
		return nil, fmt.Errorf("secret %s is damaged: %w", filepath.Join(s.data.path, name), err)
	}
	return sender, nil
}
