"""What staff do with a case among themselves."""

from bot.desk.case_summary import said_in
from bot.desk.casework import mentioned
from bot.desk.inbox import WaitsFor
from bot.desk.staff import answers_in
from bot.model.conversation import Speaker, Turn
from tests.builders import a_conversation, at
from tests.cases import each

NAMES = ("hana", "hanako", "佐藤", "佐藤花子", "S.Ito")


@each(
    ("note", "named"),
    [
        ("@hanako さんへ", ("hanako",)),
        ("＠HANA、@hanako お願いします", ("hana", "hanako")),
        ("@hanami さんは外部の方です", ()),
        ("@hanaさん、確認してください", ("hana",)),
        ("@佐藤花子さんと相談しました", ("佐藤花子",)),
        ("@佐藤さん、@s.ito.", ("佐藤", "S.Ito")),
        ("@佐藤3時に電話", ("佐藤",)),
        ("hana と佐藤", ()),
    ],
)
def test_a_note_names_whom_it_says_and_nobody_whose_name_begins_alike(
    note: str, named: tuple[str, ...]
) -> None:
    assert mentioned(note, NAMES) == named
    assert mentioned(note, ()) == ()


def test_what_staff_answered_is_counted_and_not_what_others_said() -> None:
    """By it an answer is found to be late: somebody else answered since it was begun."""
    speakers = (Speaker.CUSTOMER, Speaker.STAFF, Speaker.DESK, Speaker.STAFF, Speaker.CUSTOMER)
    talk = a_conversation(turns=tuple(Turn(at(n), who, "…") for n, who in enumerate(speakers)))
    assert answers_in(talk) == 2
    assert answers_in(None) == 0


@each(
    ("speakers", "waits", "again"),
    [
        ((Speaker.CUSTOMER,), WaitsFor.US, False),
        ((Speaker.CUSTOMER, Speaker.STAFF), WaitsFor.CUSTOMER, False),
        ((Speaker.CUSTOMER, Speaker.STAFF, Speaker.CUSTOMER), WaitsFor.US, True),
        ((Speaker.CUSTOMER, Speaker.DESK), WaitsFor.US, False),
    ],
)
def test_who_has_replied_to_an_answer_of_staff_waits_for_another(
    speakers: tuple[Speaker, ...], waits: WaitsFor, *, again: bool
) -> None:
    talk = a_conversation(turns=tuple(Turn(at(n), who, "…") for n, who in enumerate(speakers)))
    said = said_in(talk)
    assert (said.waits_for, said.has_replied) == (waits, again)
