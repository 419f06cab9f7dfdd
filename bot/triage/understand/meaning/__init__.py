"""What a message wants, tells of and reaches: learned weights, and the rules beside them."""
