"""How fast the ledger of deliveries is, beside bare loops; see ``__main__``."""
