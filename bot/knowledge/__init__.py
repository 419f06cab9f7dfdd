"""Reads ``knowledge/``: YAML to typed values, with errors that name file and line."""
