package servertest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Token makes an access token as the server signs them, with the changes that
// a test wants in its header and claims: nil removes a member. What the server
// makes of it shows what it checks.
func (s *Server) Token(t testing.TB, c *RESTClient, life time.Duration, header, claims map[string]any) string {
	t.Helper()
	key := s.tokenKey(t)
	kid := sha256.Sum256(key)
	h := map[string]any{"alg": "HS256", "typ": "JWT", "kid": hex.EncodeToString(kid[:4])}
	now := time.Now()
	p := map[string]any{"iss": "flamingo", "aud": "flamingo", "sub": strconv.FormatInt(c.ID, 10), "sid": c.Session,
		"iat": now.Unix(), "exp": now.Add(life).Unix()}
	change(h, header)
	change(p, claims)
	signed := encodePart(t, h) + "." + encodePart(t, p)
	if h["alg"] == "none" {
		return signed + "."
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(signed))
	return signed + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

func change(m, by map[string]any) {
	maps.Copy(m, by)
	maps.DeleteFunc(m, func(_ string, v any) bool { return v == nil })
}

func encodePart(t testing.TB, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return base64.RawURLEncoding.EncodeToString(data)
}

func (s *Server) tokenKey(t testing.TB) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(s.Config.Data, "token.key"))
	if err != nil {
		t.Fatal(err)
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	return key
}
