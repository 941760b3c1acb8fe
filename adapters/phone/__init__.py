"""The phone: a signed webhook to whatever calls or texts."""
