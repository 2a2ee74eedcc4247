"""Measurements: they print tables and assert nothing. `python -m bench` prints those of docs/performance.md."""
