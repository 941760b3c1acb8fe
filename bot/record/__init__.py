"""The record of a case as it leaves Handrail: one chronology, and its printed and plain forms."""
