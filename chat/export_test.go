package chat

// Note is note, for tests.
var Note = (*Service).note
