"""The staff's channel: cards, forms and what is done with them."""
