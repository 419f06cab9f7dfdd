"""Pages: the web chat for customers, the console for staff, the demo."""
