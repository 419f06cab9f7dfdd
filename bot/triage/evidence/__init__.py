"""One file a kind of evidence; each turns facts into weights."""
