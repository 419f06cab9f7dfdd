"""How much the desk keeps of what people type and hand in: each bound from both sides."""

from dataclasses import replace
from typing import Any

from bot.desk.contacts import Contacts, hinted, is_wanted
from bot.desk.failures import kind_of
from bot.desk.macros import MacroFault, fault_of
from bot.desk.names import ReaderNames
from bot.desk.signed_ids import SignedIds
from bot.desk.tickets import summary
from bot.desk.unanswered import count_unanswered
from bot.desk.uploads import kept as kept_upload
from bot.model.conversation import AdviceOutcome, Speaker, Trial, Turn
from bot.model.evidence import Diagnosis, Evidence, EvidenceKind, Hypothesis
from bot.model.finding import Finding, RequestFailure
from bot.model.knowledge import Knowledge
from bot.model.macro import Macro
from bot.model.move import Escalation
from bot.model.unanswered import UnansweredQuestion
from bot.model.upload import Sort, Upload
from tests import shipped
from tests.builders import FORMS, a_catalogue, a_conversation, at
from tests.cases import each


def test_a_reason_is_told_by_what_it_shares_with_others_in_a_hundred_and_sixty_characters() -> None:
    assert kind_of("550 <a@b.example> id 123456: no such user") == "550 … id …: no such user"
    assert len(kind_of("x y " * 60)) == 160
    assert kind_of("error 12345") == "error 12345"  # that is no single delivery's
    assert kind_of("error 123456") == "error …"


@each(
    ("channel", "closed", "ticket", "wanted"),
    [
        ("web", False, "T1", True),
        ("web", False, None, False),
        ("mail", False, "T1", False),
        ("web", True, "T1", False),
    ],
)
def test_an_address_is_asked_for_where_a_person_may_answer_after_they_have_gone(
    channel: str, ticket: str | None, *, closed: bool, wanted: bool
) -> None:
    talk = a_conversation(channel=channel, ticket=ticket, closed_at=at(9) if closed else None)
    assert is_wanted(talk) is wanted
    assert not is_wanted(None)


def test_an_address_is_hinted_at_by_its_first_letter_and_its_house() -> None:
    assert hinted("yamada@example.jp") == "y…@example.jp"
    assert hinted("") == ""


def test_an_address_of_254_characters_is_looked_at_whole() -> None:
    """As many as RFC 5321 allows; one more shows that it is none."""
    seen: list[str] = []

    def refuses(typed: str) -> str:
        seen.append(typed)
        raise ValueError

    contacts = Contacts(refuses, by_mail=True, days=lambda: 1)
    work: Any = None
    assert not contacts.keep(a_conversation(), "x" * 300, at(0), work)
    assert [len(typed) for typed in seen] == [255]


class Questions:
    """Questions without an answer, kept by id."""

    def __init__(self) -> None:
        self.kept: dict[str, UnansweredQuestion] = {}

    def unanswered(self, limit: int = 300) -> list[UnansweredQuestion]:
        return list(self.kept.values())[:limit]

    def save_unanswered(self, question: UnansweredQuestion) -> None:
        self.kept[question.id] = question

    def drop_unanswered(self, ident: str) -> None:
        del self.kept[ident]


def counted(*messages: list[str]) -> dict[str, int]:
    work = Questions()
    for put in messages:
        count_unanswered(put, "en", at(0), work)
    return {q.text: q.times for q in work.kept.values()}


def test_of_one_message_two_questions_are_counted_and_of_each_two_hundred_characters() -> None:
    assert counted(["alpha?", "bravo?", "charlie?"]) == {"alpha?": 1, "bravo?": 1}
    assert counted(["no?", "none?"]) == {"none?": 1}  # three letters ask nothing
    (long,) = counted(["how many files can I add " * 10])
    assert len(long) == 200


@each(
    ("one", "other", "same"),
    [
        ("abcdefgh", "abcdefxy", False),  # six of eight: 75 %
        ("abcdefghij", "abcdefghxy", True),  # eight of ten: 80 %
        ("limit of 10 files", "limit of 20 files", True),  # whatever the number
    ],
)
def test_questions_are_the_same_from_eighty_percent_of_likeness(
    one: str, other: str, *, same: bool
) -> None:
    assert len(counted([one], [other])) == (1 if same else 2)


