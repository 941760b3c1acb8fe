"""The durable store: Valkey or Redis, embedded or external, with one atomic commit a change."""
