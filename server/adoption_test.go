package server_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/go-sql-driver/mysql"

	"flamingo/config"
	"flamingo/models"
	"flamingo/server/servertest"
	"flamingo/store/mariadbtest"
	"flamingo/tcpcompat/wire"
)

// loadOriginal fills a new database with the deployment of an original server
// and its damaged rows, as package store tests its take-over.
func loadOriginal(t *testing.T, cfg *mysql.Config) *sql.DB {
	t.Helper()
	name := cfg.DBName
	cfg = cfg.Clone()
	cfg.DBName = ""
	connector, err := mysql.NewConnector(cfg)
	if err != nil {
		t.Fatal(err)
	}
	db := sql.OpenDB(connector)
	t.Cleanup(func() { db.Close() })
	db.SetMaxOpenConns(1) // so that USE holds
	if _, err := db.Exec("CREATE DATABASE " + name); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("USE " + name); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{"original.sql", "original_damage.sql"} {
		text, err := os.ReadFile("../store/testdata/" + file)
		if err != nil {
			t.Fatal(err)
		}
		for s := range strings.SplitSeq(string(text), ";\n") {
			if s = strings.TrimSpace(s); s == "" || strings.Contains(s, "CREATE DATABASE") || strings.HasPrefix(s, "USE ") {
				continue
			}
			if _, err := db.Exec(s); err != nil {
				t.Fatalf("load %s: %v: %.100s", file, err, s)
			}
		}
	}
	return db
}

// TestAdoptedUsersLogInOverAllDoors starts on the database of an original server:
// everybody gets in with the password that stood there in plain text, over REST
// and its socket and from both old clients, and no such password is left.
func TestAdoptedUsersLogInOverAllDoors(t *testing.T) {
	cfg := mariadbtest.Config(t)
	if cfg == nil {
		return
	}
	db := loadOriginal(t, cfg)
	passwords := map[int64]string{}
	rows, err := db.Query("SELECT f_user_id, COALESCE(f_password, '') FROM t_user WHERE f_user_id < 268435455")
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		var id int64
		var password string
		if err := rows.Scan(&id, &password); err != nil {
			t.Fatal(err)
		}
		passwords[id] = password
	}
	if err := rows.Err(); err != nil || len(passwords) < 100 {
		t.Fatalf("the deployment has %d users (%v)", len(passwords), err)
	}

	srv := servertest.Start(t, func(c *config.Config) {
		c.Database = fmt.Sprintf("mysql://%s:%s@%s/%s", cfg.User, cfg.Passwd, cfg.Addr, cfg.DBName)
		c.MaxConnectionsPerAddress = 0
	})
	seen := 0
	for after := int64(0); ; {
		users, err := srv.Chat().AdminListUsers(context.Background(), after, 50)
		if err != nil {
			t.Fatal(err)
		}
		if len(users) == 0 {
			break
		}
		for _, u := range users {
			after = u.ID
			if !strings.HasPrefix(u.Password, "$argon2id$") {
				t.Errorf("user %d has the password %.12q…, want a hash", u.ID, u.Password)
			}
			password, ok := passwords[u.ID]
			if !ok {
				t.Errorf("user %d was not there", u.ID)
				continue
			}
			seen++
			everyDoor(t, srv, u.ID, u.Username, password)
		}
	}
	if seen != len(passwords) {
		t.Errorf("%d users logged in, want %d", seen, len(passwords))
	}
}

func everyDoor(t *testing.T, srv *servertest.Server, id int64, name, password string) {
	t.Helper()
	c, a := srv.LogIn(t, name, password)
	if a.Status != http.StatusOK || c.ID != id {
		t.Errorf("user %d %q over REST: %d %s", id, name, a.Status, a.Body)
		return
	}
	web := srv.Connected(t, c)
	if f := web.Request(t, "ping", nil); f.Err != nil {
		t.Errorf("user %d over the socket: %s", id, f.Raw)
	}
	web.Close()
	for clientType, class := range map[int]models.Class{1: models.ClassPC, 2: models.ClassAndroid} {
		data, err := json.Marshal(map[string]any{"username": name, "password": password, "clienttype": clientType, "status": 1})
		if err != nil {
			t.Fatal(err)
		}
		old := srv.Connect(t, class)
		old.Request(t, wire.CmdLogin, string(data))
		if f := old.Next(t, wire.CmdLogin); !strings.Contains(f.Data, fmt.Sprintf(`"code": 0, "msg": "ok", "userid": %d,`, id)) {
			t.Errorf("user %d %q at an old client (%s): %s", id, name, class, f.Data)
		}
		old.Close()
	}
}