def test_a_token_is_made_here_and_no_longer_than_four_hundred_characters() -> None:
    signed = SignedIds("secret", "unsubscribe")
    assert signed.read(signed.token("R1")) == "R1"
    assert signed.read(SignedIds("other", "unsubscribe").token("R1")) is None
    assert len(signed.token("R1").rpartition(".")[2]) == 22  # sixteen octets
    for length, read in ((279, True), (300, False)):
        ident = "x" * length
        token = signed.token(ident)
        assert (len(token) <= 400) is read
        assert (signed.read(token) == ident) is read


@each(
    ("name", "text", "fault"),
    [
        ("x" * 80, "y" * 4_000, None),
        ("x" * 81, "y", MacroFault("name_long")),
        ("x", "y" * 4_001, MacroFault("text_long")),
        ("", "y", MacroFault("name")),
        ("x", "", MacroFault("text")),
        ("taken", "y", MacroFault("name_taken")),
        ("x", "{agent} ｛case｝", None),
        ("x", "{teapot}", MacroFault("variable", "teapot")),
        ("x", "{agent", MacroFault("brace")),
    ],
)
def test_what_is_wrong_with_a_macro(name: str, text: str, fault: MacroFault | None) -> None:
    known = [Macro("M1", "taken", {"ja": "x"}, at(0))]
    assert fault_of(name, {"ja": text, "en": ""}, "", known) == fault


@each(
    ("count", "ident", "fault"), [(199, "", None), (200, "", MacroFault("many")), (200, "M1", None)]
)
def test_two_hundred_macros_are_kept(count: int, ident: str, fault: MacroFault | None) -> None:
    known = [Macro(f"M{n}", f"macro {n}", {"ja": "x"}, at(0)) for n in range(count)]
    assert fault_of("another", {"ja": "x"}, ident, known) == fault


def test_what_was_read_from_a_file_is_bounded_before_it_is_kept() -> None:
    failure = next(iter(RequestFailure))
    found = Finding("h" * 300, failure, count=-1, detail="d " * 200, answered=2**40)
    long = Upload("n " * 200, next(iter(Sort)), findings=(found,) * 70, text="t " * 5_000)
    kept_of_it = kept_upload(long)
    one = kept_of_it.findings[0]
    assert len(kept_of_it.findings) == 60
    assert (len(kept_of_it.name), len(kept_of_it.text)) == (120, 4_000)
    assert (len(one.host), len(one.detail)) == (253, 160)
    assert (one.count, one.answered) == (0, 1_000_000_000)


def test_staff_first_read_three_suspects_and_the_last_four_things_that_were_said() -> None:
    turns = tuple(Turn(at(n), Speaker.CUSTOMER, f"word{n}") for n in range(6))
    talk = a_conversation(turns=turns, reported_at=at(0))
    ranked = Diagnosis(tuple(Hypothesis(f"plugin:t{n}", 0.1) for n in range(5)))
    names = ReaderNames(Knowledge(a_catalogue()), a_catalogue(), "ja")
    read = summary(talk, ranked, Escalation.ASKED, names)
    assert [f"t{n}" in read for n in range(5)] == [True, True, True, False, False]
    assert [f"word{n}" in read for n in range(6)] == [False, False, True, True, True, True]
    calm = summary(replace(talk, reported_at=None), ranked, Escalation.ASKED, names)
    assert "t0" not in calm


def test_staff_read_causes_and_steps_in_words_without_ids_and_weights() -> None:
    known = shipped.knowledge()
    evidence = Evidence(FORMS.cause, 12, EvidenceKind.WORDS, "フォームが開かない")
    ranked = Diagnosis(
        (
            Hypothesis(FORMS.cause, 0.61, (evidence,)),
            Hypothesis("customer:config", 0.03),
            Hypothesis("unknown", 0.001),
        )
    )
    talk = a_conversation(
        turns=(Turn(at(0), Speaker.CUSTOMER, "開きません"),),
        reported_at=at(0),
        trials=(Trial("disable_plugin:ruri_grid", AdviceOutcome.WORKED, at(1)),),
    )
    read = summary(talk, ranked, Escalation.ASKED, ReaderNames(known, a_catalogue(), "ja"))
    assert read.splitlines()[2:] == [
        f"候補 {FORMS.name}（連携サービス） 61%：フォームが開かない",
        "候補 アプリや連携の設定 3%：決め手なし",
        "候補 まだ不明 1%未満：決め手なし",
        "試したこと：プラグインを一時的に無効にする：Ruri Grid（効果あり）",
    ]
