"""Customer's words to an Understanding."""
