"""What follows from the questions of a message for the rest of it."""

from dataclasses import replace

from bot.model.acts import Reports, Voice
from bot.model.conversation import AdviceOutcome, Change, Conversation, Done, Speaker, Turn
from bot.model.labels import Symptom
from bot.model.understanding import Kind, Understanding
from bot.triage.asking import _tells_at_first, tells_weakly
from bot.triage.triage import Triage
from tests import shipped
from tests.builders import RARE, a_catalogue, a_conversation, a_message, at, having_advised
from tests.cases import each

KNOWLEDGE = shipped.knowledge()


def heard_in(text: str) -> tuple[Understanding, bool]:
    reader = shipped.reader()
    return shipped.asking().asked(reader.read(text), text, reader.without_names(text)[0])


@each(
    ("text", "asks"),
    [
        ("また同じことにならない？", "prevention"),
        ("Did my message arrive?", "received"),
        ("so what is the next step for me", "next_step"),
    ],
)
def test_who_only_asks_of_the_desk_or_a_step_tells_of_no_trouble(text: str, asks: str) -> None:
    heard, only_asks = heard_in(text)
    assert only_asks
    assert heard.asked == (asks,)
    assert heard.kind in {Kind.STATUS_QUERY, Kind.CHITCHAT}
    assert not any(isinstance(act, Reports) for act in heard.acts)


@each(
    "text", ["通知が届かないのですが、いつ連絡もらえますか", "一覧が真っ白です。うちだけですか？"]
)
def test_a_report_beside_a_question_stays_one(text: str) -> None:
    heard, only_asks = heard_in(text)
    assert not only_asks
    assert heard.asked
    assert heard.kind.is_report


def test_who_has_no_rights_could_not_try_what_was_advised() -> None:
    triage = Triage(KNOWLEDGE, a_catalogue())
    conversation = having_advised(a_conversation(), f"disable_plugin:{RARE.id}")
    event = a_message(after=5, text="I have no admin rights though")
    heard = triage.understand(event, conversation)
    assert heard.asked == ("ask_admin",)
    told = triage.hear(conversation, event, heard)
    assert [t.outcome for t in told.trials] == [AdviceOutcome.CANNOT]


@each(
    ("text", "asked"),
    [
        ("一覧が重いんですけど、AWSってコケてたりします？", ("service_ok",)),
        ("全社に回す短い文面をください", ("summary",)),
        ("Which other companies are hit? Names please", ("which_companies",)),
    ],
)
def test_a_question_in_other_words_finds_its_answer(text: str, asked: tuple[str, ...]) -> None:
    heard, _ = heard_in(text)
    assert heard.asked == asked


@each(
    ("text", "asked"),
    [
        ("What was it and when will it be back?", {"cause", "when_fixed"}),
        ("So what do you need from me, and how long will it last?", {"next_step", "when_fixed"}),
        ("いつ直るか、データは消えてないか、教えてください", {"when_fixed", "data_safe"}),
        ("無効にしたけど、いつ戻していいですか？", {"reenable_when"}),
    ],
)
def test_two_questions_of_one_sentence_are_both_heard(text: str, asked: set[str]) -> None:
    heard, _ = heard_in(text)
    assert {*heard.asked} == asked


@each(
    ("text", "kind"),
    [
        ("パソコン再起動したら直ります？", Kind.STATUS_QUERY),
        ("再起動とかしたら直ります？パソコン詳しくなくて…", Kind.STATUS_QUERY),
        ("無効？やった。出た", Kind.WORKAROUND_WORKED),
        ("再起動したら直りました", Kind.WORKAROUND_WORKED),
    ],
)
def test_how_it_would_go_is_asked_and_not_told(text: str, kind: Kind) -> None:
    assert heard_in(text)[0].kind is kind


def test_who_surely_asks_for_an_answer_is_not_declined_in_doubt() -> None:
    text = "全社に回す短い文面をください"
    heard, _ = heard_in(text)
    assert heard.kind is Kind.STATUS_QUERY


def test_who_was_deceived_is_warned_and_not_declined() -> None:
    text = (
        "Got a mail that my password expires, clicked the link and signed in there. Was that fake?"
    )
    heard, _ = heard_in(text)
    assert heard.asked == ("phishing",)


def test_one_sentence_puts_one_question() -> None:
    text = "その後どうなりましたか？"
    heard, _ = heard_in(text)
    assert len(heard.asked) == 1


@each(("off", "asks"), [((), False), ((Change(Done.OFF, RARE.id, at(2)),), True)])
def test_who_switched_off_unasked_may_ask_when_to_switch_on_again(
    off: tuple[Change, ...], *, asks: bool
) -> None:
    conversation, text = a_conversation(changes=off), "いつ戻していいか分かったら教えてください"
    heard = Triage(KNOWLEDGE, a_catalogue()).understand(a_message(after=5, text=text), conversation)
    assert ("reenable_when" in heard.asked) is asks


REPLIED = (Turn(at(1), Speaker.DESK, "ほかの方も同じでしょうか？"),)


