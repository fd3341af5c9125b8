package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/term"

	"flamingo/config"
	"flamingo/server"
)

type serveCommand struct{}

// Run serves until ctx is done.
func (serveCommand) Run(ctx context.Context, cfg config.Config, out io.Writer) error {
	log, err := newLog(cfg)
	if err != nil {
		return err
	}
	srv, err := server.New(ctx, cfg, log)
	if err != nil {
		if ctx.Err() != nil {
			return nil // asked to stop before it was up
		}
		return err
	}
	if err := announce(out, cfg, srv.Addrs()); err != nil {
		log.Warn("start message not written", "err", err)
	}
	return srv.Run(ctx)
}

// newLog writes to stderr. Stdout is for answers.
func newLog(cfg config.Config) (*slog.Logger, error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(cfg.LogLevel)); err != nil {
		return nil, fmt.Errorf("--log-level: %w", err)
	}
	options := &slog.HandlerOptions{Level: level}
	text := cfg.LogFormat == "text" || cfg.LogFormat == "auto" && term.IsTerminal(int(os.Stderr.Fd()))
	if text {
		return slog.New(slog.NewTextHandler(os.Stderr, options)), nil
	}
	return slog.New(slog.NewJSONHandler(os.Stderr, options)), nil
}

// announce says where the server can be found, for a program or for a person.
// It comes when every listener is open, so whoever reads it may connect.
func announce(out io.Writer, cfg config.Config, addrs server.Addrs) error {
	if cfg.PrintAddrs {
		return json.NewEncoder(out).Encode(addrs)
	}
	database, err := config.ParseDatabase(cfg.Database, cfg.Data)
	if err != nil {
		return fmt.Errorf("--database: %w", err)
	}
	data, err := filepath.Abs(cfg.Data)
	if err != nil {
		data = cfg.Data
	}
	var text strings.Builder
	text.WriteString("flamingo is running.\n")
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&text, "  %-12s %s\n", name, value)
		}
	}
	line("Open", pageURL(addrs.HTTP))
	line("Old clients", join("chat", addrs.TCPChat, "files", addrs.TCPFile, "pictures", addrs.TCPImage))
	line("Operator", join("monitor", addrs.TCPMonitor, "register.do", addrs.TCPHTTP))
	line("Data", data)
	line("Database", database.String())
	_, err = io.WriteString(out, text.String())
	return err
}

// pageURL is what to type into a browser on this machine.
func pageURL(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return ""
	}
	if ip, err := netip.ParseAddr(host); err == nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}

// join lists names and addresses by turns, without those that are off.
func join(namesAndAddrs ...string) string {
	var on []string
	for i := 0; i < len(namesAndAddrs); i += 2 {
		if addr := namesAndAddrs[i+1]; addr != "" {
			on = append(on, namesAndAddrs[i]+" "+strings.TrimPrefix(addr, "[::]"))
		}
	}
	return strings.Join(on, ", ")
}
