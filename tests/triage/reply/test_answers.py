"""Direct questions are answered from what is known: through the desk, as a customer would ask."""

from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.catalogue import Product
from bot.model.conversation import AdviceOutcome, Advised, Complaint, Trial
from bot.model.effect import TicketRaised
from bot.model.evidence import UNKNOWN, Diagnosis, Hypothesis
from bot.model.facts import Crowd, Facts
from bot.model.incident import IncidentStatus
from bot.model.knowledge import Knowledge
from bot.model.move import Move, ReplyType
from bot.model.operator import BusinessHours, OfficeHours, Operator
from bot.model.status import Shows
from bot.model.understanding import Kind, Understanding, Urgency
from bot.triage.reply.choosers import CHOOSERS
from bot.triage.reply.going_on import what_ended
from bot.triage.reply.scene import Scene, SceneText
from tests.builders import (
    FEEDS,
    PLATFORM,
    PRINTS,
    RARE,
    a_catalogue,
    a_conversation,
    a_feed,
    an_incident,
    at,
)
from tests.fakes import Day, reply_in

BLANK = "一覧が真っ白です"
UNSURE = Move(ReplyType.ANSWER, Diagnosis((Hypothesis(UNKNOWN, 0.9),)), UNKNOWN, 0.9)


def said(desk: Day, text: str, customer: str = "aoi") -> str:
    return reply_in(desk.says(customer, text)).text.splitlines()[0]


def test_nobody_else_reports_it_and_that_is_said_first(desk: Day) -> None:
    assert said(desk, f"{BLANK}。うちだけですか？").startswith(
        "いまのところ、ほかの会社から同じ報告は"
    )


def test_others_report_it_too(desk: Day) -> None:
    desk.report("ben", "chie", "dan", text=f"{RARE.name}の{BLANK}", uses=RARE)
    text = reply_in(
        desk.says("aoi", f"{RARE.name}の{BLANK}。うちだけですか？", uses=(RARE.id,))
    ).text
    assert text.startswith("貴社だけではありません")
    assert not any(digit in text.splitlines()[0] for digit in "0123456789")


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("いつ直りますか？", "復旧の時刻はまだ分かっていません"),
        ("これはAIですか？", "はい、自動応答です"),
        ("削除したほうがいいですか？", "削除はしないでください"),
        ("無効にするとデータは消えませんか？", "データも設定も消えません"),
        ("受付番号を教えてください", "受付番号は、担当者に引き継いだときに"),
    ],
)
def test_a_question_gets_its_answer_in_the_first_line(
    desk: Day, question: str, answer: str
) -> None:
    desk.says("aoi", BLANK)
    desk.passes(2)
    assert said(desk, question).startswith(answer)


def test_what_the_page_shows_is_said_with_its_age(desk: Day) -> None:
    assert "公式ページには、09:00の時点で障害の掲載はありません" in said(
        desk, "いま障害は出ていますか？"
    )
    desk.feed(FEEDS[0].id, Shows.MAJOR_OUTAGE)
    desk.passes(4)
    assert "公式ページに障害の掲載が出ています" in said(desk, "いま障害は出ていますか？", "ben")


@pytest.mark.parametrize(
    "loss", ["顧客アプリのレコードが全部消えました", "All records in our app are gone"]
)
def test_lost_data_are_urgent_and_nothing_else_is_said(desk: Day, loss: str) -> None:
    effects = desk.says("aoi", loss)
    reply = reply_in(effects)
    assert reply.questions == ()
    assert reply.advice == ("handoff_to_human",)
    assert [e.urgency for e in effects if isinstance(e, TicketRaised)] == [Urgency.HIGH]


def test_who_wants_a_person_is_asked_nothing_any_more(desk: Day) -> None:
    effects = desk.says("aoi", f"{BLANK}。担当の方お願いします")
    assert any(isinstance(e, TicketRaised) for e in effects)
    desk.passes(2)
    assert reply_in(desk.says("aoi", "Chromeを使っています。全員同じです")).questions == ()


def chosen(question: str, facts: Facts, heard: Understanding, move: Move = UNSURE) -> SceneText:
    """What is answered to a question that was heard."""
    found = CHOOSERS[question].choose(Scene(move, facts, heard))
    assert found is not None
    return found


