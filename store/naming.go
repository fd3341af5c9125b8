package store

import "gorm.io/gorm/schema"

// naming derives the names of tables and columns from those of package models
// in the style of the original: t_user_event, f_created_at.
type naming struct{ schema.NamingStrategy }

func (n naming) TableName(table string) string {
	n.TablePrefix, n.SingularTable = "t_", true
	return n.NamingStrategy.TableName(table)
}

func (n naming) ColumnName(table, column string) string {
	return "f_" + n.NamingStrategy.ColumnName(table, column)
}
