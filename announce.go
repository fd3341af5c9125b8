package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mdp/qrterminal/v3"
	"golang.org/x/term"

	"flamingo/chat"
	"flamingo/config"
	"flamingo/server"
)

// announcement is what a start says, for a program or for a person. It comes
// when every listener is open, so whoever reads it may connect.
type announcement struct {
	server.Addrs
	Demo  []demoLink `json:"demo,omitempty"`
	Setup string     `json:"-"` // link that makes the first administrator
}

// demoLink signs a browser tab in as somebody of the demo.
type demoLink struct {
	Nickname string `json:"nickname"`
	URL      string `json:"url"`
}

func demoLinks(people []chat.DemoPerson, addrs server.Addrs) []demoLink {
	var links []demoLink
	for _, p := range people {
		links = append(links, demoLink{p.User.Nickname, pageURL(addrs.HTTP) + "/#/sign-in/" + p.Token})
	}
	return links
}

// write says it on out: as one line of JSON with --print-addrs, else as text,
// with a QR code where a person looks at a terminal.
func (a announcement) write(out io.Writer, cfg config.Config) error {
	if cfg.PrintAddrs {
		return json.NewEncoder(out).Encode(a)
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
	near := networkURLs(a.HTTP, machineAddrs())
	line("Open", pageURL(a.HTTP))
	line("Same network", strings.Join(near, ", "))
	line("Old clients", join("chat", a.TCPChat, "files", a.TCPFile, "pictures", a.TCPImage))
	line("Operator", join("monitor", a.TCPMonitor, "register.do", a.TCPHTTP))
	line("Data", data)
	line("Database", database.String())
	if a.Setup != "" {
		line("Administer", a.Setup)
		line("", "(nobody does yet: the link makes you the administrator, once, within a day)")
	}
	if len(near) > 0 && isTerminal(out) {
		fmt.Fprintf(&text, "\nOn a phone in the same network, %s:\n%s", near[0], qrCode(near[0]))
	}
	if len(a.Demo) > 0 {
		fmt.Fprintf(&text, "\nOpen each link in a tab of its own. They are good once, for %d minutes:\n", int(chat.SignInLinkLife.Minutes()))
		for _, d := range a.Demo {
			line(d.Nickname, d.URL)
		}
	}
	_, err = io.WriteString(out, text.String())
	return err
}

// setupURL is the link that makes the first administrator; empty when there is one.
func setupURL(ctx context.Context, srv *server.Server) (string, error) {
	token, err := srv.BeginSetup(ctx)
	if err != nil || token == "" {
		return "", err
	}
	return pageURL(srv.Addrs().HTTP) + "/admin#setup=" + token, nil
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

// networkURLs are the addresses of the page for others in the same network:
// none when addr is this machine's alone.
func networkURLs(addr string, machine []netip.Addr) []string {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil
	}
	listens, err := netip.ParseAddr(host)
	if err != nil {
		return nil
	}
	var urls []string
	for _, ip := range machine {
		if ip.Is4() && ip.IsPrivate() && (listens.IsUnspecified() || listens.Unmap() == ip) {
			urls = append(urls, "http://"+net.JoinHostPort(ip.String(), port))
		}
	}
	return urls
}

// machineAddrs are the addresses of this machine, and first the one that leads
// out of it: bridges of containers and virtual machines have addresses, too.
func machineAddrs() []netip.Addr {
	var addrs []netip.Addr
	interfaces, err := net.Interfaces()
	if err != nil {
		return nil // then there is one line less
	}
	for _, i := range interfaces {
		if i.Flags&(net.FlagRunning|net.FlagLoopback|net.FlagPointToPoint) != net.FlagRunning {
			continue // nobody is at the other end, or nobody but a tunnel
		}
		list, err := i.Addrs()
		if err != nil {
			continue
		}
		for _, a := range list {
			if p, err := netip.ParsePrefix(a.String()); err == nil {
				addrs = append(addrs, p.Addr().Unmap())
			}
		}
	}
	// Nothing is sent: the system says which address it would send from to the
	// network of examples (RFC 5737).
	if c, err := net.Dial("udp4", "192.0.2.1:9"); err == nil {
		defer c.Close()
		out := c.LocalAddr().(*net.UDPAddr).AddrPort().Addr().Unmap()
		if i := slices.Index(addrs, out); i > 0 {
			addrs = slices.Insert(slices.Delete(addrs, i, i+1), 0, out)
		}
	}
	return addrs
}

// qrCode draws text with half blocks. The colours are set, not those of the
// terminal: many cameras do not read a code that is light on dark.
func qrCode(text string) string {
	const margin = 2 // modules; the standard asks for four, and phones do with less
	var drawn bytes.Buffer
	qrterminal.GenerateWithConfig(text, qrterminal.Config{Level: qrterminal.L, Writer: &drawn, HalfBlocks: true, QuietZone: margin})
	var out strings.Builder
	for row := range strings.Lines(drawn.String()) {
		fmt.Fprintf(&out, "  \x1b[97;40m%s\x1b[0m\n", strings.TrimRight(row, "\n"))
	}
	return out.String()
}

func isTerminal(out io.Writer) bool {
	f, ok := out.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
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
