package config

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

const (
	envPrefix  = "FLAMINGO_"
	testPrefix = "FLAMINGO_TEST_" // settings of the tests, not of the server
	configFlag = "config"
)

// Settings is what a command line embeds: the settings, and where more of them are.
type Settings struct {
	ConfigFile string `name:"config" placeholder:"FILE" group:"Main" help:"File with more settings: lines of FLAMINGO_NAME=value, # starts a comment."`
	Config     `embed:""`
}

// Env returns the environment variable of a flag: FLAMINGO_TCP_CHAT for tcp-chat.
func Env(flag string) string {
	return envPrefix + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// Parse reads a command line into grammar, a struct for kong that embeds s.
// Settings that args leave open come from environ, in the form of os.Environ,
// then from the settings file, then from their defaults; a value that is empty
// counts as absent. The error is one sentence.
func Parse(grammar any, s *Settings, args, environ []string, options ...kong.Option) (*kong.Context, error) {
	src := &sources{environ: settingsOf(environ), used: map[string]string{}}
	parser, err := kong.New(grammar, append(options, kong.WithBeforeResolve(src.open), kong.Resolvers(kong.ResolverFunc(src.resolve)))...)
	if err != nil {
		return nil, fmt.Errorf("command line: %w", err)
	}
	ctx, err := parser.Parse(args)
	if err == nil {
		err = s.Config.Validate()
	}
	if err != nil {
		return nil, src.explain(err)
	}
	// A door that encrypts nothing and trusts its caller does not open to the
	// network because somebody wrote a port.
	s.TCPMonitor, s.TCPHTTP = loopback(s.TCPMonitor), loopback(s.TCPHTTP)
	return ctx, nil
}

// sources are where settings come from that the command line leaves open.
type sources struct {
	environ map[string]string // variable to value
	file    map[string]string
	path    string            // of the file
	used    map[string]string // flag to the source of its value
}

// settingsOf picks the variables that are meant for this program.
func settingsOf(environ []string) map[string]string {
	m := map[string]string{}
	for _, line := range environ {
		name, value, _ := strings.Cut(line, "=")
		if strings.HasPrefix(name, envPrefix) && !strings.HasPrefix(name, testPrefix) {
			m[name] = value
		}
	}
	return m
}

// open reads the settings file, if one is named, and refuses names that are no
// settings. It runs when the command line is known and before it is completed.
func (s *sources) open(ctx *kong.Context) error {
	known := map[string]bool{}
	for _, f := range ctx.Model.Flags {
		if f.Name != "help" {
			known[Env(f.Name)] = true
		}
		if f.Name == configFlag {
			s.path, _ = ctx.FlagValue(f).(string)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.environ)) {
		if !known[name] {
			return fmt.Errorf("unknown setting %s in the environment", name)
		}
	}
	if s.path = cmp.Or(s.path, s.environ[Env(configFlag)]); s.path == "" {
		return nil
	}
	delete(known, Env(configFlag)) // one file, not a chain of them
	var err error
	s.file, err = readFile(s.path, known)
	return err
}

// resolve answers for the settings alone: what a subcommand asks for is not
// configuration, and its flags have no variable.
func (s *sources) resolve(_ *kong.Context, parent *kong.Path, flag *kong.Flag) (any, error) {
	if parent.App == nil || flag.Name == "help" {
		return nil, nil
	}
	name := Env(flag.Name)
	if value := s.environ[name]; value != "" {
		s.used[flag.Name] = name
		return value, nil
	}
	if value := s.file[name]; value != "" {
		s.used[flag.Name] = name + " in " + s.path
		return value, nil
	}
	return nil, nil
}

// explain names the source of a wrong value: who has set a variable does not
// look for a flag.
func (s *sources) explain(err error) error {
	text, found := strings.CutPrefix(err.Error(), "--")
	if !found {
		return err
	}
	flag, text, _ := strings.Cut(text, " ")
	if source := s.used[strings.TrimSuffix(flag, ":")]; source != "" {
		return fmt.Errorf("%s: %s", source, text)
	}
	return err
}

// readFile reads lines of NAME=value. Names that are not known, lines of
// another form and names that come twice are errors; a value is what follows
// the first =, without the blanks around it.
func readFile(path string, known map[string]bool) (map[string]string, error) {
	b, err := os.ReadFile(path)
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return nil, fmt.Errorf("settings file %s: %w", path, e.Err)
	}
	if err != nil {
		return nil, fmt.Errorf("settings file %s: %w", path, err)
	}
	settings := map[string]string{}
	for i, line := range strings.Split(string(b), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, value, found := strings.Cut(line, "=")
		name = strings.TrimSpace(name)
		_, twice := settings[name]
		switch {
		case !found:
			return nil, fmt.Errorf("settings file %s, line %d: expected %sNAME=value", path, i+1, envPrefix)
		case !known[name]:
			return nil, fmt.Errorf("settings file %s, line %d: unknown setting %q", path, i+1, name)
		case twice:
			return nil, fmt.Errorf("settings file %s, line %d: %s is set twice", path, i+1, name)
		}
		settings[name] = strings.TrimSpace(value)
	}
	return settings, nil
}
