"""What outlives the process: SQLAlchemy Core on SQLite or PostgreSQL."""
