"""The form of a new case, from the shortcut to the thread in which it is answered."""

from dataclasses import replace
from typing import Any

from bot.channels.slack.home.modal import ModalInput, answers, language, new_case, problems
from tests.cases import each
from tests.channels.slack.lobby import Lobby, nothing_wrong, visit
from tests.channels.slack.world import payloads
from tests.channels.slack.world.faults import Fault
from tests.channels.slack.world.kit_views import problems_with_view
from tests.channels.slack.world.state import File, Json, View


def values(description: str = "在庫アプリが開きません", **more: Any) -> Json:
    """What somebody fills in, as Slack hands it over."""
    texts = {"description": description, **more}
    files = texts.pop("files", [])
    scope = texts.pop("scope", None)
    state = {n: {n: {"type": "plain_text_input", "value": v}} for n, v in texts.items()}
    state["files"] = {"files": {"type": "file_input", "files": files}}
    chosen = {"value": scope} if scope else None
    state["scope"] = {"scope": {"type": "static_select", "selected_option": chosen}}
    return state


def submitted(lobby: Lobby, view: View, **more: Any) -> Json:
    return payloads.submitted(lobby.world, view, values(**more))


@each("lang", ["ja", "en", "th"])
def test_the_form_keeps_slacks_limits_in_every_language(lang: str) -> None:
    assert problems_with_view(new_case(lang, "あ" * 5_000), "modal") == []


def test_answers_are_told_as_one_message() -> None:
    view = {
        "state": {"values": values(since="今朝から", app="在庫", scope="all", plugins="krewSheet")}
    }
    assert answers(view).told("ja").split("\n") == [
        "在庫アプリが開きません",
        "発生時期：今朝から",
        "対象：在庫",
        "利用中のプラグイン：krewSheet",
        "影響の範囲：社内の全員です",
    ]
    assert ModalInput("It fails", scope="unknown").told("en") == "It fails"


@each("blank", ["", " ", "　", "\u202e", None])
def test_a_form_of_blanks_says_what_is_missing(blank: str | None) -> None:
    view = {"state": {"values": values(description=blank)}, "private_metadata": "en"}  # type: ignore[arg-type]
    assert list(problems(view)) == ["description"]
    assert language(view) == "en"


def test_a_form_that_claims_another_language_is_read_all_the_same() -> None:
    assert language({"private_metadata": "<script>"}) == "ja"


def test_the_shortcut_opens_the_form_in_the_persons_language() -> None:
    async def scenario(lobby: Lobby) -> None:
        assert (await lobby.opens_the_form()).body["submit"]["text"] == "送信"
        lobby.world.people["UABE"].locale = "en-GB"
        assert (await lobby.opens_the_form("UABE")).body["submit"]["text"] == "Send"

    assert list(visit(scenario).findings) == []


def test_a_form_becomes_a_case_in_a_thread_of_ones_own() -> None:
    async def scenario(lobby: Lobby) -> None:
        sent = submitted(lobby, await lobby.opens_the_form(), since="9時 <!channel> & co")
        await lobby.hears(sent, sent)
        [message] = lobby.heard
        [root] = lobby.world.ours("D1")
        assert (message.customer, message.tenant) == ("slack:T1:USATO", "T1")
        assert message.text == "在庫アプリが開きません\n発生時期：9時 <!channel> & co"
        assert message.thread == f"T1/D1:{root.ts}"
        assert "&lt;!channel&gt; &amp; co" in root.text

    assert list(visit(scenario).findings) == []


def test_the_post_that_a_form_opens_with_repeats_no_secret() -> None:
    async def scenario(lobby: Lobby) -> None:
        told = "ログインできません。パスワードは Hanako-2026! です"
        await lobby.hears(submitted(lobby, await lobby.opens_the_form(), description=told))
        [root] = lobby.world.ours("D1")
        assert "ログインできません" in root.text
        assert "Hanako-2026!" not in root.text
        assert lobby.desk.texts == [told]  # the desk masks it by itself before it stores it

    assert nothing_wrong(visit(scenario))


def test_the_post_that_a_form_opens_with_speaks_the_language_of_the_form() -> None:
    async def scenario(lobby: Lobby) -> None:
        lobby.world.stranger("UITO", "T9")
        lobby.world.room("C8", "T1", "UITO", is_ext_shared=True)
        view = View("V77", "T1", "UITO", new_case("en"), "V77")
        await lobby.hears(submitted(lobby, view, description="It fails"))
        [root] = [p for p in lobby.world.ours() if p.room.startswith("D")]
        assert root.text.startswith("We have your report.")

    visit(scenario)


