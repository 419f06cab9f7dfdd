from bot.knowledge.compose import composed
from bot.knowledge.load import shipped as shipped_folder
from bot.knowledge.messages import LabelledMessage, SurroundingText, beside_reports
from bot.model.understanding import Kind, Urgency

WORDS = {
    "ja": SurroundingText(
        before=("やあ、",),
        after=("直して",),
        greeting=("どうも。",),
        closing=("では",),
        urgent=("急ぎ",),
    )
}


def said(text: str, kind: Kind, lang: str = "ja") -> LabelledMessage:
    return LabelledMessage(text=text, lang=lang, kind=kind)


def test_reports_get_demands_and_other_messages_only_courtesy() -> None:
    messages = [said(f"開かない{n}", Kind.OUTAGE_REPORT) for n in range(12)]
    texts = {m.text for m in composed([*messages, said("x", Kind.CHITCHAT)], WORDS)}
    beside = [
        (b, a) for b in ("", "やあ、") for a in ("", "。直して", "\n直して", "。急ぎ", "\n急ぎ")
    ]
    assert texts <= {f"{b}{m.text}{a}" for m in messages for b, a in beside}
    assert any("直して" in text for text in texts)
    howto = [said(f"並べ替えたい{n}", Kind.HOWTO) for n in range(12)]
    assert all("直して" not in m.text for m in composed(howto, WORDS))


def test_what_stands_beside_a_message_is_the_same_whatever_comes_before_it() -> None:
    messages = [said(f"開かない{n}", Kind.OUTAGE_REPORT) for n in range(12)]
    added = [said("見えない", Kind.OUTAGE_REPORT), *messages]
    assert [*composed(added, WORDS)][1:] == [*composed(messages, WORDS)]


def test_labels_stay_and_the_same_messages_give_the_same_pairs() -> None:
    messages = [said("開かない", Kind.OUTAGE_REPORT)] * 8
    assert {m.kind for m in composed(messages, WORDS)} == {Kind.OUTAGE_REPORT}
    assert list(composed(messages, WORDS)) == list(composed(messages, WORDS))


def test_small_talk_attacks_and_unknown_languages_get_nothing_beside_them() -> None:
    messages = [said("やあ", Kind.CHITCHAT), said("攻撃", Kind.SECURITY_OR_ABUSE)] * 4
    assert list(composed([*messages, *[said("x", Kind.HOWTO, "fr")] * 4], WORDS)) == []


def test_every_language_has_words_to_stand_beside_a_report() -> None:
    assert set(beside_reports(shipped_folder())) == {"ja", "en", "zh", "ko", "vi", "th", "pt", "id"}


def test_what_makes_a_report_urgent_says_so_in_its_label() -> None:
    messages = [said(f"開かない{n}", Kind.OUTAGE_REPORT) for n in range(40)]
    assert {m.urgency for m in composed(messages, WORDS) if "急ぎ" in m.text} == {Urgency.HIGH}
