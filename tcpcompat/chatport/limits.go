package chatport

import (
	"flamingo/models"
	"flamingo/tcpcompat/wire"
)

// limit is the room that a client has for a text.
type limit struct{ bytes, chars int }

func (l limit) fit(s string) string { return wire.FitUTF8(s, l.bytes, l.chars) }

// profileLimits are those of a profile in one kind of answer.
type profileLimits struct {
	username, nickname, customFace, signature, address, phone, mail limit
}

// clientLimits are those of a client. PC copies each text into a buffer of
// fixed size and ends when it does not fit.
type clientLimits struct {
	login, list, members, update, find profileLimits
	mark, team, operate                limit
	memberLine                         int // bytes of "username - id" in the list of members
	groupName                          limit
	frame                              int // bytes of the data of a frame
}

var (
	unlimited        = limit{wire.NoLimit, wire.NoLimit}
	unlimitedProfile = profileLimits{unlimited, unlimited, unlimited, unlimited, unlimited, unlimited, unlimited}

	// CLIENTS.md section 8: bytes of UTF-8, and UTF-16 units where those are fewer.
	pcLimits = clientLimits{
		login: profileLimits{username: bytesOf(31), nickname: bytesOf(31), customFace: bytesOf(63), signature: bytesOf(255),
			address: bytesOf(511), phone: bytesOf(63), mail: bytesOf(255)},
		list: profileLimits{username: bytesOf(31), nickname: limit{63, 31}, customFace: bytesOf(63), signature: bytesOf(255),
			address: limit{wire.NoLimit, 63}, phone: limit{63, 31}, mail: limit{63, 31}},
		members: profileLimits{username: bytesOf(31), nickname: limit{63, 31}, customFace: bytesOf(63), signature: bytesOf(255),
			address: bytesOf(51224), phone: limit{63, 31}, mail: limit{63, 31}},
		update: profileLimits{username: unlimited, nickname: bytesOf(63), customFace: bytesOf(259), signature: bytesOf(511),
			address: bytesOf(63), phone: bytesOf(31), mail: bytesOf(47)},
		find:       profileLimits{username: limit{63, 28}, nickname: limit{63, 27}},
		mark:       limit{63, 31},
		team:       limit{wire.NoLimit, 15},
		operate:    limit{63, 31},
		memberLine: 31,
		groupName:  bytesOf(63),
		frame:      wire.MaxSentBody - bodyOverhead,
	}

	androidLimits = clientLimits{login: unlimitedProfile, list: unlimitedProfile, members: unlimitedProfile,
		update: unlimitedProfile, find: unlimitedProfile, mark: unlimited, team: unlimited, operate: unlimited,
		memberLine: wire.NoLimit, groupName: unlimited, frame: wire.MaxAndroidBody - bodyOverhead}
)

// bodyOverhead is what a body has besides its data: head and length of the string.
const bodyOverhead = 14 + 5

func bytesOf(n int) limit { return limit{n, wire.NoLimit} }

// limits returns those of the session's client. What is neither PC nor Android
// gets what everybody can take.
func (s *session) limits() *clientLimits {
	if s.class == models.ClassAndroid {
		return &androidLimits
	}
	return &pcLimits
}
