package chatport

import (
	"fmt"

	"flamingo/chat"
	"flamingo/tcpcompat/wire"
)

// legacyCodes are the numbers that old clients have a text for; whatever is
// not here is CodeFailed, or CodeNotLoggedIn for a lost login.
var legacyCodes = map[wire.Cmd]map[chat.Code]wire.Code{
	wire.CmdRegister:       {chat.CodeConflict: wire.CodeNameTaken, chat.CodeInternal: wire.CodeRegisterFailed, chat.CodeUnavailable: wire.CodeRegisterFailed, chat.CodeInvalid: wire.CodeRegisterFailed, chat.CodeForbidden: wire.CodeRegisterFailed},
	wire.CmdLogin:          {chat.CodeNotFound: wire.CodeNotRegistered, chat.CodeUnauthenticated: wire.CodeWrongPassword},
	wire.CmdUpdateProfile:  {chat.CodeInvalid: wire.CodeUpdateProfileFailed, chat.CodeInternal: wire.CodeUpdateProfileFailed, chat.CodeUnavailable: wire.CodeUpdateProfileFailed},
	wire.CmdChangePassword: {chat.CodeInvalid: wire.CodeChangePasswordFailed, chat.CodeInternal: wire.CodeChangePasswordFailed, chat.CodeUnavailable: wire.CodeChangePasswordFailed},
	wire.CmdCreateGroup:    {chat.CodeInvalid: wire.CodeCreateGroupFailed, chat.CodeInternal: wire.CodeCreateGroupFailed, chat.CodeUnavailable: wire.CodeCreateGroupFailed},
	wire.CmdTeam:           {chat.CodeConflict: wire.CodeTeamExists},
	wire.CmdMarkName:       {chat.CodeNotFound: wire.CodeMarkNameFailed, chat.CodeInvalid: wire.CodeMarkNameFailed},
}

// legacyCode translates an error of package chat for the answer to cmd.
func legacyCode(cmd wire.Cmd, err error) wire.Code {
	e := chat.Describe(err)
	switch e.Reason {
	case chat.ReasonUnknownUser:
		return wire.CodeNotRegistered
	case chat.ReasonWrongPassword:
		return wire.CodeWrongPassword
	}
	if code, ok := legacyCodes[cmd][e.Code]; ok {
		return code
	}
	if e.Code == chat.CodeUnauthenticated {
		return wire.CodeNotLoggedIn
	}
	return wire.CodeFailed
}

// legacyText is what the original says with a code.
var legacyText = map[wire.Code]string{
	wire.CodeFailed:               "failed",
	wire.CodeNotLoggedIn:          "not login, please login first!",
	wire.CodeRegisterFailed:       "register failed",
	wire.CodeNameTaken:            "registered already",
	wire.CodeNotRegistered:        "not registered",
	wire.CodeWrongPassword:        "incorrect password",
	wire.CodeUpdateProfileFailed:  "update user info failed",
	wire.CodeChangePasswordFailed: "modify password error",
	wire.CodeCreateGroupFailed:    "create group error",
	wire.CodeMarkNameFailed:       "mark name failed",
	wire.CodeTeamExists:           "team exists",
}

// codeText is the data of an answer that carries a code only.
func codeText(code wire.Code, msg string) []byte {
	return fmt.Appendf(nil, `{"code": %d, "msg": %s}`, code, quote(msg))
}

func failure(cmd wire.Cmd, err error) []byte {
	code := legacyCode(cmd, err)
	return codeText(code, legacyText[code])
}
