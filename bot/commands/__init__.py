"""Commands that do one thing and end; they are handed the clock."""
