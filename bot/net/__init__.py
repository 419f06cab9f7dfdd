"""Asking hosts that are not ours: which addresses may be asked at all, and whose turn it is when."""
