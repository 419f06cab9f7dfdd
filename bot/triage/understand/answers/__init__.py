"""A message as the answer to the questions that are open; ``answers`` is the way in."""
