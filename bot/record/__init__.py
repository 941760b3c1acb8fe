"""The record of a case as it leaves Handrail: one chronology, printed and plain."""
