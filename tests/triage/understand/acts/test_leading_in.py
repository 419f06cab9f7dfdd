"""Trouble that leads into a question in the same sentence, and messages without a word."""

from bot.model.acts import Reports, Voice
from bot.model.labels import Kind, Symptom
from bot.triage.understand.acts.clauses import leading_in
from bot.triage.understand.acts.reader import _leads_in
from bot.triage.understand.meaning.classifier import Leading
from bot.triage.understand.wording import MessageWording
from tests import shipped
from tests.cases import each

READER = shipped.reader()


@each(
    ("text", "symptom"),
    [
        ("真っ白なんだけど障害出てる?", Symptom.BLANK_SCREEN),
        ("重いですけど何かありましたか?", Symptom.SLOW),
        ("ログインできないけど、そっちで何か起きてます?", Symptom.LOGIN_FAILS),
    ],
)
def test_what_leads_into_a_question_is_a_report(text: str, symptom: Symptom) -> None:
    heard = READER.read(text)
    assert heard.kind.is_report
    assert symptom in heard.symptoms


@each(
    "text",
    [
        "障害が出ているそうですけど、いつ直りますか?",
        "取引先に「使えないんでしょ?」と言われたんですけど、本当ですか?",
        "ステータスページが赤いですけど、うちにも関係ありますか?",
    ],
)
def test_what_others_say_and_pages_show_leads_into_no_report(text: str) -> None:
    assert not READER.read(text).kind.is_report


@each(
    ("share", "symptoms", "leads"),
    [
        (0.6, frozenset(), True),
        (0.59, frozenset(), False),
        (0.45, frozenset({Symptom.SLOW}), True),
        (0.44, frozenset({Symptom.SLOW}), False),
    ],
)
def test_how_sure_such_a_clause_must_be(
    share: float, symptoms: frozenset[Symptom], *, leads: bool
) -> None:
    message = READER._prepared("一覧が重いけど何かありましたか?", None)
    told = Reports("一覧が重いけど", share, symptoms, Voice.OWN)
    assert _leads_in(told, message, Leading(Kind.STATUS_QUERY, 0.95)) is leads
    assert not _leads_in(told, message, Leading(Kind.HOWTO, 0.95))
    other = Reports("一覧が重い", share, frozenset(), Voice.OWN)
    assert not _leads_in(other, message, Leading(Kind.STATUS_QUERY, 0.95))


@each(
    ("text", "found"),
    [
        ("重いけど何かあった?", {"重いけど"}),
        ("重い。何かあった?", set()),
        ("固まったんだけどもしかして障害?", {"固まったんだけど"}),
        ("動かないんですが障害ですか?", {"動かないんですが"}),
        ("いま使えないんでしょ?", set()),
    ],
)
def test_what_stands_before_the_question_in_its_sentence(text: str, found: set[str]) -> None:
    assert leading_in(MessageWording(text)) == found


@each("text", ["使えなくなったら困るんですけど", "重いらしいですけど", "今は普通に開けますけど"])
def test_what_is_supposed_heard_or_fine_now_leads_into_no_report(text: str) -> None:
    message = READER._prepared(f"{text}障害ですか?", None)
    told = Reports(text, 0.9, frozenset({Symptom.SLOW}), Voice.OWN)
    assert text in leading_in(message.wording)
    assert not _leads_in(told, message, Leading(Kind.STATUS_QUERY, 0.95))


@each(
    ("text", "wordless"), [("12", True), ("😭", True), ("503", False), ("3人", False), ("x", False)]
)
def test_a_bare_number_or_a_stamp_has_no_words(text: str, *, wordless: bool) -> None:
    assert READER._prepared(text, None).is_wordless is wordless
    if wordless:
        assert READER.read(text).kind is Kind.CHITCHAT


@each("kind", [Kind.HOWTO, Kind.BILLING, Kind.CONFIG_REQUEST])
@each(("share", "leads"), [(0.85, True), (0.84, False)])
def test_before_a_wish_trouble_must_be_surer(kind: Kind, share: float, *, leads: bool) -> None:
    text = "一覧が開かないけど料金は返ってきますか?"
    message = READER._prepared(text, None)
    told = Reports("一覧が開かないけど", share, frozenset(), Voice.OWN)
    assert _leads_in(told, message, Leading(kind, 0.95)) is leads


@each(
    "text",
    [
        "復旧したと聞きましたがこっちは駄目です",
        "直ったってお知らせ見たけどまだです",
        "ステータスは緑だけど当社は真っ白のままです",
        "「復旧済み」と出ていますけど、うちの帳票はまだ500です",
        "The page says resolved, not here",
        "They told us it is fixed but we still see nothing",
    ],
)
def test_an_end_that_has_not_come_here_is_trouble(text: str) -> None:
    kind = READER.read(text).kind
    assert kind.is_report or kind is Kind.WORKAROUND_FAILED


@each("text", ["復旧したと聞きました、助かりました", "They say it is fixed, thanks!"])
def test_an_end_that_is_passed_on_with_thanks_is_none(text: str) -> None:
    assert not READER.read(text).kind.is_report


@each("text", ["警告が出ました", "404でました", "砂時計出た", "別の会社の画面が出た"])
def test_what_nobody_waits_for_comes_up_and_is_no_end(text: str) -> None:
    assert READER.read(text).kind is not Kind.RECOVERED_REPORT


@each("text", ["名簿の一覧出ました", "やっとグラフ出た", "でたー"])
def test_what_somebody_waits_for_comes_up_again(text: str) -> None:
    assert READER.read(text).kind is Kind.RECOVERED_REPORT


@each("text", ["有線LANにしたら開きました", "1台だけwi-fiにつないだら見れました"])
def test_that_it_works_on_another_line_is_no_end(text: str) -> None:
    read = READER.read(text)
    assert read.kind is Kind.WORKAROUND_WORKED
    assert read.facts["other_network_ok"] is True