def outage(status: IncidentStatus) -> Facts:
    """One of Ruri Grid, which may be told of."""
    incident = an_incident(status=status, suspects=(RARE.cause,))
    tellable = frozenset({RARE.cause})
    known = a_conversation()
    return Facts(at(5), known, a_catalogue(), incidents=(incident,), tellable=tellable)


@pytest.mark.parametrize(
    ("status", "says"),
    [(IncidentStatus.SUSPECTED, "likely"), (IncidentStatus.CONFIRMED, "confirmed")],
)
def test_an_outage_that_nobody_has_confirmed_is_not_said_to_be_one(
    status: IncidentStatus, says: str
) -> None:
    heard = Understanding(Kind.STATUS_QUERY, "ja", "障害ですか")
    found = chosen("outage_now", outage(status), heard)
    assert (found.name, found.values["product"]) == (says, RARE.name)


@pytest.mark.parametrize(("named", "says"), [(RARE, "confirmed"), (PRINTS, "quiet")])
def test_an_outage_of_another_product_is_no_answer_to_who_names_one(
    named: Product, says: str
) -> None:
    facts = replace(outage(IncidentStatus.CONFIRMED), feeds={PLATFORM.id: a_feed(PLATFORM)})
    heard = Understanding(Kind.STATUS_QUERY, "ja", "障害ですか", products=(named.id,))
    assert chosen("outage_now", facts, heard).name == says


@pytest.mark.parametrize(
    ("status", "says"),
    [(IncidentStatus.SUSPECTED, "own_likely"), (IncidentStatus.CONFIRMED, "own_known")],
)
def test_that_their_own_trouble_is_an_outage_is_only_said_once_it_is_confirmed(
    status: IncidentStatus, says: str
) -> None:
    troubled = a_conversation(reported_at=at(0), complaint=Complaint(products=(RARE.id,)))
    facts = replace(outage(status), conversation=troubled)
    leading = Diagnosis((Hypothesis(RARE.cause, 0.9), Hypothesis(UNKNOWN, 0.1)))
    move = replace(UNSURE, diagnosis=leading, named=True)
    heard = Understanding(Kind.STATUS_QUERY, "ja", "障害ですか")
    assert chosen("outage_now", facts, heard, move).name == says


@pytest.mark.parametrize(
    ("status", "says"),
    [(IncidentStatus.SUSPECTED, "open"), (IncidentStatus.CONFIRMED, "confirmed")],
)
def test_a_fault_of_a_vendor_is_confirmed_to_whoever_asks_once_somebody_has_confirmed_it(
    status: IncidentStatus, says: str
) -> None:
    text = f"{RARE.name}側の障害ですか"
    heard = Understanding(Kind.STATUS_QUERY, "ja", text, products=(RARE.id,))
    assert chosen("vendor_fault", outage(status), heard).name == says


def test_what_is_over_is_what_their_own_incident_was_about() -> None:
    known = a_conversation(
        incident="I2", complaint=Complaint(inventory=(RARE.id, PRINTS.id)), reported_at=at(0)
    )
    others = an_incident(ident="I1", suspects=(PRINTS.cause,))
    own = an_incident(
        ident="I2", suspects=(RARE.cause,), status=IncidentStatus.RESOLVED, resolved_at=at(4)
    )
    facts = Facts(at(5), known, a_catalogue(), incidents=(others, own))
    heard = Understanding(Kind.STATUS_QUERY, "ja", "直りましたか")
    assert what_ended(Scene(UNSURE, facts, heard)) == RARE


@pytest.mark.parametrize(
    ("others", "says"),
    [(1, "none"), (2, "named"), (3, "named")],  # of two others nobody can tell who they are
)
def test_who_asks_whether_they_are_alone_hears_of_others_from_two_on(
    others: int, says: str
) -> None:
    move = Move(ReplyType.ANSWER, Diagnosis((Hypothesis(RARE.cause, 0.9),)), RARE.cause, 0.9)
    facts = Facts(at(5), a_conversation(), a_catalogue(), crowd=Crowd(tenants={RARE.cause: others}))
    heard = Understanding(Kind.STATUS_QUERY, "ja", "うちだけですか")
    assert chosen("only_us", facts, heard, replace(move, named=True)).name == says


