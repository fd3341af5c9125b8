// Package config holds the settings of flamingo: their names, their defaults,
// where they are read from and what makes them valid.
//
// The fields of Config are the one list of settings. The tags of a field say
// its flag, default and meaning; the environment variable and the line of the
// settings file follow from the flag: --tcp-chat is FLAMINGO_TCP_CHAT. A flag
// wins over the environment, the environment over the file, the file over the
// default. What is unknown or wrong is an error of one sentence that names the
// setting and never shows a password.
package config

import (
	"fmt"
	"time"

	"github.com/alecthomas/kong"
)

// Off as an address turns a listener off.
const Off = "off"

// Values of Registration.
const (
	RegistrationOpen   = "open"
	RegistrationClosed = "closed"
)

// Config is every setting of a server. Addresses are what net.Listen takes, or Off.
type Config struct {
	Data     string `default:"./data" group:"Main" help:"Directory of everything the server keeps: database, files, pictures, keys."`
	HTTP     string `name:"http" default:":8080" group:"Main" help:"Address of the web client, REST and WebSocket, or off."`
	Database string `placeholder:"URL" group:"Main" help:"mysql://user:password@host:3306/name; empty is SQLite in the data directory."`

	// The ports the old clients have in their settings (WIRE.md section 1).
	TCPChat  string `name:"tcp-chat" default:":20000" group:"Old clients" help:"Address for chat with old clients, or off."`
	TCPFile  string `name:"tcp-file" default:":20001" group:"Old clients" help:"Address for files of old clients, or off."`
	TCPImage string `name:"tcp-image" default:":20002" group:"Old clients" help:"Address for pictures of old clients, or off."`
	// Unencrypted doors for an operator, on loopback unless a host is given.
	TCPMonitor string `name:"tcp-monitor" default:"off" group:"Old clients" help:"Address of the monitor console (originally :8888), or off; a port alone is on loopback."`
	TCPHTTP    string `name:"tcp-http" default:"off" group:"Old clients" help:"Address of GET /register.do (originally :12345), or off; a port alone is on loopback."`

	NATS string `name:"nats" placeholder:"URL" group:"Main" help:"NATS server that joins several nodes; empty is a single node."`

	Registration string `default:"open" enum:"open,closed" group:"Access" help:"Who may register: open is everybody, closed is nobody but 'flamingo user add'."`
	// The original took any; old accounts and its clients have passwords of three.
	MinPassword int      `default:"1" placeholder:"N" group:"Access" help:"Characters that a new password must have."`
	Origins     []string `placeholder:"URL" group:"Access" help:"Further web origins that may open a WebSocket, besides the address of the page itself."`

	CORSOrigins []string `name:"cors-origins" placeholder:"URL" group:"Access" help:"Web origins elsewhere whose pages may use REST; none is closed."`
	// The proxy of docs/operations.md is on the same machine. Who is believed
	// here decides whom a request is counted for, and nothing else.
	TrustedProxies []string `default:"127.0.0.1,::1" placeholder:"ADDRESS" group:"Access" help:"Addresses or networks of proxies whose X-Forwarded-For is believed."`

	// Users name the addresses that webhooks and push go to.
	OutboundAllow []string `placeholder:"NETWORK" group:"Access" help:"Private addresses or networks that webhooks and push of users may reach, also over http; none is the public internet alone."`

	// Some push services refuse a contact that cannot be one.
	PushContact string `default:"postmaster@example.org" placeholder:"ADDRESS" group:"Access" help:"Mail or https address at which push services reach the operator."`

	// A connection that is idle costs about 16 KB: the default is 320 MB at most.
	MaxConnections int `default:"20000" group:"Limits" help:"Connections open at once on a listener."`
	// An office behind one address has to fit, a single host must not take
	// everybody's place. Behind a proxy all of HTTP comes from one address.
	MaxConnectionsPerAddress int `default:"1000" group:"Limits" help:"Of these from one IP address, on the listeners for old clients."`
	// Register and log in fit into 1 KB (CLIENTS.md section 8); strangers get
	// room for long names, not the 10 MiB of a session.
	FrameBeforeLogin Bytes `default:"64KiB" group:"Limits" help:"Largest frame of an old client that has not logged in."`
	// The clients log in as soon as they have connected.
	LoginTimeout time.Duration `default:"60s" group:"Limits" help:"Silence after which an old client that has not logged in is disconnected."`
	// Faster than anybody types; the burst lets a mass message to all friends pass.
	MessagesPerSecond float64 `default:"20" group:"Limits" help:"Messages per second that a user may send, sustained."`
	MessageBurst      int     `default:"200" group:"Limits" help:"Messages that a user may send at once."`
	// All devices of a person together; a client that starts asks for a screen
	// full of things at once, a program that copies a log goes on and on.
	RequestsPerSecond float64 `default:"50" placeholder:"N" group:"Limits" help:"REST requests per second of a user, sustained."`
	RequestBurst      int     `default:"500" placeholder:"N" group:"Limits" help:"REST requests that a user may make at once."`
	// An office that logs in in the morning passes; who tries out names does not get far.
	AddressRequestsPerSecond float64 `default:"20" placeholder:"N" group:"Limits" help:"REST requests per second without a valid token from one address, sustained."`
	AddressRequestBurst      int     `default:"300" placeholder:"N" group:"Limits" help:"REST requests without a valid token from one address at once."`
	// The slowest, a search of everything, takes a tenth of a second.
	RequestTimeout time.Duration `default:"20s" group:"Limits" help:"Time for the work of a REST request that moves no file."`
	// Enough for a person who tries all passwords they have, useless for guessing.
	LoginAttempts int `default:"20" group:"Limits" help:"Failed logins per minute, for an account and address."`
	// A film fits.
	MaxFileSize Bytes `default:"2GiB" group:"Limits" help:"Largest file that may be uploaded."`
	// The database shares the disk and has to go on committing.
	MinFreeDisk Bytes `default:"1GiB" group:"Limits" help:"Disk space that uploads leave free."`

	// For 'flamingo prove', which moves the clock of a server it started and not
	// that of the machine. No setting of operators: it is in no list.
	TestClock string `hidden:"" placeholder:"FILE" help:"File with an offset to the clock, such as 24h."`

	// For tests that are not about the cost of passwords; no flag sets it.
	CheapHashes bool `kong:"-"`

	PrintAddrs bool   `group:"Output" help:"Print the addresses in use as one line of JSON once everything listens."`
	LogLevel   string `default:"info" enum:"debug,info,warn,error" group:"Output" help:"Least level that is logged: debug, info, warn or error."`
	LogFormat  string `default:"auto" enum:"auto,text,json" group:"Output" help:"Format of the log: text, json, or auto for text on a terminal."`
}

// Default returns the settings of a server that was told nothing.
func Default() Config {
	var c Config
	if err := kong.ApplyDefaults(&c); err != nil {
		panic(fmt.Sprintf("defaults of the settings: %v", err)) // a bad tag above
	}
	return c
}
