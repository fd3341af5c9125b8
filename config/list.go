package config

import (
	"fmt"
	"net/url"
	"reflect"
	"strings"

	"github.com/alecthomas/kong"
)

// Setting is one setting and its value, to be shown.
type Setting struct {
	Name  string // of the flag, without dashes
	Value string // no secret is in it; empty when nothing is set
	Group string
	Help  string
}

// List returns the settings in their order, without what is secret in them.
func (c Config) List() ([]Setting, error) {
	parser, err := kong.New(&c)
	if err != nil {
		return nil, fmt.Errorf("list settings: %w", err)
	}
	var list []Setting
	for _, f := range parser.Model.Flags {
		if f.Hidden || f.Name == "help" {
			continue
		}
		s := Setting{Name: f.Name, Help: f.Help}
		if f.Group != nil {
			s.Group = f.Group.Title
		}
		switch f.Name {
		case "database":
			s.Value, err = shownDatabase(c)
		case "nats":
			s.Value = shownURL(c.NATS)
		default:
			s.Value = shown(f.Target)
		}
		if err != nil {
			return nil, fmt.Errorf("--%s: %w", f.Name, err)
		}
		list = append(list, s)
	}
	return list, nil
}

func shown(v reflect.Value) string {
	if v.Kind() != reflect.Slice {
		return fmt.Sprint(v.Interface())
	}
	var parts []string
	for i := range v.Len() {
		parts = append(parts, shownURL(fmt.Sprint(v.Index(i).Interface())))
	}
	return strings.Join(parts, ", ")
}

func shownDatabase(c Config) (string, error) {
	db, err := ParseDatabase(c.Database, c.Data)
	if err != nil {
		return "", err
	}
	return db.String(), nil
}

// shownURL hides the password of an address; what is none stays as it is.
func shownURL(s string) string {
	if !strings.Contains(s, "@") {
		return s
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" {
		return "(set)"
	}
	return u.Redacted()
}