@given(
    cause=st.sampled_from([UNKNOWN, RARE.cause, PLATFORM.cause]),
    probability=st.floats(0.05, 0.99),
    shows=st.sampled_from([None, *Shows]),
    tenants=st.integers(0, 4),
    troubled=st.booleans(),
)
def test_every_state_that_is_picked_is_declared(
    cause: str, probability: float, shows: Shows | None, tenants: int, *, troubled: bool
) -> None:
    move = Move(ReplyType.ANSWER, Diagnosis((Hypothesis(cause, probability),)), cause, probability)
    feeds = {PLATFORM.id: a_feed(PLATFORM, shows)} if shows is not None else {}
    conversation = a_conversation(reported_at=at(0) if troubled else None)
    crowd = Crowd(tenants={cause: tenants})
    facts = Facts(at(5), conversation, a_catalogue(), feeds, crowd=crowd)
    for text in ("御社の障害ですか", f"{RARE.name}は大丈夫ですか", "AWSは大丈夫ですか"):
        heard = Understanding(Kind.STATUS_QUERY, "ja", text)
        for ident, chooser in CHOOSERS.items():
            chosen = chooser.choose(Scene(move, facts, heard))
            assert chosen is None or chosen.name in chooser.states, ident


def test_who_asks_whether_others_have_it_reads_it_once(desk: Day) -> None:
    text = reply_in(desk.says("aoi", f"{BLANK}。うちだけですか？")).text
    assert text.count("同じ報告は") == 1


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("保存すると GAIA_DA02 と出ます", "データベースが一時的に混み合った"),
        ("GAIA_TO04 が返ってきて連携が止まります", "要求が上限を超えた"),
        ("レコードを開くと CB_NO02 と表示されます", "権限が足りない"),
        ("保存しようとしたら GAIA_CO02 になりました", "ほかの方が同じレコードを先に保存した"),
        ("API で GAIA_IL23 が出ます", "/k/guest/番号/"),
        ("添付を開くと GAIA_BL01 です", "もう無い"),
    ],
)
def test_an_error_code_is_explained_and_what_to_do_about_it(
    desk: Day, text: str, meaning: str
) -> None:
    first = reply_in(desk.says("aoi", text)).text.split("\n\n")[0]
    assert meaning in first
    assert "ください" in first


def test_an_error_is_explained_once(desk: Day) -> None:
    first = reply_in(desk.says("aoi", "保存すると GAIA_DA02 と出ます")).text.split("\n\n")[0]
    desk.passes(3)
    assert first not in reply_in(desk.says("aoi", "まだ GAIA_DA02 と出て保存できません")).text


def test_opening_hours_are_those_of_the_operators_file(knowledge: Knowledge) -> None:
    week = OfficeHours(frozenset(range(5)), time(9), time(18))
    ours = replace(knowledge, operator=Operator(hours=BusinessHours((week,))))
    day = Day(ours)
    day.opens()
    assert "月〜金 9:00〜18:00" in said(day, "営業時間を教えてください")
    assert "Mon–Fri 9:00–18:00" in said(day, "What are your opening hours?", "ben")
    day.store.close()


def test_what_was_advised_and_not_tried_is_what_to_do_next() -> None:
    off = Advised(f"disable_plugin:{RARE.id}", at(1))
    heard = Understanding(Kind.STATUS_QUERY, "ja", "次は何をすればいいですか")
    asked = a_conversation(complaint=Complaint(inventory=(RARE.id,)), reported_at=at(0))
    for tried, says in (((), "try"), ((Trial(off.advice, AdviceOutcome.FAILED, at(2)),), "open")):
        conversation = replace(asked, advised=(off,), trials=tried)
        facts = Facts(at(5), conversation, a_catalogue())
        assert CHOOSERS["next_step"].choose(Scene(UNSURE, facts, heard)) == SceneText(
            says, {"product": RARE.name} if says == "try" else {}
        )


def test_of_a_page_that_is_not_read_it_is_not_said_that_it_shows_nothing() -> None:
    heard = Understanding(Kind.STATUS_QUERY, "ja", f"{RARE.name}のせいですか", products=(RARE.id,))
    facts = Facts(at(5), a_conversation(), a_catalogue())
    found = CHOOSERS["vendor_fault"].choose(Scene(UNSURE, facts, heard))
    assert found is not None
    assert found.name == "unwatched"