def test_an_empty_form_stays_open_and_is_not_taken() -> None:
    async def scenario(lobby: Lobby) -> None:
        await lobby.hears(submitted(lobby, await lobby.opens_the_form(), description=" 　"))
        assert lobby.heard == []
        assert lobby.waiting() == []

    assert list(visit(scenario).findings) == []


def test_a_form_is_written_down_before_it_closes() -> None:
    async def scenario(lobby: Lobby) -> None:
        sent = submitted(lobby, await lobby.opens_the_form())
        assert await lobby.delivery.deliver(sent) == 200
        assert lobby.waiting() == [f"slack:T1:view:{sent['view']['id']}"]
        lobby.starts()  # the process died; another one takes over
        await lobby.works()
        assert len(lobby.heard) == 1

    visit(scenario)


def test_the_person_from_another_company_stays_one_of_theirs() -> None:
    async def scenario(lobby: Lobby) -> None:
        lobby.world.stranger("UITO", "T9")
        lobby.world.room("C8", "T1", "UITO", is_ext_shared=True)
        view = View("V77", "T1", "UITO", new_case("ja"), "V77")
        await lobby.hears(submitted(lobby, view))
        [message] = lobby.heard
        assert (message.customer, message.tenant) == ("slack:T9:UITO", "acme")
        assert message.thread is not None
        assert message.thread.startswith("T1/D")

    visit(scenario)


@each("fault", [Fault.RESET_AFTER, Fault.ERROR_AFTER, Fault.ERROR_BEFORE])
def test_a_thread_is_begun_once_whatever_becomes_of_the_call(fault: Fault) -> None:
    async def scenario(lobby: Lobby) -> None:
        sent = submitted(lobby, await lobby.opens_the_form())
        lobby.world.faults.next("chat.postMessage", fault)
        await lobby.hears(sent)
        assert lobby.heard == []
        lobby.clock.passes(seconds=6)
        await lobby.works()
        assert len(lobby.heard) == 1
        assert len(lobby.world.ours("D1")) == 1

    visit(scenario)


def test_a_report_does_not_wait_for_its_thread_for_ever() -> None:
    async def scenario(lobby: Lobby) -> None:
        sent = submitted(lobby, await lobby.opens_the_form())
        lobby.world.faults.next("conversations.open", Fault.ERROR_BEFORE, times=9)
        await lobby.hears(sent)
        for _ in range(3):
            lobby.clock.passes(minutes=1)
            await lobby.works()
        assert [m.thread for m in lobby.heard] == [None]
        assert lobby.waiting() == []

    visit(scenario)


def test_files_of_a_form_are_read() -> None:
    async def scenario(lobby: Lobby) -> None:
        lobby.world.files["F1"] = File("F1", "trace.har", "application/json", b"{}", {"D1"})
        shown = [{"id": "F1", "name": "trace.har"}]
        await lobby.hears(submitted(lobby, await lobby.opens_the_form(), files=shown))
        assert lobby.reader.read_files == {"trace.har": b"{}"}
        assert lobby.heard[0].upload is not None

    assert list(visit(scenario).findings) == []


def test_a_slow_slack_holds_up_no_answer_of_ours() -> None:
    async def scenario(lobby: Lobby) -> None:
        lobby.world.faults.next("users.info", Fault.SILENT_BEFORE, times=9)
        lobby.world.faults.next("views.open", Fault.SILENT_BEFORE, times=9)
        await lobby.delivery.deliver(payloads.shortcut(lobby.world, "T1", "USATO", "new_case"))
        assert [status for _, status, _ in lobby.delivery.acks] == [200]
        assert lobby.world.views == {}  # Slack has not answered us yet

    assert nothing_wrong(visit(scenario))


def test_a_form_of_the_future_is_acknowledged() -> None:
    async def scenario(lobby: Lobby) -> None:
        view = await lobby.opens_the_form()
        other = replace(view, body={**view.body, "callback_id": "a_form_of_next_year"})
        closed = {**submitted(lobby, view), "type": "view_closed"}
        await lobby.hears(submitted(lobby, other), closed)
        assert lobby.heard == []

    assert list(visit(scenario).findings) == []
