"""Reading text: spelled alike, in which language, ordinary words, patterns that are quick to try."""
