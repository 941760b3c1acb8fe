"""What is kept of whom, why, how long and for whom: every field of every stored model."""
