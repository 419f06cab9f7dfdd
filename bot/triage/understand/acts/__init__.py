"""What a message does: its acts, clause by clause."""
