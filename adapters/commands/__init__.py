"""What the `handrail` commands do, one module for each kind. `cli.py` describes them."""
