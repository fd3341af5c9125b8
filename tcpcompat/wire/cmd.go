package wire

import "fmt"

// Cmd is the number of a chat command (section 6).
type Cmd int32

// The commands of the chat port. "Push" means that the server sends it unasked.
const (
	CmdHeartbeat      Cmd = 1000 // empty data; answered the same
	CmdRegister       Cmd = 1001 // make an account; does not log in
	CmdLogin          Cmd = 1002 // log in; the answer carries the profile
	CmdFriendList     Cmd = 1003 // teams with friends and groups; also the answer to 1104, 1105 and 1106
	CmdFind           Cmd = 1004 // find a user or group by exact name
	CmdOperateFriend  Cmd = 1005 // request, answer, delete, join, quit; also a push
	CmdStatus         Cmd = 1006 // change one's status; also a push, data and int32 id of the user concerned
	CmdUpdateProfile  Cmd = 1007 // all nine profile fields
	CmdChangePassword Cmd = 1008 // old and new password
	CmdCreateGroup    Cmd = 1009 // the answer is followed by a 1005
	CmdGroupMembers   Cmd = 1010 // members of one group
	CmdChat           Cmd = 1100 // data, int32 target; as a push data, int32 sender, int32 target
	CmdMultiChat      Cmd = 1101 // data, string of targets; receivers get a 1100 each
	CmdKick           Cmd = 1102 // push only, empty data: logged in elsewhere
	CmdScreenshot     Cmd = 1103 // data, string header, string bitmap, int32 target; forwarded unchanged
	CmdTeam           Cmd = 1104 // data, int32 operation, string new name, string old name
	CmdMarkName       Cmd = 1105 // data, int32 friend, string mark name
	CmdMoveFriend     Cmd = 1106 // data, int32 friend, string new team, string old team
)

var cmdNames = map[Cmd]string{
	CmdHeartbeat:      "heartbeat",
	CmdRegister:       "register",
	CmdLogin:          "login",
	CmdFriendList:     "friend list",
	CmdFind:           "find",
	CmdOperateFriend:  "operate friend",
	CmdStatus:         "status",
	CmdUpdateProfile:  "update profile",
	CmdChangePassword: "change password",
	CmdCreateGroup:    "create group",
	CmdGroupMembers:   "group members",
	CmdChat:           "chat",
	CmdMultiChat:      "multi chat",
	CmdKick:           "kick",
	CmdScreenshot:     "screenshot",
	CmdTeam:           "team",
	CmdMarkName:       "mark name",
	CmdMoveFriend:     "move friend",
}

// String returns the number and, for a known command, its name.
func (c Cmd) String() string {
	if name, ok := cmdNames[c]; ok {
		return fmt.Sprintf("%d %s", int32(c), name)
	}
	return fmt.Sprintf("%d", int32(c))
}

// Code is the "code" of an answer on the chat port (section 5).
type Code int32

// The codes that clients know. Those never sent by the original are kept because
// the clients have texts for them.
const (
	CodeOK                   Code = 0
	CodeFailed               Code = 1   // any failure without a number of its own
	CodeNotLoggedIn          Code = 2   // any command but 1000, 1001 and 1002 before a login
	CodeRegisterFailed       Code = 100 // 1001
	CodeNameTaken            Code = 101 // 1001
	CodeNotRegistered        Code = 102 // 1002: no such user
	CodeWrongPassword        Code = 103 // 1002, and 1008 for the old password
	CodeUpdateProfileFailed  Code = 104 // 1007
	CodeChangePasswordFailed Code = 105 // 1008
	CodeCreateGroupFailed    Code = 106 // 1009
	CodeClientTooOld         Code = 107
	CodeMarkNameFailed       Code = 108 // 1105
	CodeTeamExists           Code = 109 // 1104
)

// FileCmd is the number of a command on the file and image ports (section 9).
type FileCmd int32

// The commands of the file and image ports.
const (
	FileUpload         FileCmd = 1
	FileUploadAnswer   FileCmd = 2
	FileDownload       FileCmd = 3
	FileDownloadAnswer FileCmd = 4
)

// FileResult is the outcome in an answer on the file and image ports (section 9).
type FileResult int32

// The results of the file and image ports.
const (
	FileUnknown    FileResult = 0 // never sent by the original
	FileInProgress FileResult = 1
	FileComplete   FileResult = 2 // with the last piece; to an upload at any time "done"
	FileAbsent     FileResult = 3
)

// NetType is the kind of network a download request names (section 9). Numbers
// without a name count as broadband.
type NetType int32

// The kinds of network.
const (
	NetBroadband NetType = 0
	NetCellular  NetType = 1
)
