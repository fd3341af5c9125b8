package chatport

import (
	"bytes"
	"encoding/json"
	"fmt"
	"sort"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"flamingo/chat"
	"flamingo/models"
)

// The original put most answers together by hand: spacing as it is here, text
// as raw UTF-8 (WIRE.md section 7, style 1). It forgot to escape; we do not.

// quote writes a string in JSON, raw UTF-8.
func quote(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		panic(err) // a string always encodes
	}
	return string(bytes.TrimRight(b.Bytes(), "\n"))
}

// profileText is the profile as 1002 and 1007 answer it, behind the code; 1010
// has a space behind the id.
func profileText(u *models.User, l profileLimits) string {
	return fmt.Sprintf(`"userid": %d,%s`, u.ID, profileRest(u, l))
}

func profileRest(u *models.User, l profileLimits) string {
	return fmt.Sprintf(`"username":%s, "nickname":%s, "facetype": %d, "customface":%s, "gender":%d, "birthday":%d, "signature":%s, "address": %s, "phonenumber": %s, "mail":%s`,
		quote(l.username.fit(u.Username)), quote(l.nickname.fit(u.Nickname)), u.FaceType, quote(l.customFace.fit(u.CustomFace)), u.Gender, u.Birthday,
		quote(l.signature.fit(u.Signature)), quote(l.address.fit(u.Address)), quote(l.phone.fit(u.Phone)), quote(l.mail.fit(u.Mail)))
}

func loginAnswer(u *models.User, l *clientLimits) []byte {
	return []byte(`{"code": 0, "msg": "ok", ` + profileText(u, l.login) + `}`)
}

func updateAnswer(u *models.User, l *clientLimits) []byte {
	return []byte(`{"code": 0, "msg": "ok",` + profileText(u, l.update) + `}`)
}

func findAnswer(f *chat.Found, l *clientLimits) []byte {
	if f == nil {
		return []byte(`{ "code": 0, "msg": "ok", "userinfo": [] }`)
	}
	return fmt.Appendf(nil, `{ "code": 0, "msg": "ok", "userinfo": [{"userid": %d, "username": %s, "nickname": %s, "facetype":%d}] }`,
		f.ID, quote(l.find.username.fit(f.Username)), quote(l.find.nickname.fit(f.Nickname)), f.FaceType)
}

// asciiJSON writes a string as jsoncpp does: everything that is not ASCII as
// \u escapes in lower-case hex (WIRE.md section 7, style 2).
func asciiJSON(b []byte, s string) []byte {
	b = append(b, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r == '\b':
			b = append(b, `\b`...)
		case r == '\f':
			b = append(b, `\f`...)
		case r == '\n':
			b = append(b, `\n`...)
		case r == '\r':
			b = append(b, `\r`...)
		case r == '\t':
			b = append(b, `\t`...)
		case r < 0x20 || r >= utf8.RuneSelf && r <= 0xFFFF:
			b = fmt.Appendf(b, `\u%04x`, r)
		case r > 0xFFFF:
			hi, lo := utf16.EncodeRune(r)
			b = fmt.Appendf(b, `\u%04x\u%04x`, hi, lo)
		default:
			b = append(b, byte(r))
		}
	}
	return append(b, '"')
}

// object writes members in the order given; the caller sorts them as jsoncpp does.
type object struct {
	b    []byte
	some bool
	raw  bool // text as raw UTF-8, which takes half the room
}

func (o *object) key(name string) {
	if o.some {
		o.b = append(o.b, ',')
	}
	o.some = true
	o.b = append(o.b, '"')
	o.b = append(o.b, name...)
	o.b = append(o.b, `":`...)
}

func (o *object) text(name, value string) {
	o.key(name)
	if o.raw {
		o.b = append(o.b, quote(value)...)
		return
	}
	o.b = asciiJSON(o.b, value)
}

func (o *object) number(name string, value int64) {
	o.key(name)
	o.b = strconv.AppendInt(o.b, value, 10)
}

// listDetail is how much of a friend a list tells: Android takes no more than
// 64 KB and skips most of it anyway.
type listDetail int

