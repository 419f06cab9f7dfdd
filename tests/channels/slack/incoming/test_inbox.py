"""Slack's payloads to events."""

from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from bot.channels.slack.api.places import RoomRules
from bot.channels.slack.incoming.inbox import MOST_TEXT, IgnoredPayload, translate
from bot.model.event import MessageReceived
from bot.text.pleasantries import is_pleasantry
from tests.cases import each
from tests.channels.fakes import NOON
from tests.channels.slack.imitation import BOT, ROOM, SATO, TEAM, envelope, post, press


def rules(*spoken: str, rooms: tuple[str, ...] = (ROOM,), **tenants: str) -> RoomRules:
    return RoomRules(
        is_ours=lambda thread: thread in spoken, rooms=frozenset(rooms), tenants=tenants
    )


def taken(payload: dict[str, Any], given_rules: RoomRules | None = None) -> MessageReceived:
    event = translate(payload, NOON, given_rules or rules())
    assert isinstance(event, MessageReceived), event
    return event


def test_a_post_in_an_opted_in_room_is_a_message_in_its_own_thread() -> None:
    assert taken(post("開かない")) == MessageReceived(
        at=NOON,
        message_id="slack:T1:C1:1700000000.000100",
        customer="slack:T1:USATO",
        tenant="T1",
        channel="slack",
        text="開かない",
        thread="T1/C1:1700000000.000100",
    )


def test_an_author_from_another_company_is_of_that_company() -> None:
    shared = post("開かない", user_team="T9", source_team="T9")
    event = taken(shared, rules(T9="acme"))
    assert (event.customer, event.tenant) == ("slack:T9:USATO", "acme")
    assert event.message_id.startswith(f"slack:{TEAM}:")


def test_mention_and_message_of_one_post_are_one_message() -> None:
    said = post(f"<@{BOT}> 開かない", channel="C2")
    mentioned = post(f"<@{BOT}> 開かない", channel="C2", type="app_mention", channel_type=None)
    assert taken(said) == taken(mentioned)
    assert taken(said).text == "開かない"


def test_a_direct_message_needs_no_mention() -> None:
    assert (
        taken(post("開かない", channel="D1", channel_type="im")).thread == "T1/D1:1700000000.000100"
    )


def test_an_answer_in_a_thread_belongs_to_that_thread() -> None:
    answer = post("はい", ts="1700000010.1", thread_ts="1700000000.1")
    assert taken(answer, rules("T1/C1:1700000000.1")).thread == "T1/C1:1700000000.1"


def test_a_thread_in_any_room_in_which_the_desk_has_spoken_is_heard() -> None:
    answer = post("はい", ts="1700000010.1", thread_ts="1700000000.1", channel="C2")
    assert taken(answer, rules("T1/C2:1700000000.1")).text == "はい"


def test_a_file_without_words_is_named() -> None:
    shown = post("", subtype="file_share", files=[{"id": "F1", "name": "画面.png"}, {"id": "F2"}])
    assert taken(shown).text == "[画面.png]\n[F2]"


@each(
    ("payload", "reason"),
    [
        (post("x", bot_id="B9"), IgnoredPayload.BOT),
        (post("x", user=BOT), IgnoredPayload.BOT),
        (post("x", subtype="bot_message", user=None, bot_id="B9"), IgnoredPayload.BOT),
        (post("x", subtype="message_changed"), IgnoredPayload.UNCHANGED),
        (post("x", subtype="message_deleted"), IgnoredPayload.MALFORMED),
        (post("x", subtype="channel_join"), IgnoredPayload.SUBTYPE),
        (post("x", channel="C2"), IgnoredPayload.NOT_OPTED_IN),
        (post("x", ts="2.0", thread_ts="1.0"), IgnoredPayload.BETWEEN_PEOPLE),
        (post("x", ts="2.0", thread_ts="1.0", channel="C2"), IgnoredPayload.BETWEEN_PEOPLE),
        (post("<@UOTHER>"), IgnoredPayload.EMPTY),
        (envelope({"type": "message", "channel": ROOM, "text": "x"}), IgnoredPayload.MALFORMED),
        (post("x", user=None), IgnoredPayload.MALFORMED),
        (
            envelope({"type": "app_home_opened", "tab": "home", "user": SATO}),
            IgnoredPayload.OTHER_EVENT,
        ),
        ({"type": "app_rate_limited"}, IgnoredPayload.OTHER_EVENT),
        (press("assign_ticket"), IgnoredPayload.OTHER_BUTTON),
        ({"type": "block_actions", "actions": []}, IgnoredPayload.MALFORMED),
    ],
)
def test_what_is_nothing_for_the_desk_has_a_reason(
    payload: dict[str, Any], reason: IgnoredPayload
) -> None:
    assert translate(payload, NOON, rules()) is reason


@each(
    ("sent", "read"),
    [
        ("&lt;script&gt; &amp; 他", "<script> & 他"),
        ("&amp;lt;", "&lt;"),
        ("見て <https://a.example/?x=1&amp;y=2|こちら>", "見て https://a.example/?x=1&y=2"),
        ("<https://a.example/>", "https://a.example/"),
        ("<mailto:a@b.example|a@b.example> へ", "a@b.example へ"),
        ("<#C5|support> と <#C6|>", "#support と"),
        ("<!here> <!subteam^S1|@all> 至急", "至急"),
        ("<!date^1700000000^{time}|13時> から", "13時 から"),
        ("<@U5> <@U6|sato> 開かない", "開かない"),
        ("行1\n   行2  つづき", "行1\n   行2  つづき"),
        ("a < b &amp;&amp; c", "a < b && c"),
    ],
)
def test_text_is_read_as_its_author_saw_it(sent: str, read: str) -> None:
    assert taken(post(sent)).text == read


@given(st.text(alphabet="<>&|@!#;ltgamp x", max_size=60))
def test_whatever_a_person_types_comes_back_as_typed(typed: str) -> None:
    sent = typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assume(not is_pleasantry(typed))
    event = translate(post(sent), NOON, rules())
    assert (
        event is IgnoredPayload.EMPTY
        if not typed.strip()
        else taken(post(sent)).text == typed.strip()
    )


def test_a_long_post_is_read_up_to_a_bound() -> None:
    assert len(taken(post("あ" * 50_000)).text) == MOST_TEXT


def test_an_old_button_still_is_a_message() -> None:
    event = taken(press("worked", user_team="T9"), rules(T9="acme"))
    assert event == MessageReceived(
        at=NOON,
        message_id="slack:T1:C1:1700000009.000300",
        customer="slack:T9:USATO",
        tenant="acme",
        channel="slack",
        text="直った",
        button="worked",
        thread="T1/C1:1700000000.000100",
    )


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "event", "channel", "user", "ts", "text", "actions", "files"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(st.sampled_from(["block_actions", "event_callback"]), _JSON)
def test_no_payload_breaks_the_translation(kind: str, inner: Any) -> None:
    for name in ("event", "actions", "container"):
        answer = translate({"type": kind, "team_id": "T", name: inner}, NOON, rules())
        assert isinstance(answer, MessageReceived | IgnoredPayload)
