"""Addresses with what they ask for."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode


def with_query(path: str, asked: Mapping[str, str]) -> str:
    """A path with a query of what is not empty. ``path`` "": the page that it stands on."""
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{path}?{query}" if query else path


def tidied(query: str) -> str:
    """A query without the fields of a form that were left empty."""
    given = parse_qsl(query, keep_blank_values=True)
    left = [(name, value) for name, value in given if value]
    return query if len(left) == len(given) else urlencode(left)
