package apitype

import (
	"time"

	"flamingo/chat"
	"flamingo/models"
)

// Account is a user as administrators see them.
type Account struct {
	Profile
	Admin        bool  `json:"admin"`
	Disabled     bool  `json:"disabled"`
	SecondFactor bool  `json:"second_factor"`
	Online       bool  `json:"online"`
	CreatedAt    Time  `json:"created_at"`
	LastSeen     *Time `json:"last_seen,omitempty"`
}

// FromAccount returns an account.
func FromAccount(a *chat.Account) Account {
	return Account{Profile: FromProfile(a.User), Admin: a.User.Admin, Disabled: a.User.Disabled, SecondFactor: a.SecondFactor,
		Online: a.Online, CreatedAt: Time(a.User.RegisteredAt), LastSeen: timeOrNone(a.LastSeen)}
}

// AccountList is a page of accounts.
type AccountList struct {
	Users []Account `json:"users"`
	Next  string    `json:"next"`
}

// FromAccounts returns a page.
func FromAccounts(list []chat.Account, next int64) AccountList {
	out := AccountList{make([]Account, len(list)), EncodeKey(next)}
	for i := range list {
		out.Users[i] = FromAccount(&list[i])
	}
	return out
}

// NewAccount is the body of POST /admin/users.
type NewAccount struct {
	Username string `json:"username"`
	Nickname string `json:"nickname"`
	Password string `json:"password"` // empty: the server makes one
}

// CreatedAccount is an account that was just made.
type CreatedAccount struct {
	User     Account `json:"user"`
	Password string  `json:"password,omitempty"` // when the server made it
}

// AccountEdit is the body of PATCH /admin/users/{id}: what is absent stays.
type AccountEdit struct {
	Disabled *bool `json:"disabled"`
	Admin    *bool `json:"admin"`
}

// NewPassword is a password that is shown this once.
type NewPassword struct {
	Password string `json:"password"`
}

// SetupRequest makes the first administrator.
type SetupRequest struct {
	Token    string `json:"token"`
	Username string `json:"username"`
	Nickname string `json:"nickname"`
	Password string `json:"password"`
	Code     string `json:"code"`
	Device   Device `json:"device"`
}

// GroupEntry is a group as administrators see it.
type GroupEntry struct {
	ID           string   `json:"id"`
	Name         string   `json:"name"`
	Owner        *Profile `json:"owner,omitempty"`
	Introduction string   `json:"introduction"`
	JoinPolicy   string   `json:"join_policy"`
	Members      int      `json:"members"`
	CreatedAt    Time     `json:"created_at"`
}

// GroupEntryList is a page of groups.
type GroupEntryList struct {
	Groups []GroupEntry `json:"groups"`
	Next   string       `json:"next"`
}

// FromGroupEntries returns a page.
func FromGroupEntries(list []chat.GroupEntry, next int64) GroupEntryList {
	out := GroupEntryList{make([]GroupEntry, len(list)), EncodeKey(next)}
	for i, g := range list {
		out.Groups[i] = GroupEntry{ID(g.ID), g.Name, profileOrNone(g.Owner), g.Introduction, policyNames[g.JoinPolicy], g.Members, Time(g.CreatedAt)}
	}
	return out
}

func profileOrNone(u *models.User) *Profile {
	if u == nil {
		return nil
	}
	p := FromProfile(u)
	return &p
}

// ReportEntry is a report as administrators see it.
type ReportEntry struct {
	ID        string   `json:"id"`
	By        *Profile `json:"by,omitempty"`
	User      *Profile `json:"user,omitempty"`
	C         string   `json:"c,omitempty"`
	Seq       int64    `json:"seq,omitempty"`
	Reason    string   `json:"reason"`
	Text      string   `json:"text"`
	Message   string   `json:"message,omitempty"` // what the message said, as plain text
	CreatedAt Time     `json:"created_at"`
	HandledAt *Time    `json:"handled_at,omitempty"`
	HandledBy *Profile `json:"handled_by,omitempty"`
	Note      string   `json:"note,omitempty"`
}

// ReportEntryList is a page of reports.
type ReportEntryList struct {
	Reports []ReportEntry `json:"reports"`
	Next    string        `json:"next"`
}

// FromReportEntry returns a report.
func FromReportEntry(r *chat.ReportEntry) ReportEntry {
	out := ReportEntry{ID: r.ID, By: profileOrNone(r.By), User: profileOrNone(r.User), Seq: r.Seq, Reason: r.Reason, Text: r.Text,
		Message: r.Message, CreatedAt: Time(r.CreatedAt), HandledBy: profileOrNone(r.Handler), Note: r.Outcome}
	if r.ConversationID != 0 {
		out.C = r.ConversationID.String()
	}
	if r.HandledAt != nil {
		out.HandledAt = timeOrNone(*r.HandledAt)
	}
	return out
}

