"""The life of a case and of a conversation: which stage follows on which, as tables.

Read `case` first, then `conversation`; `machine` makes a function of a table.
"""
