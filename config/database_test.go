package config

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// plain lets cmp see the fields of a Database behind its redacting String.
type plain struct{ Driver, Path, User, Password, Addr, Name string }

func fields(d Database) plain {
	return plain{string(d.Driver), d.Path, d.User, d.Password, d.Addr, d.Name}
}

func TestDatabaseSetting(t *testing.T) {
	tests := []struct {
		setting string
		want    plain
	}{
		{"", plain{Driver: "sqlite", Path: "dir/flamingo.db"}},
		{"mysql://root@127.0.0.1:3307/flamingo", plain{"mysql", "", "root", "", "127.0.0.1:3307", "flamingo"}},
		{"mysql://u:p@db/my_chat-1", plain{"mysql", "", "u", "p", "db:3306", "my_chat-1"}},
		{"mysql://u:p@[::1]:1/d", plain{"mysql", "", "u", "p", "[::1]:1", "d"}},
		{"mysql://u:p@[::1]/d", plain{"mysql", "", "u", "p", "[::1]:3306", "d"}},
		{"mariadb://u:p@db", plain{"mysql", "", "u", "p", "db:3306", "flamingo"}},
		{"mysql://u:a%40b%3A%2f@h/d", plain{"mysql", "", "u", "a@b:/", "h:3306", "d"}},
		{"mysql://u:a@b:/?#+& %zz密@h/d", plain{"mysql", "", "u", "a@b:/?#+& %zz密", "h:3306", "d"}},
	}
	for _, tt := range tests {
		got, err := ParseDatabase(tt.setting, "dir")
		if err != nil {
			t.Errorf("%q: %v", tt.setting, err)
		} else if diff := cmp.Diff(tt.want, fields(got)); diff != "" {
			t.Errorf("%q differs (-want +got):\n%s", tt.setting, diff)
		}
	}
}

func TestPasswordIsNeverPrinted(t *testing.T) {
	d, err := ParseDatabase("mysql://u:s3cret@h/d", "")
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range []string{"%v", "%+v", "%#v", "%s"} {
		for _, got := range []string{fmt.Sprintf(format, d), fmt.Sprintf(format, &d), fmt.Sprintf(format, struct{ D Database }{d})} {
			if strings.Contains(got, "s3cret") || !strings.Contains(got, "d on h:3306 as u") {
				t.Errorf("%s prints %s", format, got)
			}
		}
	}
	for _, setting := range []string{
		"u:s3cret@h/d", "postgres://u:s3cret@h/d", "mysql://u:s3cret/d", "mysql://:s3cret@h/d", "mysql://u:s3cret@/d",
		"mysql://u:s3cret@h/a/b", "mysql://u:s3cret@h/d`", "mysql://u:s3cret@h/d?tls=true",
		"mysql://u:s3cret@h:port/d", "mysql:u:s3cret@h/d",
	} {
		if _, err := ParseDatabase(setting, ""); err == nil || strings.Contains(err.Error(), "s3cret") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: got error %v, want one line without the password", setting, err)
		}
	}
}
