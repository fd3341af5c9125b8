// Package chat is what the messenger does: every rule, for every door.
//
// Accounts, friends, groups, conversations, messages and presence live here and
// nowhere else, so that what a web user may not do, an old client or an
// integration may not do either. The package knows no HTTP, WebSocket, TCP or
// SQL; transports decode, call one method of Service, and encode the outcome.
//
// Three promises hold everything together. The log is the truth and a push is a
// hint: whatever is announced was committed before and can be asked for again.
// A message is acknowledged after its commit. A repeated client id never makes
// a second message.
package chat
