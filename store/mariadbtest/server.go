package mariadbtest

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"github.com/go-sql-driver/mysql"
)

// Account of the tests. The password is no secret: it shows when one turns up
// in an error or a log.
const (
	user     = "flamingo"
	Password = "s3cr3t-of-the-tests"
)

// startTimeout is generous: a loaded machine needs seconds to write a new
// data directory.
const startTimeout = 60 * time.Second

// supervise runs the server until its own input ends, which is when the test
// process is gone, and takes the data directory with it. An interrupt from the
// terminal goes to the tests alone.
const supervise = `trap '' INT; dir=$1; shift; "$@" & pid=$!; read -r _; kill -9 $pid; wait $pid; rm -rf "$dir"`

var errNotInstalled = errors.New("mariadbd is not installed (Debian: apt-get install mariadb-server)")

// start makes a data directory and runs a server on it.
func start() (*mysql.Config, error) {
	install, err1 := exec.LookPath("mariadb-install-db")
	daemon, err2 := look("mariadbd", "/usr/sbin/mariadbd", "/usr/local/sbin/mariadbd")
	if err := errors.Join(err1, err2); err != nil {
		return nil, errNotInstalled
	}
	dir, err := os.MkdirTemp("", "mariadbtest")
	if err != nil {
		return nil, err
	}
	data, tmp := filepath.Join(dir, "data"), filepath.Join(dir, "tmp")
	if err := os.Mkdir(tmp, 0o700); err != nil {
		return nil, err
	}
	// One that starts removes what looks left over among the temporary tables,
	// those of others in the same folder included.
	args := []string{"--no-defaults", "--datadir=" + data, "--tmpdir=" + tmp}
	if os.Geteuid() == 0 {
		args = append(args, "--user=root") // it refuses to run as root by accident
	}
	out, err := exec.Command(install, append(args, "--auth-root-authentication-method=normal", "--skip-test-db")...).CombinedOutput()
	if err != nil {
		os.RemoveAll(dir)
		return nil, fmt.Errorf("make a data directory: %w: %s", err, out)
	}
	setUp := filepath.Join(dir, "init.sql")
	account := fmt.Sprintf("CREATE USER '%[1]s'@'127.0.0.1' IDENTIFIED BY '%[2]s';\nGRANT ALL ON *.* TO '%[1]s'@'127.0.0.1';\n", user, Password)
	if err := os.WriteFile(setUp, []byte(account), 0o600); err != nil {
		return nil, err
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	args = append(args, "--bind-address=127.0.0.1", "--port="+strconv.Itoa(port), "--socket="+filepath.Join(dir, "socket"),
		"--pid-file="+filepath.Join(dir, "pid"), "--init-file="+setUp, "--skip-name-resolve", "--max-connections=500",
		"--innodb_buffer_pool_size=128M", "--performance-schema=OFF",
		"--loose-innodb-snapshot-isolation=ON") // as versions from 11.8 on have it, which end more transactions
	args = append(args, durability()...)
	if err := run(dir, daemon, args); err != nil {
		return nil, err
	}
	cfg := settings(net.JoinHostPort("127.0.0.1", strconv.Itoa(port)), user, Password)
	return cfg, waitReady(cfg, filepath.Join(dir, "log"))
}

// durability is that of an operator's server where something is measured. No
// test cuts the power: without syncing, those of the schema take a tenth of the time.
func durability() []string {
	if f := flag.Lookup("test.bench"); f != nil && f.Value.String() != "" {
		return []string{"--innodb_flush_log_at_trx_commit=1"}
	}
	return []string{"--innodb_flush_log_at_trx_commit=0", "--innodb_flush_method=nosync", "--innodb_doublewrite=0", "--debug-no-sync"}
}

func look(name string, paths ...string) (string, error) {
	path, err := exec.LookPath(name)
	for i := 0; err != nil && i < len(paths); i++ {
		path, err = exec.LookPath(paths[i])
	}
	return path, err
}

// freePort returns a port that nobody listens on now.
func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

// keepOpen is the input of the supervisor, open as long as this process lives.
var keepOpen *os.File

func run(dir, daemon string, args []string) error {
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		return err
	}
	defer log.Close()
	input, alive, err := os.Pipe()
	if err != nil {
		return err
	}
	defer input.Close()
	keepOpen = alive
	cmd := exec.Command("sh", append([]string{"-c", supervise, "sh", dir, daemon}, args...)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = input, log, log
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("run %s: %w", daemon, err)
	}
	go cmd.Wait()
	return nil
}

// waitReady asks until the server answers.
func waitReady(cfg *mysql.Config, logFile string) error {
	connector, err := mysql.NewConnector(cfg)
	if err != nil {
		return err
	}
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(startTimeout); ; <-tick.C {
		conn, err := connector.Connect(context.Background())
		if err == nil {
			return conn.Close()
		}
		log, _ := os.ReadFile(logFile)
		_, refused := errors.AsType[*mysql.MySQLError](err)
		if refused || time.Now().After(deadline) || bytes.Contains(log, []byte("Aborting")) {
			return fmt.Errorf("the server does not answer: %w: …%s", err, log[max(0, len(log)-2000):])
		}
	}
}
