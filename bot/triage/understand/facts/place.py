"""Where somebody works and on what: place, role, app, browser and device; and how many have the trouble."""

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.lexicon.meanings import Meanings
from bot.model.understanding import FactValue
from bot.triage.understand.facts.contrast import said_in_english
from bot.triage.understand.facts.verdict import polarity, said_of, says_that_it_fails
from bot.triage.understand.wording import MessageWording, shown

_PLACE = Meanings(
    "place",
    "stated no_town location_en admin not_admin role location no_site site_english "
    "placed_english no_town_english site_abroad site_as_written",
)
_APP = Meanings(
    "app",
    "quoted labelled before no_app quoted_used paper_used not_after who_when no_name no_name_at "
    "english no_name_english titled_english leading_english abroad id",
)
_MACHINE = Meanings(
    "machine",
    "browser no_browser updated renewed theirs fine mine on_machine together users moved device same_en",
)
_COUNT = Meanings("count", "people people_other hit people_english number_words")
_MENTION = re.compile("アプリ")
THEIRS_BEFORE = 24  # characters before a browser in which it is said whose it is
_CONTRAST = Meanings("contrast", "only")
_ENGLISH = re.compile(r"[a-zà-ỹ]{2} [a-zà-ỹ]{2}", re.IGNORECASE)
_KANA = re.compile(r"[ぁ-ん]")
LONGEST_NAME = 18  # characters before "app"


def read_place(wording: MessageWording, *, told: bool | None) -> dict[str, FactValue]:
    """Browser, device, place, app and role; ``told``: something is wrong now."""
    facts = read_machine(wording)
    if not told and not _MACHINE.browser.search(wording.stated):
        facts.pop("browser", None)  # "may I install X?" says of none that it is in use
    if place := _location(wording, told=told):
        facts["location"] = place
    if name := app_name(wording):
        facts["app_name"] = name
    if told and _works_in_another_app(wording):
        facts["other_apps_ok"] = True
    if _PLACE.role.search(wording.plain):
        if _PLACE.not_admin.search(wording.plain):
            facts["account_role"] = "not_admin"
        elif _PLACE.admin.search(wording.plain):
            facts["account_role"] = "admin"
    return facts


def read_counts(wording: MessageWording, *, told: bool = True) -> dict[str, FactValue]:
    """How many people are hit, as far as the text says."""
    plain = wording.plain
    if not any(c.isdigit() for c in plain) and not plain.isascii():
        return {}
    people = _COUNT.people.search(plain) or _COUNT.people_english.search(plain)
    if not people and not _KANA.search(plain):
        people = _COUNT.people_other.search(plain)
    if people is None or not (told or _COUNT.hit.search(plain)):
        return {}
    number = people.group(people.lastindex or 1)
    return {"affected_count": int(_COUNT.pairs("number_words").get(number, number))}


def app_id(plain: str) -> int | None:
    """The number of the app."""
    match = _APP.id.search(plain)
    return int(shown(match)) if match else None


@lru_cache(maxsize=16)  # also a signal of the classifier
def app_name(wording: MessageWording) -> str | None:
    """The name of the app that a text speaks of; words such as "other app" are no names.

    One that is said to work is it only where nothing else is said to fail.
    """
    well = _apps_that_work(wording)
    names = (name for name in _app_names(wording) if name not in well)
    name = next(names, None)
    if name is None and not (well and _fails_elsewhere(wording)):
        return next(_app_names(wording), None)
    return name


def _works_in_another_app(wording: MessageWording) -> bool:
    """Whether an app is named that works, beside another, or beside what fails alone."""
    well = _apps_that_work(wording)
    if not well:
        return False
    others = any(name not in well for name in _app_names(wording))
    return others or _CONTRAST.only.search(wording.plain) is not None


def _fails_elsewhere(wording: MessageWording) -> bool:
    plain = wording.plain
    return _CONTRAST.only.search(plain) is not None or says_that_it_fails(plain)


@lru_cache(maxsize=16)
def _apps_that_work(wording: MessageWording) -> frozenset[str]:
    """The names of apps of which a sentence says in Japanese that they work, and nothing else."""
    if "アプリ" not in wording.written:
        return frozenset()
    well: set[str] = set()
    for sentence in wording.sentences:
        for name, end in _mentioned_apps(wording.written, sentence.start, sentence.end):
            said = said_of(wording.plain, end)
            if said is not None and said.works and polarity(wording.plain, end, sentence.end):
                well.add(name)
    return frozenset(well)


def _app_names(wording: MessageWording) -> Iterator[str]:
    written, plain = wording.written, wording.plain
    if not plain.isascii():
        yield from filter(_is_app_name, _japanese_app_names(wording))
    if "app" in plain:
        english = (shown(match) for match in _APP.english.finditer(written))
        yield from (name for name in english if not _APP.no_name_english.search(name))
    if "app" in plain or "apli" in plain or not (plain.isascii() or _KANA.search(plain)):
        yield from (shown(match) for match in _APP.abroad.finditer(written))
    if _ENGLISH.search(written) and (titled := _APP.titled_english.search(written)):
        yield _APP.leading_english.sub("", titled.group(1))


