"""Every word that people read, apart from the knowledge base: YAML by language and room, one loader."""
