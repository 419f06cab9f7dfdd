"""The handbook: pages in Markdown, a folder for each language, and what finds and reads them."""
