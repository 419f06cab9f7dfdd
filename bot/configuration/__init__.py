"""Parts of the configuration file, read and checked."""
