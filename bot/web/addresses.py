"""Addresses with what they ask for."""

from collections.abc import Mapping
from urllib.parse import urlencode


def with_query(path: str, asked: Mapping[str, str]) -> str:
    """A path with a query of what is not empty. ``path`` "": the page that it stands on."""
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{path}?{query}" if query else path
