"""What people say, by meaning: the phrases of ``knowledge/``, for whoever reads messages or notices; pure."""
