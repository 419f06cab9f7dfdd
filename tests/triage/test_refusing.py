"""Who cannot look at something is not asked for it, whether they say so before or after."""

from bot.model.understanding import Kind, Symptom, Understanding
from bot.triage.refusing import with_refusals
from tests.builders import a_conversation
from tests.cases import each
from tests.fakes import Day, reply_in


def heard(text: str, kind: Kind = Kind.WORKAROUND_FAILED, **more: object) -> Understanding:
    return with_refusals(Understanding(kind, "ja", text, **more), a_conversation())  # type: ignore[arg-type]


@each(
    ("text", "answered"),
    [
        ("F12なんて無理です", ("console_error",)),
        ("コンソールの見方がわからない", ("console_error",)),
        ("シークレットウィンドウは禁止されています", ("incognito",)),
        ("I'm not allowed to use an incognito window", ("incognito",)),
        ("F12は分かりましたが赤い行はありません", ()),
        ("シークレットウィンドウの出し方はわかりました", ()),
        ("The script in the console is blocked by CORS policy", ()),
        ("I cannot open kintone in incognito", ()),
        ("シークレットウィンドウでも使えません", ()),
        ("コンソールに404が出ます", ()),
    ],
)
def test_what_they_say_they_cannot_look_at_is_answered(
    text: str, answered: tuple[str, ...]
) -> None:
    assert heard(text).answered == answered


def test_what_says_nothing_else_is_no_failed_advice() -> None:
    assert heard("F12なんて無理です").kind is Kind.CHITCHAT
    assert heard("F12なんて無理です", Kind.OUTAGE_REPORT).kind is Kind.OUTAGE_REPORT
    told = heard("F12なんて無理です", symptoms=frozenset({Symptom.SLOW}))
    assert told.kind is Kind.WORKAROUND_FAILED


def test_they_are_asked_something_else(desk: Day) -> None:
    desk.says("aoi", "るりグリッドの一覧が真っ白です")
    desk.passes(2)
    reply = reply_in(desk.says("aoi", "F12とかは無理、ほかのアプリは普通です"))
    assert reply.questions
    assert "console_error" not in reply.questions
    desk.passes(2)
    assert "console_error" not in reply_in(desk.says("aoi", "わかりません")).questions
