"""The public page and what programs read of it, answered from memory."""
