"""One file per format: the marker that proves it, and how it is read into our vocabulary."""
