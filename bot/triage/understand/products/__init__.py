"""Which products of the catalogue a text names, however they are spelt."""
