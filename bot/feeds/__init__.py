"""Status pages: fetch, parse, poll."""
