package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"log/slog"
	"path/filepath"
	"strings"

	"github.com/pressly/goose/v3"
)

// The schema is changed forward only, by numbered files per database.
//
//go:embed migrations
var migrations embed.FS

// migrationTable says which migrations were applied.
const migrationTable = "t_migration"

func migrator(d *dialect, db *sql.DB) (*goose.Provider, error) {
	files, err := fs.Sub(migrations, "migrations/"+d.name)
	if err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	p, err := goose.NewProvider(d.goose, db, files, goose.WithTableName(migrationTable), goose.WithLogger(goose.NopLogger()),
		goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	return p, nil
}

// migrate applies what is pending. A failed step is reported as what it is;
// the next start goes on with it.
func migrate(ctx context.Context, d *dialect, db *sql.DB, log *slog.Logger) error {
	p, err := migrator(d, db)
	if err != nil {
		return err
	}
	done, err := p.Up(ctx)
	for _, m := range done {
		log.Info("schema changed", "step", stepName(m.Source))
	}
	if err != nil {
		return fmt.Errorf("change schema: %w", err)
	}
	return nil
}

// stepName reads 00002_add_reactions.sql as "2: add reactions".
func stepName(s *goose.Source) string {
	name := strings.TrimSuffix(filepath.Base(s.Path), ".sql")
	_, name, _ = strings.Cut(name, "_")
	return fmt.Sprintf("%d: %s", s.Version, strings.ReplaceAll(name, "_", " "))
}

// schemaVersion returns the number of the last migration that was applied, 0
// for none. tables counts tables called migrationTable.
func schemaVersion(ctx context.Context, db *sql.DB, tables string) (version int64, err error) {
	var n int
	if err := db.QueryRowContext(ctx, tables).Scan(&n); err != nil {
		return 0, fmt.Errorf("read schema: %w", err)
	}
	if n == 0 {
		return 0, nil
	}
	err = db.QueryRowContext(ctx, `SELECT COALESCE(MAX(version_id), 0) FROM `+migrationTable+` WHERE is_applied`).Scan(&version)
	if err != nil {
		return 0, fmt.Errorf("read schema version: %w", err)
	}
	return version, nil
}

// pendingSteps names the migrations after version.
func pendingSteps(d *dialect, version int64) ([]string, error) {
	p, err := migrator(d, new(sql.DB)) // names only, no query
	if err != nil {
		return nil, err
	}
	var steps []string
	for _, s := range p.ListSources() {
		if s.Version > version {
			steps = append(steps, "apply schema change "+stepName(s))
		}
	}
	return steps, nil
}
