"""The style sheet of the public page: its own rules, with the colours of the one design system.

The page is read in browsers of any age, so that each colour is written out for light and dark.
"""

import re
from functools import cache

from bot.web.pages import HERE

STATIC = HERE / "static"
_TOKEN = re.compile(r"(--[a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
_USED = re.compile(r"var\((--[a-z-]+)\)")


@cache
def style_sheet() -> bytes:
    """What a browser is given: the colours that the rules ask for, then the rules."""
    rules = (STATIC / "status.css").read_text("utf-8")
    used = set(_USED.findall(rules))
    colours = [(name, pair) for name, *pair in colours_of_the_console() if name in used]
    light, dark = ("".join(f"{name}:{pair[n]};" for name, pair in colours) for n in (0, 1))
    shades = f":root{{{light}}}\n@media (prefers-color-scheme: dark){{:root{{{dark}}}}}\n"
    return (shades + rules).encode()


def colours_of_the_console() -> list[tuple[str, str, str]]:
    """Every colour of the design system: its name, in the light and in the dark."""
    return _TOKEN.findall((STATIC / "jitabata.css").read_text("utf-8"))
