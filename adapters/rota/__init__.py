"""The rota to be read: as a table, for scripts, and as a picture to pin up."""
