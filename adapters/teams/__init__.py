"""Teams as a chat platform: the only place that knows its payloads, its API and its SDK."""
