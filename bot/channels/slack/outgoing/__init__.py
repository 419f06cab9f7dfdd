"""What customers are told: threads and cards, the sign of work, words to one person alone."""
