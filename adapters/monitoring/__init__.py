"""How a deployment is: what is behind, what broke a promise, and who is told of it.

Read `health` and `vitals` first, what `/health` and `/metrics` say; `figures` are the latter's.
`overdue` and `sweep` are what the watch looks for, `raising` is how it raises what it found. The
watch itself is in `adapters/programs/`.
"""
