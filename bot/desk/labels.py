"""The few words that every channel sets around a text, in Japanese and English.

Names of buttons and of what a status feed shows. What the desk *says* is in ``knowledge/``.
"""

from bot.model.finding import Finding
from bot.model.upload import Upload
from bot.texts.loader import say, spoken, word

CLOSING_BUTTONS = ("solved", "unsolved")  # whether a case that staff closed is solved
BUTTONS = ("worked", "failed", "human")  # in the order in which they are offered
_SHOWN_FINDINGS, _SHOWN_NAMES = 5, 12  # of one file


def finding(found: Finding, lang: str | None) -> str:
    """One finding in a line: where, how and how often, with an example."""
    words = [found.host, say(lang, f"labels.failure.{found.failure}"), f"×{found.count}"]
    if found.proxied:
        words.append("kintone.proxy()")
    line = " ".join(word for word in words if word)
    return f"{line}: {found.detail}" if found.detail else line


def handed_in(upload: Upload, lang: str | None) -> list[str]:
    """One file for staff: what it was, what failed in it, and what it lists."""
    lines = [upload.caption(spoken(lang))]
    lines += [f"・{finding(f, lang)}" for f in upload.findings[:_SHOWN_FINDINGS]]
    inventory = upload.inventory
    if inventory is None:
        return lines
    on = [p.name for p in inventory.plugins if p.name and p.enabled is not False]
    off = [p.name for p in inventory.plugins if p.name and p.enabled is False]
    scripts = [s.host or s.name for s in inventory.scripts]
    for heading, names in (("on", on), ("off", off), ("scripts", scripts)):
        distinct = list(dict.fromkeys(names))
        if distinct:
            more = ["…"] if len(distinct) > _SHOWN_NAMES else []
            listed = say(lang, "labels.and").join(distinct[:_SHOWN_NAMES] + more)
            lines.append(f"・{say(lang, f'labels.listed.{heading}')}: {listed}")
    return lines


def button(name: str, lang: str | None) -> str:
    """What a button is called; its own name when it is none of ours."""
    return word(lang, "labels.button", name)


def shows(value: str, lang: str | None) -> str:
    """What a feed shows, as a reader would say it; the word itself when it is new to us."""
    return word(lang, "labels.shows", value)


def check_link(lang: str | None) -> tuple[str, str]:
    """The check from the browser: the words of its link, and what it is good for."""
    return say(lang, "labels.check"), say(lang, "labels.check.about")
