"""What a text says of itself, by key: when it began, which app, what works elsewhere."""