// FromReportEntries returns a page.
func FromReportEntries(list []chat.ReportEntry, next string) ReportEntryList {
	out := ReportEntryList{make([]ReportEntry, len(list)), next}
	for i := range list {
		out.Reports[i] = FromReportEntry(&list[i])
	}
	return out
}

// Resolution is the body of POST /admin/reports/{report}/resolve.
type Resolution struct {
	Note string `json:"note"`
}

// AuditEntry is an act of an administrator.
type AuditEntry struct {
	ID     string   `json:"id"`
	At     Time     `json:"at"`
	Act    string   `json:"act"`
	By     *Profile `json:"by,omitempty"` // absent: somebody at the machine of the server
	User   *Profile `json:"user,omitempty"`
	Group  string   `json:"group,omitempty"`
	Report string   `json:"report,omitempty"`
	Detail string   `json:"detail"`
}

// AuditLog is a page of acts.
type AuditLog struct {
	Acts []AuditEntry `json:"acts"`
	Next string       `json:"next"`
}

// FromAudit returns a page.
func FromAudit(list []chat.AuditEntry, next string) AuditLog {
	out := AuditLog{make([]AuditEntry, len(list)), next}
	for i, e := range list {
		out.Acts[i] = AuditEntry{ID: e.ID, At: Time(e.CreatedAt), Act: e.Act, By: profileOrNone(e.By), User: profileOrNone(e.User),
			Report: e.ReportID, Detail: e.Detail}
		if e.GroupID != 0 {
			out.Acts[i].Group = ID(e.GroupID)
		}
	}
	return out
}

// SettingList is the settings in force.
type SettingList struct {
	Settings []Setting `json:"settings"`
}

// Setting is a setting of the server.
type Setting struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	Group string `json:"group"`
	Help  string `json:"help"`
}

// FromServerSettings returns the settings in force.
func FromServerSettings(list []chat.Setting) SettingList {
	out := SettingList{make([]Setting, len(list))}
	for i, s := range list {
		out.Settings[i] = Setting(s)
	}
	return out
}

// Connections is how many sessions of a class are connected by a door.
type Connections struct {
	Class string `json:"class"`
	Door  string `json:"door"`
	N     int    `json:"n"`
}

// Stats are figures of the server at a moment.
type Stats struct {
	At          Time          `json:"at"`
	StartedAt   Time          `json:"started_at"`
	Connections []Connections `json:"connections"`
	Messages    []int         `json:"messages"` // stored in each of the last 60 seconds
	PerSecond   float64       `json:"messages_per_second"`
	P50         *float64      `json:"stored_within_ms_p50,omitempty"`
	P99         *float64      `json:"stored_within_ms_p99,omitempty"`
	Queued      int           `json:"queued"`
	QueueLimit  int           `json:"queue_limit"`
	OpenReports int           `json:"open_reports"`
	Memory      int64         `json:"memory"`
	Goroutines  int           `json:"goroutines"`
}

// FromStats returns figures.
func FromStats(s *chat.Stats) Stats {
	out := Stats{At: Time(s.At), StartedAt: Time(s.StartedAt), Connections: make([]Connections, len(s.Connections)),
		Messages: s.Throughput.Seconds[:], PerSecond: float64(s.Throughput.Messages) / chat.MeterSeconds,
		Queued: s.Queued, QueueLimit: s.QueueLimit, OpenReports: s.OpenReports, Memory: s.Memory, Goroutines: s.Goroutines}
	for i, c := range s.Connections {
		out.Connections[i] = Connections{c.Class.String(), string(c.Door), c.N}
	}
	if s.Throughput.Messages > 0 {
		p50, p99 := milliseconds(s.Throughput.P50), milliseconds(s.Throughput.P99)
		out.P50, out.P99 = &p50, &p99
	}
	return out
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// KindUse is what files of a kind take.
type KindUse struct {
	Kind  string `json:"kind"`
	Count int64  `json:"count"`
	Size  int64  `json:"size"`
}

// Storage is what the server keeps.
type Storage struct {
	Database int64     `json:"database"`
	Users    int64     `json:"users"`
	Groups   int64     `json:"groups"`
	Messages int64     `json:"messages"`
	Files    []KindUse `json:"files"`
	FreeDisk int64     `json:"free_disk"`
}

// FromStorage returns what the server keeps.
func FromStorage(s *chat.Storage) Storage {
	out := Storage{s.Database, s.Users, s.Groups, s.Messages, make([]KindUse, len(s.Files)), s.FreeDisk}
	for i, k := range s.Files {
		out.Files[i] = KindUse(k)
	}
	return out
}
