package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// maxPasswordLine is more than any password that an account may have.
const maxPasswordLine = 4 << 10

// readPassword asks for a password without showing it, twice, or reads the
// first line of standard input when that is no terminal. It is never an
// argument: those are seen by everybody on the machine.
func readPassword(ctx context.Context) (string, error) {
	if !term.IsTerminal(int(os.Stdin.Fd())) {
		return passwordLine(os.Stdin)
	}
	password, err := askPassword(ctx, "Password: ")
	if err != nil {
		return "", err
	}
	again, err := askPassword(ctx, "Again: ")
	if err != nil {
		return "", err
	}
	if password != again {
		return "", errors.New("the two passwords differ")
	}
	return password, nil
}

func passwordLine(r io.Reader) (string, error) {
	line, err := bufio.NewReader(io.LimitReader(r, maxPasswordLine)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("read password: %w", err)
	}
	line = strings.TrimRight(line, "\r\n")
	if line == "" {
		return "", errors.New("no password on standard input")
	}
	return line, nil
}

// askPassword returns when a line was typed or ctx is done. In the second case
// it gives the terminal its echo back and leaves the reader behind: nothing
// wakes it, and the program is about to end.
func askPassword(ctx context.Context, prompt string) (string, error) {
	fd := int(os.Stdin.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return "", fmt.Errorf("read password: %w", err)
	}
	type typed struct {
		password []byte
		err      error
	}
	answer := make(chan typed, 1)
	fmt.Fprint(os.Stderr, prompt)
	go func() {
		b, err := term.ReadPassword(fd)
		answer <- typed{b, err}
	}()
	defer fmt.Fprintln(os.Stderr)
	select {
	case a := <-answer:
		if a.err != nil {
			return "", fmt.Errorf("read password: %w", a.err)
		}
		return string(a.password), nil
	case <-ctx.Done():
		return "", errors.Join(errors.New("interrupted"), term.Restore(fd, before))
	}
}