const (
	listFull  listDetail = iota
	listShort            // without what Android skips
	listBare             // and without signatures
)

// friendListAnswer writes the data of 1003, with the first most friends.
func friendListAnswer(teams []chat.Team, l *clientLimits, android bool, detail listDetail, most int) []byte {
	b := []byte(`{"code": 0, "msg": "ok", "userinfo":[`)
	for i, t := range teams {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, `{"members":[`...)
		friends := t.Friends[:min(len(t.Friends), most)]
		most -= len(friends)
		for j, f := range friends {
			if j > 0 {
				b = append(b, ',')
			}
			b = appendFriend(b, f, l, android, detail)
		}
		b = append(b, `],"teamname":`...)
		b = asciiJSON(b, l.team.fit(t.Name))
		b = append(b, '}')
	}
	return append(b, `]}`...)
}

// appendFriend writes one member of a team, keys sorted. A group is a member
// like a user, with the name as nickname and the number as account.
func appendFriend(b []byte, f chat.Friend, l *clientLimits, android bool, detail listDetail) []byte {
	u := f.User
	if f.Group != nil {
		u = &models.User{ID: f.Group.ID, Username: strconv.FormatInt(f.Group.ID, 10), Nickname: f.Group.Name,
			Birthday: models.DefaultBirthday}
	}
	shown := visible(f.Presence, android)
	o := object{b: append(b, '{'), raw: detail == listBare}
	if detail == listFull {
		o.text("address", l.list.address.fit(u.Address))
		o.number("birthday", int64(u.Birthday))
	}
	o.number("clienttype", int64(shown.clientType))
	o.text("customface", l.list.customFace.fit(u.CustomFace))
	o.number("facetype", int64(u.FaceType))
	if detail == listFull {
		o.number("gender", int64(u.Gender))
		o.text("mail", l.list.mail.fit(u.Mail))
		o.text("markname", l.mark.fit(f.Mark))
	}
	o.text("nickname", l.list.nickname.fit(u.Nickname))
	if detail == listFull {
		o.text("phonenumber", l.list.phone.fit(u.Phone))
	}
	signature := l.list.signature.fit(u.Signature)
	if detail == listBare {
		signature = ""
	}
	o.text("signature", signature)
	o.number("status", int64(shown.status))
	o.number("userid", u.ID)
	o.text("username", l.list.username.fit(u.Username))
	return append(o.b, '}')
}

// membersAnswer writes the data of 1010.
func membersAnswer(group int64, members []chat.Member, l *clientLimits, android bool, detail listDetail) []byte {
	b := fmt.Appendf(nil, `{"code": 0, "msg": "ok", "groupid": %d, "members":[`, group)
	for i, m := range members {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendMember(b, m, l, android, detail)
	}
	return append(b, `]}`...)
}

func appendMember(b []byte, m chat.Member, l *clientLimits, android bool, detail listDetail) []byte {
	u := *m.User
	if m.Card != "" { // their name in this group
		u.Nickname = m.Card
	}
	if detail > listFull {
		u.Address, u.Phone, u.Mail = "", "", ""
	}
	if detail == listBare {
		u.Signature = ""
	}
	// PC prints "username - id" into 32 bytes.
	limits := l.members
	limits.username.bytes = min(limits.username.bytes, l.memberLine-len(" - ")-len(strconv.FormatInt(u.ID, 10)))
	// The original says PC for everybody, and 0 as the status of those who are away.
	return fmt.Appendf(b, `{"userid": %d, %s, "clienttype": 1, "status":%d}`, u.ID, profileRest(&u, limits), visible(m.Presence, android).status)
}

// fitFrame returns the fullest form of a list whose frame a client takes. Of
// entries that are too many even in the barest form the last are left out.
func fitFrame(limit, entries int, render func(d listDetail, most int) []byte) []byte {
	for _, d := range []listDetail{listFull, listShort, listBare} {
		if data := render(d, entries); len(data) <= limit {
			return data
		}
	}
	tooMany := sort.Search(entries, func(n int) bool { return len(render(listBare, n)) > limit })
	return render(listBare, max(tooMany-1, 0))
}
