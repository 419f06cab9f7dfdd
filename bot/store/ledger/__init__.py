"""The ledger of deliveries over the tables: who claims what, how fast, and what became of it."""
