"""Puts a move into words: answers what was asked, says what is new, and what to do next."""
