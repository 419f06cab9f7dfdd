"""What the operator gives the pages: name, greeting, logo, colour, hours, how to reach people."""

import re
from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.model.operator import BusinessHours, Logo, Operator, luminance
from bot.model.picture_size import proportion
from bot.web.wording import Texts

NEUTRAL = "Jitabata"
STYLE, LOGO = "/operator.css", "/operator-logo"
# What is coloured stands on these (--paper in jitabata.css); text needs 4.5 to 1, as WCAG 2 says.
LIGHT, DARK = "#f6f5f1", "#11181b"
CONTRAST = 4.5
_WHITE, _BLACK = "#ffffff", "#000000"
_MAIL = re.compile(r"[^@\s:/?#]+@[^@\s:/?#]+\.[^@\s:/?#]+")
_PHONE = re.compile(r"\+?[0-9][0-9 ()-]{6,24}")
_FRESH = {"Cache-Control": "no-cache"}  # browsers ask again; a change shows at once


@dataclass(frozen=True, slots=True)
class Brand:
    """The operator for one reader. What is not set is ""; ``link`` is where ``contact`` leads.

    ``opens``: when people answer again, in words; "" while they do. ``shape``: of the logo, width by
    height, so that pages keep room for it; None: nobody knows.
    """

    name: str
    greeting: str
    logo: str
    style: str
    hours: str
    opens: str
    contact: str
    link: str
    shape: float | None = None

    def room(self, height: int) -> str:
        """The attributes of the logo at a height in pixels."""
        width = f' width="{round(self.shape * height)}"' if self.shape is not None else ""
        return Markup(f'height="{height}"{width}')  # noqa: S704 - numbers of our own


def brand_of(operator: Operator, texts: Texts, now: datetime) -> Brand:
    """The operator in a reader's language, at a moment."""
    return Brand(
        name=operator.called(texts.lang) or NEUTRAL,
        greeting=operator.greets(texts.lang),
        logo=LOGO if operator.logo else "/static/mark.svg",
        style=STYLE if operator.colour else "",
        hours=operator.hours.in_words(texts) if operator.hours else "",
        opens=_opens(operator.hours, texts, now) if operator.hours else "",
        contact=operator.contact,
        link=_link(operator.contact),
        shape=_shape(operator.logo),
    )


@lru_cache(maxsize=4)
def _shape(logo: Logo | None) -> float | None:
    """Of our own mark, which is a square, where there is no other."""
    return proportion(logo.content, logo.media_type) if logo is not None else 1.0


def routes(operator: Operator) -> list[Route]:
    """Where the operator's own stylesheet and logo are, if there are any."""
    found = []
    if operator.colour:
        found.append(_route(STYLE, stylesheet(operator.colour).encode(), "text/css"))
    if operator.logo:
        found.append(_route(LOGO, operator.logo.content, operator.logo.media_type))
    return found


def _route(path: str, content: bytes, media_type: str) -> Route:
    async def answer(_: Request) -> Response:
        return Response(content, media_type=media_type, headers=_FRESH)

    return Route(path, answer)


# Colour


def stylesheet(colour: str) -> str:
    """The accents of both schemes in the operator's colour, as near to it as can be read."""
    light = _accents(readable(colour, LIGHT, _BLACK), _WHITE, LIGHT)
    dark = _accents(readable(colour, DARK, _WHITE), DARK, DARK)
    both = (f"--{name}: light-dark({light[name]}, {dark[name]});" for name in light)
    return f":root {{ {' '.join(both)} }}\n"


def _accents(accent: str, on_accent: str, paper: str) -> dict[str, str]:
    return {
        "accent": accent,
        "accent-strong": mixed(accent, _BLACK if paper == LIGHT else _WHITE, 0.25),
        "on-accent": on_accent,
        "accent-wash": mixed(paper, accent, 0.12),
    }


def readable(colour: str, paper: str, towards: str) -> str:
    """The colour, moved as little as need be until text in it can be read on the paper."""
    steps = (mixed(colour, towards, n / 20) for n in range(21))
    return next((c for c in steps if contrast(c, paper) >= CONTRAST), towards)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(colour: str, other: str, share: float) -> str:
    """A colour with so much (0 to 1) of another in it."""
    pairs = ((int(c[n : n + 2], 16) for c in (colour, other)) for n in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


# Hours and contact


def _opens(hours: BusinessHours, texts: Texts, now: datetime) -> str:
    opening = hours.next_opening(now)
    if opening is None:
        return ""
    weekday = texts("hours.weekdays").split()[opening.weekday()]
    return texts(
        "hours.opens",
        month=texts("hours.months").split()[opening.month - 1],
        day=opening.day,
        weekday=weekday,
        clock=_clock(opening.time()),
    )


def _clock(at: time) -> str:
    return f"{at.hour}:{at.minute:02}"


def _link(contact: str) -> str:
    if contact.startswith("https://"):
        return contact
    if _MAIL.fullmatch(contact):
        return f"mailto:{contact}"
    if _PHONE.fullmatch(contact):
        return f"tel:{re.sub(r'[^0-9+]', '', contact)}"
    return ""
