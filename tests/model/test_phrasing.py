"""The address of an app's settings, as far as the customer has told where their app is."""

from bot.model.knowledge import Knowledge
from bot.model.phrasing import app_page, remedy_text
from bot.model.understanding import FactValue
from tests.cases import each


@each(
    ("facts", "lang", "page"),
    [
        (
            {"url": "https://aoi.cybozu.com/k/12/show#record=3"},
            "ja",
            "https://aoi.cybozu.com/k/admin/app/12/",
        ),
        (
            {"url": "https://aoi.s.cybozu.com/k/m/7/"},
            "ja",
            "https://aoi.s.cybozu.com/k/admin/app/7/",
        ),
        (
            {"url": "https://aoi.kintone.com/k/", "app_id": 9},
            "en",
            "https://aoi.kintone.com/k/admin/app/9/",
        ),
        (
            {"subdomain": "aoi"},
            "ja",
            "https://aoi.cybozu.com/k/admin/app/（アプリの番号）/",
        ),
        (
            {"subdomain": "aoi.cybozu.com", "app_id": 5},
            "en",
            "https://aoi.cybozu.com/k/admin/app/5/",
        ),
        (
            {"url": "https://example.com/k/12/"},
            "en",
            "https://(subdomain).kintone.com/k/admin/app/(app number)/",
        ),
        ({}, "ja", "https://（サブドメイン）.cybozu.com/k/admin/app/（アプリの番号）/"),
    ],
)
def test_the_settings_are_found_where_the_customer_is(
    facts: dict[str, FactValue], lang: str, page: str
) -> None:
    assert app_page(facts, lang) == page


@each("lang", ["ja", "en"])
def test_what_changes_an_app_is_told_with_what_to_mind_before_the_steps(
    knowledge: Knowledge, lang: str
) -> None:
    changing = [r for r in knowledge.remedies.values() if r.harm >= 3 and r.side_effects]
    assert changing
    for remedy in changing:
        text = remedy_text(knowledge, remedy.id, lang, "X", whole=True)
        assert remedy.side_effects[lang] in text
        for step in remedy.steps.get(lang, ())[:1]:
            assert text.index(remedy.side_effects[lang]) < text.index(step.format(product="X"))
        if remedy.unverified:
            assert knowledge.say(lang, "advice.unverified") in text
        assert "{" not in text


def test_what_the_knowledge_base_lacks_is_left_unsaid(knowledge: Knowledge) -> None:
    assert remedy_text(knowledge, "no_such_advice:x", "ja") == ""
