"""What leaves the house: the outbox handed over to channels."""
