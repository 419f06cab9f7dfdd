"""Words that replies, notices and pages share: remedies, organisations. Decides nothing."""

import re
from collections.abc import Mapping

from bot.model.advice_plan import marks_of, unlisted_name
from bot.model.conversation import Complaint
from bot.model.identity import is_verified, name_behind
from bot.model.incident import Voices
from bot.model.knowledge import Knowledge
from bot.model.understanding import FactValue

_BRACKETS = str.maketrans("「」“”", "『』‘’")
_TOLD_WHOLE = ("ja", "en")  # the languages that have more than the sentence itself
_APP = re.compile(
    r"(?P<host>[a-z0-9-]+(?:\.s)?\.(?:cybozu\.com|kintone\.com|cybozu\.cn))"
    r"(?:/k/(?:m/)?(?P<app>\d+))?",
    re.IGNORECASE,
)


def remedy_text(
    knowledge: Knowledge,
    advice: str,
    lang: str,
    product: str = "",
    *,
    whole: bool = False,
    names: Mapping[str, str] | None = None,
) -> str:
    """One advice in words, "" when the language has none for it.

    ``advice``: ``KIND`` or ``KIND:ID``; ``product``: the name to show. ``whole``: with what to mind
    first, numbered steps, second route and way back (Japanese and English only). ``names``: what
    else is filled in, instead of words for anybody: ``whom`` to ask, ``app_page``.
    """
    remedy = knowledge.remedies.get(advice.partition(":")[0])
    if remedy is None:
        return ""
    values = _values(knowledge, lang, product, names)
    lines = [knowledge.phrase(remedy.say, lang).format(**values)]
    if whole:
        lines.append(remedy_particulars(knowledge, advice, lang, product, names=names))
    return "\n".join(line for line in lines if line)


def remedy_particulars(
    knowledge: Knowledge,
    advice: str,
    lang: str,
    product: str = "",
    *,
    names: Mapping[str, str] | None = None,
) -> str:
    """What to mind, the numbered steps, the second route and the way back of one advice.

    Japanese and English only; "" in other languages and where there is nothing of the sort.
    """
    remedy = knowledge.remedies.get(advice.partition(":")[0])
    if remedy is None or lang not in _TOLD_WHOLE:
        return ""
    values = _values(knowledge, lang, product, names)
    steps = remedy.steps.get(lang, ())
    lines = [
        _extra(knowledge, lang, "side_effects", remedy.side_effects, values),
        *(f"{n}. {step.format(**values)}" for n, step in enumerate(steps, 1)),
        _extra(knowledge, lang, "second_route", remedy.second_route, values),
        _extra(knowledge, lang, "way_back", remedy.way_back, values),
    ]
    if any(lines) and remedy.unverified:
        lines.append(knowledge.say(lang, "advice.unverified"))
    return "\n".join(line for line in lines if line)


def _values(
    knowledge: Knowledge, lang: str, product: str, names: Mapping[str, str] | None
) -> dict[str, str]:
    return {
        "product": product,
        "whom": knowledge.say(lang, "role.anyone"),
        "app_page": app_page({}, lang),
        **(names or {}),
    }


def organisation_words(knowledge: Knowledge, key: str, lang: str) -> str:
    """An organisation as staff read it, with a word on whether it is the one that it says."""
    name = name_behind(key)
    if is_verified(key):
        return name
    if name:
        return knowledge.say(lang, "organisation.claimed", name=name)
    return knowledge.say(lang, "organisation.anonymous")


def voices_words(knowledge: Knowledge, voices: Voices, lang: str) -> str:
    """How many reports of an incident are unverified, and from how many networks; "" if none is."""
    if not voices.unverified:
        return ""
    return knowledge.say(
        lang,
        "staff.voices",
        reports=voices.reports,
        unverified=voices.unverified,
        addresses=voices.addresses,
    )


def quoted(text: str, most: int) -> str:
    """What somebody wrote, in one line that nobody takes for words of ours: to stand in 「」 or “”."""
    line = " ".join(text.split()).translate(_BRACKETS)
    return line if len(line) <= most else line[: most - 1] + "…"


def _extra(
    knowledge: Knowledge, lang: str, key: str, text: Mapping[str, str], values: Mapping[str, str]
) -> str:
    said = knowledge.phrase(text, lang).format(**values)
    return knowledge.say(lang, f"advice.{key}", text=said) if said else ""


def app_page(facts: Mapping[str, FactValue], lang: str) -> str:
    """The start of an app's settings address, as far as the customer has told where their app is.

    What they have not told stands in brackets. For apps outside guest spaces only.
    """
    japanese = lang == "ja"
    found = _APP.search(str(facts.get("url", "")))
    host = found["host"] if found else ""
    if not host and isinstance(facts.get("subdomain"), str):
        told = str(facts["subdomain"])
        host = told if "." in told else f"{told}.{'cybozu' if japanese else 'kintone'}.com"
    app = (found["app"] if found else None) or facts.get("app_id")
    unknown_host = "（サブドメイン）.cybozu.com" if japanese else "(subdomain).kintone.com"
    unknown_app = "（アプリの番号）" if japanese else "(app number)"
    return f"https://{host or unknown_host}/k/admin/app/{app or unknown_app}/"


def unlisted_words(
    knowledge: Knowledge, complaint: Complaint, named: Mapping[str, str], lang: str
) -> str:
    """What a reader may read of a product in no catalogue: a name, what it is known by, or "the plug-in"."""
    found, facts = unlisted_name(complaint, named), complaint.facts
    hosts = (facts.get(fact) for fact in ("unlisted_hosts", "script_hosts"))
    if found and any(isinstance(of, tuple) and found in of for of in hosts):
        return knowledge.say(lang, "unlisted.at_host", host=found)
    if found and found == facts.get("script_by"):
        return knowledge.say(lang, "unlisted.script_of", name=found)
    if found and found in marks_of(complaint):
        return knowledge.say(lang, "unlisted.defining", name=found)
    return found or knowledge.say(lang, "unlisted.some")
