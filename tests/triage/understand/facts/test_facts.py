"""What is told in every kind of message, and what only counts beside trouble."""

from bot.model.understanding import FactValue, Kind
from tests.cases import each
from tests.triage.understand.facts.reading import facts_of

IN_ANY_KIND: tuple[tuple[Kind, str, str, FactValue], ...] = (
    (Kind.HOWTO, "「物品購入」アプリで合計を出したいです", "app_name", "物品購入"),
    (Kind.HOWTO, "Firefox 121を使っています。印刷の余白は変えられますか", "browser", "Firefox"),
    (Kind.CONFIG_REQUEST, "高崎営業所のIPを許可リストに足してください", "location", "高崎営業所"),
    (Kind.STATUS_QUERY, "障害ですか。こちらはスマホは普段どおりです", "mobile_ok", True),
    (Kind.CHITCHAT, "復旧ありがとうございます。全アプリ問題なしです", "other_apps_ok", True),
    (Kind.HUMAN_PLEASE, "人と話したい。午後から仕事にならない", "started_at", "午後から"),
    (Kind.CONFIG_REQUEST, "I got locked out just now, please unlock me", "started_at", "just now"),
    (Kind.WORKAROUND_WORKED, "キャッシュを消しました。10:40復旧です", "ended_at", "10:40"),
    (Kind.BILLING, "先月3日から5日まで使えなかった分の返金は", "ended_at", "5日まで"),
)
ONLY_BESIDE_TROUBLE = (
    (Kind.HOWTO, "来月から30人で使います。登録の手順は", "started_at"),
    (Kind.CONFIG_REQUEST, "新しく入る12人を追加してください", "affected_count"),
    (Kind.HOWTO, "スマホでも承認できますか", "mobile_ok"),
    (Kind.HOWTO, "都道府県が東京のときだけ必須にしたい", "location"),
    (Kind.SECURITY_OR_ABUSE, "昨日から変なメールが来ます", "started_at"),
)


@each(("kind", "text", "fact", "value"), IN_ANY_KIND)
def test_facts_are_told_in_every_kind_of_message(
    kind: Kind, text: str, fact: str, value: FactValue
) -> None:
    assert facts_of(text, kind).get(fact) == value


@each(("kind", "text", "fact"), ONLY_BESIDE_TROUBLE)
def test_some_only_count_beside_trouble(kind: Kind, text: str, fact: str) -> None:
    assert fact not in facts_of(text, kind)


def test_who_tried_elsewhere_in_vain_has_the_trouble_there_too() -> None:
    facts = facts_of("Tried another browser, the list stays empty")
    assert facts["already_tried"] == ("other_browser",)
    assert facts["other_browser_ok"] is False


def test_what_helped_elsewhere_is_not_taken_for_trouble() -> None:
    assert facts_of("Edgeに変えたら開けました", Kind.WORKAROUND_WORKED)["other_browser_ok"] is True
