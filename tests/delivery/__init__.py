"""The outbox on its way out."""
