package prove

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"
)

// Report is what a run came to.
type Report struct {
	Seed     uint64        `json:"seed"`
	Duration time.Duration `json:"duration_ns"`
	Database string        `json:"database"` // without its password

	Kills    int `json:"kills"`    // the process was ended where it stood
	Restarts int `json:"restarts"` // and stopped as an operator does
	Jumps    int `json:"clock_jumps"`
	// Recovered are sends that turned out to be stored when they were repeated:
	// their acknowledgement was lost with a connection or with the process
	// between the commit and the answer.
	Recovered int `json:"acknowledgements_recovered"`

	Conversations []Line   `json:"conversations"`
	Clients       []Client `json:"clients"`
	Broken        []Broken `json:"broken"` // empty: every promise was kept
}

// Line is what happened in one conversation.
type Line struct {
	Conversation string `json:"conversation"`
	Members      int    `json:"members"`
	Sent         int    `json:"sent"`         // messages that somebody meant to send
	Retried      int    `json:"retried"`      // further attempts at the same messages
	Acknowledged int    `json:"acknowledged"` // to browsers and REST; old clients are told nothing
	InDoubt      int    `json:"in_doubt"`     // given up without an answer
	Logged       int    `json:"logged"`       // in the database at the end
	Reads        int    `json:"reads"`        // looks at the end of the log
	Clients      int    `json:"clients"`      // that follow it
	Received     int    `json:"received"`     // by all of them together, as the log has it
	Repeated     int    `json:"repeated"`     // to old clients after a cut, as is allowed
	Lost         int    `json:"lost"`
	Doubled      int    `json:"doubled"`
	OutOfOrder   int    `json:"out_of_order"`
}

// Client is what one client went through.
type Client struct {
	Name        string      `json:"name"`
	Door        string      `json:"door"`
	Connections int         `json:"connections"`
	Closed      map[int]int `json:"closed,omitempty"` // by close code, 0 is without one
	Pushed      int         `json:"pushed"`
	Received    int         `json:"received"`
	Repeated    int         `json:"repeated"`
	MostAtOnce  int         `json:"most_repeated_on_a_connection"`
	Notes       int         `json:"notes"`
}

func (r *Report) line(conversation string) *Line {
	for i := range r.Conversations {
		if r.Conversations[i].Conversation == conversation {
			return &r.Conversations[i]
		}
	}
	return nil
}

// JSON writes the report for programs.
func (r *Report) JSON(out io.Writer) error {
	enc := json.NewEncoder(out)
	enc.SetIndent("", "  ")
	return enc.Encode(r)
}

// mostShown is how many broken promises a person is told of.
const mostShown = 20

// Text writes the report for people.
func (r *Report) Text(out io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "seed %d, %v on %s: %d kills, %d stops, %d clock jumps, %d lost acknowledgements recovered by sending again\n\n",
		r.Seed, r.Duration.Round(time.Second), r.Database, r.Kills, r.Restarts, r.Jumps, r.Recovered)
	table := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "conversation\tsent\tretried\tacknowledged\tin doubt\tlogged\tclients\treceived\trepeated\tlost\tdoubled\tout of order\t")
	for _, l := range r.Conversations {
		fmt.Fprintf(table, "%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t\n", l.Conversation, l.Sent, l.Retried, l.Acknowledged, l.InDoubt, l.Logged,
			l.Clients, l.Received, l.Repeated, l.Lost, l.Doubled, l.OutOfOrder)
	}
	table.Flush()
	b.WriteByte('\n')
	table = tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "client\tdoor\tconnections\tended as slow\tpushed\treceived\trepeated\tmost at once\t")
	for _, c := range r.Clients {
		fmt.Fprintf(table, "%s\t%s\t%d\t%d\t%d\t%d\t%d\t%d\t\n", c.Name, c.Door, c.Connections, c.Closed[codeSlow], c.Pushed, c.Received, c.Repeated, c.MostAtOnce)
	}
	table.Flush()
	b.WriteByte('\n')
	if len(r.Broken) == 0 {
		b.WriteString("Every promise was kept.\n")
	}
	for i, broken := range r.Broken {
		if i == mostShown {
			fmt.Fprintf(&b, "and %d more\n", len(r.Broken)-mostShown)
			break
		}
		fmt.Fprintf(&b, "BROKEN %s\n", broken)
	}
	_, err := io.WriteString(out, b.String())
	return err
}
