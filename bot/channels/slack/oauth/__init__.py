"""How workspaces install us, and the tokens that they gave."""
