"""A store in this process: for rehearsals, property tests and transcripts."""
