package chat

import "flamingo/models"

// Actor is who asks: always taken from a verified credential, never from the
// content of a request.
type Actor struct {
	UserID    int64
	SessionID string
	Class     models.Class
	Scopes    []Scope // of an API token; others may do everything
	ClientSeq int32   // sequence number of an old client's request, repeated in what it causes
}
