"""The way out of a case for its record: one-time links to our own web process."""
