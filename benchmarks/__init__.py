"""Measurements: quality, speed and size, each a script that prints a table."""
