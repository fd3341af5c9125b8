package chat

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// AccessTokenLife is how long an access token is good for. The session row
// decides every time anyway; a short life bounds what a stolen token is worth
// to somebody who can read nothing else.
const AccessTokenLife = 15 * time.Minute

const tokenIssuer = "flamingo"

// tokenSigner makes and reads access tokens: JWTs with one pinned algorithm
// and a key id, so that a key can be exchanged.
type tokenSigner struct {
	key    []byte
	kid    string
	parser *jwt.Parser
}

type accessClaims struct {
	jwt.RegisteredClaims
	Session string `json:"sid"`
}

func newTokenSigner(key []byte, now func() time.Time) *tokenSigner {
	sum := sha256.Sum256(key)
	return &tokenSigner{key: key, kid: hex.EncodeToString(sum[:4]), parser: jwt.NewParser(
		jwt.WithValidMethods([]string{jwt.SigningMethodHS256.Alg()}), jwt.WithIssuer(tokenIssuer),
		jwt.WithAudience(tokenIssuer), jwt.WithExpirationRequired(), jwt.WithTimeFunc(now))}
}

func (t *tokenSigner) sign(user int64, session string, now time.Time) (string, error) {
	token := jwt.NewWithClaims(jwt.SigningMethodHS256, accessClaims{Session: session,
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: tokenIssuer, Audience: jwt.ClaimStrings{tokenIssuer}, Subject: strconv.FormatInt(user, 10),
			IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(AccessTokenLife))}})
	token.Header["kid"] = t.kid
	return token.SignedString(t.key)
}

var errBadToken = &Error{Code: CodeUnauthenticated, Message: "the access token is missing, bad or expired"}

// verify returns what a token says; nothing of it is read before the signature holds.
func (t *tokenSigner) verify(s string) (user int64, session string, expires time.Time, err error) {
	var c accessClaims
	_, err = t.parser.ParseWithClaims(s, &c, func(token *jwt.Token) (any, error) {
		if token.Header["kid"] != t.kid {
			return nil, jwt.ErrTokenUnverifiable
		}
		return t.key, nil
	})
	if err != nil {
		return 0, "", expires, errBadToken
	}
	user, err = strconv.ParseInt(c.Subject, 10, 64)
	if err != nil || c.Session == "" {
		return 0, "", expires, errBadToken
	}
	return user, c.Session, c.ExpiresAt.Time, nil
}

// A refresh token is the session id and a random part. Only its hash is stored.
func newRefreshToken(session string) (token string, hash []byte) {
	var b [32]byte
	rand.Read(b[:])
	token = session + "." + base64.RawURLEncoding.EncodeToString(b[:])
	return token, hashRefresh(token)
}

// nextRefresh is what a refresh token is exchanged for at a time. It follows from
// the token and the key, so that the exchange can be repeated within the second,
// and by trying seconds a little longer; without the key it cannot be told.
func (t *tokenSigner) nextRefresh(token string, at time.Time) string {
	h := hmac.New(sha256.New, t.key)
	fmt.Fprintf(h, "refresh %d %s", at.Unix(), token)
	return refreshSession(token) + "." + base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}

func hashRefresh(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

func refreshSession(token string) string {
	session, _, _ := strings.Cut(token, ".")
	return session
}
