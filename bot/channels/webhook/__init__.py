"""Signed posts to other programs, as the Standard Webhooks specification has them."""
