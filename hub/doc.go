// Package hub knows the sessions connected to this node: who is online here,
// which session hears of which group, and how an event reaches them all.
//
// A session has a bounded queue and never makes anybody wait: Deliver puts an
// event into the queue and returns. A goroutine that lives only while something
// is queued hands it to the session's Sink, which renders it for its protocol
// and writes. A session that does not keep up is ended, not skipped: what it
// missed is in the log, and it asks for it when it comes back.
//
// The hub knows nothing of sockets and protocols. It is chat.Notifier for one node.
package hub
