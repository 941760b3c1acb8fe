"""The pages in `docs/` that are made from what runs, so that none can be out of date.

Read `pages` first: both lives and each script as pictures. `access` is who may do and see what.
"""
