// Package tcpcompat is what surrounds the chat port of the C++ server of 2017:
// its monitor console and its registration over http.
//
// Both are lines of text on ports of their own, without encryption, for an
// operator and for scripts. They are off unless asked for, listen on loopback
// unless told otherwise, and hold the limits that the original lacked. The chat
// port is package chatport, files and pictures are package fileport.
//
// Section numbers in comments are those of WIRE.md.
package tcpcompat
