"""Desk work: what rostered people press on a case, from opening it to taking its record.

Read `turn` first: the right to a deed is checked there, then one of the others has it. `views` is
what they read, `looking` keeps that they did. `work` fills in a sheet, `calls` notes a call,
`putting_off` answers a nudge, `linking` joins two cases, `taking` gives out the record.
"""
