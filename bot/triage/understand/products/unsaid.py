"""Parts of a text in which a name is not a mention: addresses, hosts, paths, code.

``https://app.kumo.example/`` in a pasted error says which host was called, not what the sender
names; the hosts are read elsewhere.
"""

import re

from bot.triage.understand.lexicon import Meanings

_SAID = Meanings("unsaid", "part")

BLANK = "|"  # neither a letter nor dropped by folding, so that nothing is matched across it


def blank_unsaid(plain: str, names: frozenset[str]) -> str:
    """The text with such parts blanked out, position by position.

    ``names``: lower-case names that themselves look like a host and stay where they stand alone.
    """

    def blank(found: re.Match[str]) -> str:
        words = found.group()
        return words if words.casefold() in names else BLANK * len(words)

    return _SAID.part.sub(blank, plain)
