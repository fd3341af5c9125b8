package chat

import "flamingo/models"

// Actor is who asks: always taken from a verified credential, never from the
// content of a request.
type Actor struct {
	UserID    int64
	SessionID string
	Class     models.Class
	Scopes    []Scope // of an API token; others may do everything
	Socket    string  // tells apart the connections that a session has one after the other; may be empty
	ClientSeq int32   // sequence number of an old client's request, repeated in what it causes
}

// Origin names the connection that a message came in by.
func (a Actor) Origin() string { return a.SessionID + a.Socket }
