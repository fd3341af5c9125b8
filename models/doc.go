// Package models holds the rows of the database: structs with GORM tags and the
// constants that are stored, no queries and no JSON.
//
// Table and column names keep the style of the original server, whose database
// is taken over in place: tables begin with t_, columns with f_. Package store
// derives them from the Go names; a tag stands only where a name differs.
// Times are UTC with milliseconds.
package models
