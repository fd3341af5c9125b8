package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"text/tabwriter"
	"unicode"

	"flamingo/chat"
	"flamingo/config"
	"flamingo/server"
)

type userCommands struct {
	Add     userAdd     `cmd:"" help:"Create an account. The password is asked for, or read from standard input."`
	Passwd  userPasswd  `cmd:"" help:"Set a password and end the user's sessions. The password is asked for, or read from standard input."`
	Disable userDisable `cmd:"" help:"Close an account to every client and end its sessions."`
	Enable  userEnable  `cmd:"" help:"Open a disabled account again."`
	Factor  userFactor  `cmd:"" name:"remove-second-factor" help:"Let a user who lost their second factor log in with the password alone."`
	Admin   userAdmin   `cmd:"" help:"Make a user an administrator, or take that away."`
	List    userList    `cmd:"" help:"List all accounts."`
}

// withChat runs a command on the accounts. A server that runs on the same data
// is not disturbed; it ends the sessions that the command revokes.
func withChat(ctx context.Context, cfg config.Config, do func(*chat.Service) error) error {
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	service, closeChat, err := server.OpenChat(ctx, cfg, log)
	if err != nil {
		return err
	}
	return errors.Join(do(service), closeChat())
}

type userAdd struct {
	Username string `arg:"" help:"Name to log in with."`
	Nickname string `placeholder:"NAME" help:"Name that others see; default the user name."`
}

func (u userAdd) Run(ctx context.Context, cfg config.Config, out io.Writer) error {
	password, err := readPassword(ctx)
	if err != nil {
		return err
	}
	return withChat(ctx, cfg, func(s *chat.Service) error {
		user, err := s.AdminCreateUser(ctx, u.Username, u.Nickname, password)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "Created %s with id %d.\n", printable(user.Username), user.ID)
		return nil
	})
}

type userPasswd struct {
	Username string `arg:"" help:"Name of the account."`
}

func (u userPasswd) Run(ctx context.Context, cfg config.Config, out io.Writer) error {
	password, err := readPassword(ctx)
	if err != nil {
		return err
	}
	return withChat(ctx, cfg, func(s *chat.Service) error {
		if err := s.AdminSetPassword(ctx, u.Username, password); err != nil {
			return err
		}
		fmt.Fprintf(out, "%s has a new password and has to log in again.\n", printable(u.Username))
		return nil
	})
}

type userFactor struct {
	Username string `arg:"" help:"Name of the account."`
}

func (u userFactor) Run(ctx context.Context, cfg config.Config, out io.Writer) error {
	return withChat(ctx, cfg, func(s *chat.Service) error {
		if err := s.AdminRemoveSecondFactor(ctx, u.Username); err != nil {
			return err
		}
		fmt.Fprintf(out, "%s logs in with the password alone.\n", printable(u.Username))
		return nil
	})
}

type userDisable struct {
	Username string `arg:"" help:"Name of the account."`
}

func (u userDisable) Run(ctx context.Context, cfg config.Config, out io.Writer) error {
	return setDisabled(ctx, cfg, out, u.Username, true, "disabled")
}

type userEnable struct {
	Username string `arg:"" help:"Name of the account."`
}

func (u userEnable) Run(ctx context.Context, cfg config.Config, out io.Writer) error {
	return setDisabled(ctx, cfg, out, u.Username, false, "enabled")
}

func setDisabled(ctx context.Context, cfg config.Config, out io.Writer, username string, disabled bool, word string) error {
	return withChat(ctx, cfg, func(s *chat.Service) error {
		if err := s.AdminSetDisabled(ctx, username, disabled); err != nil {
			return err
		}
		fmt.Fprintf(out, "%s is %s.\n", printable(username), word)
		return nil
	})
}

type userAdmin struct {
	Username string `arg:"" help:"Name of the account."`
	Remove   bool   `help:"Make the user one like any other."`
}

func (u userAdmin) Run(ctx context.Context, cfg config.Config, out io.Writer) error {
	return withChat(ctx, cfg, func(s *chat.Service) error {
		if err := s.AdminSetAdmin(ctx, u.Username, !u.Remove); err != nil {
			return err
		}
		what := "is an administrator"
		if u.Remove {
			what = "is no administrator any more"
		}
		fmt.Fprintf(out, "%s %s.\n", printable(u.Username), what)
		return nil
	})
}

type userList struct{}

// listPage is how many accounts are in memory at once.
const listPage = 100

func (userList) Run(ctx context.Context, cfg config.Config, out io.Writer) error {
	return withChat(ctx, cfg, func(s *chat.Service) error {
		table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "ID\tUSERNAME\tNICKNAME\tSTATE")
		for last := int64(0); ; {
			users, err := s.AdminListUsers(ctx, last, listPage)
			if err != nil {
				return err
			}
			if len(users) == 0 {
				return table.Flush()
			}
			for _, u := range users {
				state := "active"
				switch {
				case u.Disabled:
					state = "disabled"
				case u.Admin:
					state = "administrator"
				}
				fmt.Fprintf(table, "%d\t%s\t%s\t%s\n", u.ID, printable(u.Username), printable(u.Nickname), state)
				last = u.ID
			}
		}
	})
}

// printable replaces what could move the cursor or colour the terminal: names
// are chosen by strangers.
func printable(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return unicode.ReplacementChar
	}, name)
}
