package chat

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of fields, in characters: the columns of the original (WIRE.md
// section 12). What an old client cannot take is cut when it is sent there.
const (
	MaxUsername  = 64
	MaxNickname  = 64
	MaxSignature = 256
	MaxAddress   = 256
	MaxPhone     = 64
	MaxMail      = 256
	MaxGroupName = 64
	MaxTeamName  = 32
	MaxRemark    = 32
	MaxGreeting  = 200
	MaxPassword  = 128
	MaxFaceType  = 35
	MaxTeams     = 50 // the old PC client itself stops at 20
)

// text checks a line of text that people will see: valid UTF-8, no control
// characters, at most limit characters.
func text(field, s string, limit int) error {
	if !utf8.ValidString(s) {
		return Invalid(field, "is not valid UTF-8")
	}
	if utf8.RuneCountInString(s) > limit {
		return tooLong(field, limit, "characters")
	}
	return nil
}

// line is text without control characters.
func line(field, s string, limit int) error {
	if err := text(field, s, limit); err != nil {
		return err
	}
	if strings.ContainsFunc(s, unicode.IsControl) {
		return Invalid(field, "contains a control character")
	}
	return nil
}

// name is a line that is not blank.
func name(field, s string, limit int) error {
	if strings.TrimSpace(s) == "" {
		return Invalid(field, "is empty")
	}
	return line(field, s, limit)
}

// password checks a new password.
func (l Limits) password(field, s string) error {
	switch {
	case !utf8.ValidString(s):
		return Invalid(field, "is not valid UTF-8")
	case utf8.RuneCountInString(s) < l.MinPassword:
		return Invalid(field, "is shorter than %d characters", l.MinPassword)
	case len(s) > MaxPassword:
		return tooLong(field, MaxPassword, "bytes")
	}
	return nil
}

func faceHash(field, s string) error {
	if s == "" {
		return nil
	}
	if len(s) != 32 || strings.Trim(s, "0123456789abcdef") != "" {
		return Invalid(field, "is not a file name of 32 lower-case hex digits")
	}
	return nil
}
