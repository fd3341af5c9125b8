package chat

// Note is note, for tests.
var Note = (*Service).note

// SweepExpired is sweepExpired, for tests.
var SweepExpired = (*Service).sweepExpired
