"""Copies of the database that can be put back: made while the desk runs, and read back at once."""
