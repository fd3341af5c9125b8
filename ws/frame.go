package ws

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/fasthttp/websocket"

	"flamingo/chat"
)

const maxRequestID = 64 // bytes

// Close codes (docs/realtime.md "Close codes").
const (
	closeStopping        = 4000
	closeProtocol        = 4400
	closeUnauthenticated = 4401
	closeRevoked         = 4403
	closeSlow            = 4408
	closeReplaced        = 4409
	closeTooLarge        = 4413
	closeTooMany         = 4429
)

// closing is the end of a connection as the peer learns of it.
type closing struct {
	code      int
	reason    string
	reconnect bool
	after     time.Duration
}

func (c *closing) Error() string { return fmt.Sprintf("closed with %d: %s", c.code, c.reason) }

// reconnectSpread is the time over which clients of a server that stops come
// back: all at once would be a storm.
const reconnectSpread = 3 * time.Second

// closingFor is the side of this protocol to the reasons of the hub. Nil when
// there is nobody left to tell.
func closingFor(end chat.End) *closing {
	switch end.Reason {
	case chat.EndRevoked:
		return &closing{code: closeRevoked, reason: "this session was ended"}
	case chat.EndReplaced:
		return &closing{code: closeReplaced, reason: "this device connected again"}
	case chat.EndSlow:
		return &closing{code: closeSlow, reason: "too slow", reconnect: true}
	case chat.EndStopping:
		return &closing{code: closeStopping, reason: "the server stops", reconnect: true,
			after: 200*time.Millisecond + rand.N(reconnectSpread)}
	}
	return nil
}

// writeClose sends bye and the closing frame. It is the last thing written.
func (c *conn) writeClose(why *closing) {
	c.socket.SetWriteDeadline(time.Now().Add(closeTimeout))
	err := c.socket.WriteMessage(websocket.TextMessage, encode(struct {
		Event     string `json:"ev"`
		Code      int    `json:"code"`
		Reason    string `json:"reason"`
		Reconnect bool   `json:"reconnect"`
		AfterMS   int64  `json:"after_ms"`
	}{"bye", why.code, why.reason, why.reconnect, why.after.Milliseconds()}))
	if err == nil {
		c.socket.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(why.code, why.reason), time.Now().Add(closeTimeout))
	}
}

var pingFrame = encode(map[string]string{"ev": "ping"})

func replyFrame(id string, d any) []byte {
	return encode(struct {
		Re string `json:"re"`
		D  any    `json:"d"`
	}{id, d})
}

type wireError struct {
	Code         chat.Code   `json:"code"`
	Message      string      `json:"message"`
	Reason       chat.Reason `json:"reason,omitempty"`
	Field        string      `json:"field,omitempty"`
	RetryAfterMS int64       `json:"retry_after_ms,omitempty"`
}

func errorFrame(id string, err error) []byte {
	e := chat.Describe(err)
	return encode(struct {
		Re  string    `json:"re"`
		Err wireError `json:"err"`
	}{id, wireError{e.Code, e.Message, e.Reason, e.Field, e.RetryAfter.Milliseconds()}})
}

// encode writes what we have made ourselves, which always has a JSON form.
func encode(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("encode frame: %v", err))
	}
	return b
}
