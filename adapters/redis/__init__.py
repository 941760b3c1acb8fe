"""The durable store on Valkey or Redis, with one atomic commit a change."""
