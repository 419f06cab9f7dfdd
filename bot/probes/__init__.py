"""Our own measurements of hosts: those of the catalogue and of the configuration, no others."""
