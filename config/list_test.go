package config

import (
	"strings"
	"testing"
)

func TestListHidesWhatIsSecret(t *testing.T) {
	c := Default()
	c.Database, c.NATS = "mysql://user:database-secret@db:3306/flamingo", "nats://user:nats-secret@n1:4222"
	c.Origins = []string{"https://a.example", "https://b.example"}
	list, err := c.List()
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]string{}
	for _, s := range list {
		values[s.Name] = s.Value
		if strings.Contains(s.Value, "secret") {
			t.Errorf("%s shows %q", s.Name, s.Value)
		}
		if s.Group == "" || s.Help == "" {
			t.Errorf("%s has group %q and help %q", s.Name, s.Group, s.Help)
		}
	}
	for name, want := range map[string]string{"http": ":8080", "max-file-size": "2GiB", "min-password": "1", "request-timeout": "20s",
		"origins": "https://a.example, https://b.example", "registration": "open", "cors-origins": ""} {
		if got, ok := values[name]; !ok || got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	if !strings.Contains(values["database"], "db:3306") || !strings.Contains(values["nats"], "n1:4222") {
		t.Errorf("got database %q and nats %q, want to see where they are", values["database"], values["nats"])
	}
	if _, ok := values["test-clock"]; ok {
		t.Error("a hidden setting is shown")
	}
}
