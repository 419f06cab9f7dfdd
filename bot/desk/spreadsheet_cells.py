"""Cells of tables that people open in a spreadsheet. Pure."""

# How a cell begins that a spreadsheet would calculate; Japanese ones take full-width signs as well.
FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def guarded(cell: str) -> str:
    """A cell as it is written out: no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
