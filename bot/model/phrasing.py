"""A remedy of the knowledge base in words; shared by replies and notices. Decides nothing."""

from bot.model.knowledge import Knowledge

_EXTRAS = ("side_effects", "second_route", "way_back")


def remedy_text(
    knowledge: Knowledge, advice: str, lang: str, product: str = "", *, whole: bool = False
) -> str:
    """One advice in words, "" when the language has none for it.

    ``advice``: ``KIND`` or ``KIND:ID``; ``product``: the name to show. ``whole``: with numbered
    steps, side effects, second route and way back (Japanese and English only).
    """
    remedy = knowledge.remedies.get(advice.partition(":")[0])
    if remedy is None:
        return ""
    values = {"product": product, "page": "", "app_settings_url": ""}
    lines = [knowledge.phrase(remedy.say, lang).format(**values)]
    if whole and lang in ("ja", "en"):
        steps = remedy.steps.get(lang, ())
        lines += [f"{n}. {step.format(**values)}" for n, step in enumerate(steps, 1)]
        for field in _EXTRAS:
            said = knowledge.phrase(getattr(remedy, field), lang).format(**values)
            if said:
                lines.append(knowledge.say(lang, f"advice.{field}", text=said))
    return "\n".join(line for line in lines if line)