def _japanese_app_names(wording: MessageWording) -> Iterator[str]:
    written = wording.written
    if "アプリ" in written:
        for words in (_APP.quoted, _APP.labelled):
            yield from (shown(match) for match in words.finditer(written))
        yield from (name for name, _ in _mentioned_apps(written, 0, len(written)))
    for words, text in ((_APP.quoted_used, wording.plain), (_APP.paper_used, written)):
        for match in words.finditer(text):
            if not _APP.no_app.search(wording.plain, *match.span(1)):
                yield wording.cut(match, 1)


def _mentioned_apps(written: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    """What stands before each "app" of a stretch, and where that ends."""
    for mention in _MENTION.finditer(written, start, end):
        before = _APP.before.search(
            written[max(0, mention.start() - LONGEST_NAME) : mention.start()]
        )
        if before and not _APP.not_after.match(written, mention.end()):
            yield _APP.who_when.sub("", before.group(1)).strip(), mention.end()


def _is_app_name(name: str) -> bool:
    no_name = _APP.no_name.fullmatch(name.lower()) or _APP.no_name_at.search(name)
    return len(name) > 1 and not no_name


def _location(wording: MessageWording, *, told: bool | None) -> str | None:
    """Where they are; of several places the one that has the trouble, not where all is well."""
    is_ascii, place = wording.plain.isascii(), None
    if not is_ascii:
        place = _in_japanese(wording, told=told)
    if place is None and not is_ascii and not _KANA.search(wording.plain):
        site = _PLACE.site_abroad.search(wording.written)
        place = site.group() if site else None
    if place is None and _ENGLISH.search(wording.plain):
        place = _in_english(wording)
    return place


def _in_japanese(wording: MessageWording, *, told: bool | None) -> str | None:
    for place in _PLACE.location.finditer(wording.written):
        name = shown(place)
        if told is None and not _PLACE.site_as_written.search(name):
            continue  # in a wish a bare town is more likely a value
        said = said_of(wording.plain, place.end())
        if not _PLACE.no_site.match(name) and not (told and said and said.works):
            return name
    for stated in _PLACE.stated.finditer(wording.plain):
        name = wording.cut(stated, stated.lastindex or 0)
        if not _PLACE.no_site.match(name) and not _PLACE.no_town.search(name):
            return name
    return None


def _in_english(wording: MessageWording) -> str | None:
    if site := _PLACE.site_english.search(wording.written):
        return site.group(1)
    if city := _PLACE.location_en.search(wording.plain):
        return wording.cut(city, city.lastindex or 0)
    towns = (shown(town) for town in _PLACE.placed_english.finditer(wording.written))
    return next((name for name in towns if not _PLACE.no_town_english.match(name)), None)


def read_machine(wording: MessageWording) -> dict[str, FactValue]:
    """The browser in use, whether another does better, and the device that has the trouble."""
    facts: dict[str, FactValue] = {}
    plain = wording.plain
    own: list[re.Match[str]] = []
    for named in _MACHINE.browser.finditer(plain):
        start, end = named.span()
        if _MACHINE.updated.search(plain, max(0, start - 10), start):
            continue
        works = None if _MACHINE.renewed.match(plain, end) else _in_browser(plain, named)
        if works is None and (theirs := _of_their_browser(plain, start)) is not None:
            facts |= theirs
            continue
        if works and _MACHINE.on_machine.search(plain, max(0, start - 8), start):
            continue  # on another machine, not in another browser
        if works is not None:
            facts["other_browser_ok"] = works
        elif not _MACHINE.no_browser.match(plain, end):
            own.append(named)
    if own:
        blamed = (n for n in own if (said := said_of(plain, n.end())) and said.works is False)
        named = next(blamed, own[0])
        facts["browser"] = (named.lastgroup or "").replace("_", " ").title()
    for device in _MACHINE.device.finditer(plain):
        if not ((said := said_of(plain, device.end())) and said.works):
            facts["device"] = wording.cut(device)
            break
    return facts


def _of_their_browser(plain: str, at: int) -> dict[str, FactValue] | None:
    """What the browser of somebody else tells, whose trouble is not that of the writer; None where it is no one else's."""
    start = max(0, at - THEIRS_BEFORE)
    theirs = _MACHINE.theirs.search(plain[start:at])
    if theirs is None:
        return None
    if _MACHINE.fine.search(plain[: start + theirs.start()]):
        return {"other_browser_ok": True}
    return {} if _MACHINE.mine.search(plain) else None


def _in_browser(plain: str, named: re.Match[str]) -> bool | None:
    """Whether it works in this browser, when it is named as another one than the usual."""
    moved = _MACHINE.moved.match(plain, named.end())
    if moved and not says_that_it_fails(moved.group()):  # "in Edge it freezes"
        return True
    if _MACHINE.together.match(plain, named.end()):
        return False
    users = _MACHINE.users.match(plain, named.end())
    said = said_of(plain, users.end() if users else named.end())
    if said is None:
        works = said_in_english(plain, named, "other_browser_ok")
        return None if works is False and not _MACHINE.same_en.search(plain) else works
    return None if said.works is False and not said.also else said.works
