"""What somebody says they have tried already."""

import re

from bot.triage.understand.lexicon import Meanings
from bot.triage.understand.wording import MessageWording

_SAID = Meanings("tried", "not_done not_pc switched_off plugin asked if trials.")

# between a thing and what was done with it
# Done with something else instead: tried, changed to, or the same there too.
_SENTENCE_END = re.compile(r"[。!?\n]|\.(?=\s|$)")


def read_tried(
    wording: MessageWording, *, extension_named: bool, told: bool = True
) -> tuple[str, ...]:
    """What the writer says they tried; what they could not do or only ask about is not it.

    Without ``told`` (nothing is wrong) what stands in a question is no trial.
    """
    plain = wording.plain if told else wording.stated
    tried = [name for name, words in _SAID.group("trials").items() if _is_done(plain, words)]
    return tuple(_told_apart(tried, plain, extension_named=extension_named))


def _is_done(plain: str, words: re.Pattern[str]) -> bool:
    return any(not _undone(plain, match) for match in words.finditer(plain))


def _undone(plain: str, match: "re.Match[str]") -> bool:
    """Whether what follows in the clause says that it was not done, or asks how to."""
    limit = min(len(plain), match.end() + 16)
    stop = _SENTENCE_END.search(plain, match.end(), limit)
    end = stop.start() if stop else limit
    if match.group() == "再起動" and _SAID.not_pc.search(
        plain, max(0, match.start() - 9), match.start()
    ):
        return True
    if _SAID["if"].match(plain, match.end()):
        return True
    asked = _SAID.not_done.search(plain, match.start(), end)
    return (asked is not None and asked.start() - match.end() <= 8) or _asked_before(plain, match)


def _asked_before(plain: str, match: "re.Match[str]") -> bool:
    before = plain[max(0, match.start() - 28) : match.start()]
    return _SAID.asked.search(before) is not None


def _told_apart(tried: list[str], plain: str, *, extension_named: bool) -> list[str]:
    """Words such as "disable" go with what was disabled."""
    if (
        "remove_plugin" in tried
        and "disable_plugin" in tried
        and not _SAID.switched_off.search(plain)
    ):
        tried.remove("disable_plugin")
    other = {"extension_off", "vpn_off", "remove_customization"} & set(tried)
    if _SAID.plugin.search(plain) and not extension_named:
        return tried
    if "disable_plugin" in tried and (extension_named or other):
        tried.remove("disable_plugin")
        if extension_named and "extension_off" not in tried:
            tried.append("extension_off")
    return tried