def understood(text: str, conversation: Conversation) -> Understanding:
    return Triage(KNOWLEDGE, a_catalogue()).understand(a_message(after=5, text=text), conversation)


@each("text", ["で、こっちは何をしておけばいいでしょうか", "So what do we do on our side now?"])
def test_what_only_asks_answers_none_of_the_questions_that_are_open(text: str) -> None:
    talk = a_conversation(turns=REPLIED, reported_at=at(0), open_questions=("other_users",))
    heard = understood(text, talk)
    assert heard.asked == ("next_step",)
    assert heard.answered == ()
    assert "other_users_ok" not in heard.facts


def test_what_answers_beside_a_question_stays_an_answer() -> None:
    talk = a_conversation(turns=REPLIED, reported_at=at(0), open_questions=("other_users",))
    heard = understood("私だけです。で、次は何をすればいいですか", talk)
    assert heard.asked == ("next_step",)
    assert heard.answered == ("other_users",)


@each(("turns", "asked"), [((), ()), (REPLIED, ("next_step",))])
def test_what_comes_next_is_asked_once_the_desk_has_said_something(
    turns: tuple[Turn, ...], asked: tuple[str, ...]
) -> None:
    assert (
        understood("で、何をしておけばいいでしょうか", a_conversation(turns=turns)).asked == asked
    )


@each(
    ("text", "is_report"),
    [
        ("一括印刷が進まず。15時に監査の人が来るのでどうにかなりませんか", True),
        ("いつ直りますか", False),
        ("レコードを一括で印刷する方法はありますか", False),
    ],
)
def test_who_may_tell_of_trouble_and_asks_for_a_way_round_it_reports(
    text: str, *, is_report: bool
) -> None:
    assert heard_in(text)[0].kind.is_report is is_report


@each(
    ("text", "asked"),
    [
        ("언제까지요", ("when_fixed",)),
        ("신청은 언제까지인가요", ()),  # which is about their own app
        ("고쳐지면 여기로 알려 주세요", ("notify",)),
        ("e volta quando?", ("when_fixed",)),
        ("avise quando normalizar", ("notify",)),
        ("bao giờ thì vào được ạ", ("when_fixed",)),
        ("khi nào xong thì báo em nhé", ("notify",)),
        ("还要多久", ("when_fixed",)),
        ("恢复了请通知我们", ("notify",)),
        ("kalau sudah normal kabari ya", ("notify",)),
    ],
)
def test_how_long_it_lasts_and_whether_we_tell_is_asked_in_few_words_in_any_language(
    text: str, asked: tuple[str, ...]
) -> None:
    assert heard_in(text)[0].asked == asked


def test_being_kept_waiting_is_no_danger() -> None:
    heard, _ = heard_in("おっそい！！客を電話で待たせてんだよ、キントーンどうなってんの")
    assert heard.kind.is_report
    assert not any(KNOWLEDGE.answers[i].safety for i in heard.asked)


@each(
    ("kind", "certainty", "confidence", "asked", "tells"),
    [
        (Kind.HOWTO, 0.59, 0.4, "workaround", True),
        (Kind.HOWTO, 0.6, 0.4, "workaround", False),
        (Kind.HOWTO, 0.59, 0.39, "workaround", False),
        (Kind.HOWTO, 0.59, 0.4, "hours", False),
        (Kind.STATUS_QUERY, 0.59, 0.4, "workaround", False),
    ],
)
def test_how_sure_a_report_must_be_beside_a_question_of_somebody_in_trouble(
    kind: Kind, certainty: float, confidence: float, asked: str, *, tells: bool
) -> None:
    heard = Understanding(kind, "ja", "…", certainty=certainty, acts=(Reports("…", confidence),))
    assert tells_weakly(heard, (asked,)) is tells


@each(
    ("text", "is_report"),
    [
        ("保存したら固まって、書いたのは消えましたか?", True),
        ("登録したらエラーになりました。データは残っていますか?", True),
        ("無効にしたらデータは消えますか?", False),
        ("データは無事ですか?", False),
    ],
)
def test_who_first_asks_whether_it_is_lost_tells_what_they_saw(
    text: str, *, is_report: bool
) -> None:
    reader = shipped.reader()
    new = a_conversation()
    heard, _ = shipped.asking().asked(reader.read(text), text, reader.without_names(text)[0], new)
    assert heard.asked == ("data_safe",)
    assert heard.kind.is_report is is_report


@each(
    ("confidence", "asked", "tells"),
    [
        (0.35, "data_safe", True),
        (0.34, "data_safe", False),
        (0.9, "received", True),
        (0.89, "received", False),
    ],
)
def test_how_surely_it_must_be_told(confidence: float, asked: str, *, tells: bool) -> None:
    told = Reports("白い", confidence, frozenset(), Voice.OWN)
    heard = Understanding(
        Kind.FUNCTION_REPORT, "ja", "白い", symptoms=frozenset({Symptom.BLANK_SCREEN}), acts=(told,)
    )
    assert _tells_at_first(heard, (asked,)) is tells
    assert not _tells_at_first(replace(heard, symptoms=frozenset()), (asked,))
