"""Parts of a text in which a name is not a mention: addresses, hosts, paths, code.

``https://app.kumo.example/`` in a pasted error says which host was called, not what the sender
names; the hosts are read elsewhere.
"""

import re

BLANK = "|"  # neither a letter nor dropped by folding, so that nothing is matched across it

_TLD = r"(?:com|net|org|io|jp|dev|example|cn|app|co|me|cloud|info|biz|us|ai|test|local|invalid)"
_FILE = r"(?:js|mjs|css|json|html?|php|zip|png|jpe?g|gif|csv|tsv|xlsx?|pdf|txt|log|har|map|xml)"
_UNSAID = re.compile(
    rf"""
    [a-z][a-z0-9+]{{1,9}}://[^\s「」『』、。<>"']+            # an address
  | (?<![\w.+-])[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+         # a mail address
  | (?<![A-Za-z0-9.-])[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.{_TLD}(?:/[!-~]*)?(?![A-Za-z0-9-])  # a host
  | (?<![\w.-])[A-Za-z0-9_.-]+\.{_FILE}(?![A-Za-z0-9])        # a file
  | (?<![A-Za-z0-9])[A-Za-z]:\\[^\s「」、。]+                   # a path
  | (?<![\w./-])/?(?:[\w.-]+/){{2,}}[\w.-]*               # a path
  | `[^`\n]+`                                                # code
  | (?<![\w$.])[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*){{2,}}   # an API
  | (?<![\w$.])[A-Za-z_$][\w$]*\.(?:app|api|events|proxy|plugin|mobile|portal|space|user|oauth|Promise|[a-z]+[A-Z]\w*)\b
  | (?<![\w$.])[A-Za-z_$][\w$]*\.[a-z]\w*(?=\()           # a call
  | \bX-[A-Za-z-]+(?=:)                                       # a header
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)


def blank_unsaid(plain: str, names: frozenset[str]) -> str:
    """The text with such parts blanked out, position by position.

    ``names``: lower-case names that themselves look like a host and stay where they stand alone.
    """

    def blank(found: re.Match[str]) -> str:
        words = found.group()
        return words if words.casefold() in names else BLANK * len(words)

    return _UNSAID.sub(blank, plain)
