"""What follows from what: pure functions from a case and an event to a case and effects."""
