"""The imitation itself: it refuses what Slack refuses, and finds what Slack lets pass."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from tests.cases import each
from tests.channels.slack.world import granting
from tests.channels.slack.world.faults import Fault, Faults
from tests.channels.slack.world.readers import betrayals, doubles, leaks, unanswered
from tests.channels.slack.world.stage import Stage, on
from tests.channels.slack.world.state import SCOPES, File
from tests.channels.slack.world.world import CLIENT_ID, CLIENT_SECRET


def test_a_reply_lands_in_its_thread_and_is_read_there_once() -> None:
    async def scenario(stage: Stage) -> None:
        root = stage.world.says("C1", "USATO", "開かない")
        answer = await stage.says(
            thread_ts=root.ts, metadata={"event_type": "a_1", "event_payload": {"key": "k"}}
        )
        assert answer["message"]["thread_ts"] == root.ts
        told = await stage.client.conversations_replies(
            channel="C1", ts=root.ts, include_all_metadata=True
        )
        assert [m["text"] for m in told["messages"]] == ["開かない", "はい"]
        assert told["messages"][1]["metadata"]["event_payload"] == {"key": "k"}
        assert unanswered(stage.world, iter([root])) == []

    world = on(scenario)
    assert (list(world.findings), doubles(world), leaks(world)) == ([], [], [])


def test_without_its_parent_a_reply_stands_in_the_open() -> None:
    async def scenario(stage: Stage) -> None:
        root = stage.world.says("C1", "USATO", "開かない")
        stage.world.deletes(root)
        answer = await stage.says(thread_ts=root.ts)
        assert "thread_ts" not in answer["message"]

    assert [p.text for p in leaks(on(scenario))] == ["はい"]


def test_the_same_words_twice_in_a_thread_are_seen() -> None:
    async def scenario(stage: Stage) -> None:
        root = stage.world.says("C1", "USATO", "開かない")
        for _ in range(2):
            await stage.says(thread_ts=root.ts)

    assert len(doubles(on(scenario))) == 1


@each(
    ("text", "rule"),
    [
        ("<!channel> 復旧", "broadcast"),
        ("<!subteam^S1>", "broadcast"),
        ("<@UITO> さん", "mention-of-others"),
        ("<https://evil.example|bank.example>", "false-label"),
        ("a < b", "not-escaped"),
        ("R&D", "not-escaped"),
        ("x" * 4001, "text-over-4000"),
    ],
)
def test_text_that_harms_is_found(text: str, rule: str) -> None:
    async def scenario(stage: Stage) -> None:
        await stage.says(text)

    assert on(scenario).findings.rules == [rule]


def test_text_that_is_escaped_is_not_found() -> None:
    async def scenario(stage: Stage) -> None:
        root = stage.world.says("C1", "USATO", "開かない")
        said = "<@USATO> &lt;!channel&gt; R&amp;D <https://a.example/?x=1> <!date^1^{time}|9:00>"
        await stage.says(said, thread_ts=root.ts)

    assert list(on(scenario).findings) == []


def test_what_slack_lets_pass_in_silence_is_found() -> None:
    async def scenario(stage: Stage) -> None:
        await stage.client.chat_postMessage(channel="C1", text="a")
        await stage.says("b", metadata={"event_type": "a.b", "event_payload": {}})
        await stage.says("c", colour="red")
        stage.clock.passes(seconds=9)
        await stage.says("d", link_names=True)

    found = ["broadcast", "metadata-ignored", "unfurls-on", "unknown-argument"]
    assert on(scenario).findings.rules == found


def test_internal_words_never_reach_customers() -> None:
    async def scenario(stage: Stage) -> None:
        stage.world.internal.add("社内メモ")
        stage.world.room("CSTAFF", "T1", "UTANAKA", kind="group", audience="staff")
        await stage.says("社内メモ", "CSTAFF")
        await stage.says("社内メモ")

    world = on(scenario)
    assert world.findings.rules == ["internal-before-customers"]
    assert betrayals(world) == ["'社内メモ' in C1"]


def test_where_we_may_not_post() -> None:
    async def scenario(stage: Stage) -> None:
        stage.world.room("COUT", "T1", "USATO", bot_is_member=False)
        stage.world.room("COLD", "T1", "USATO", is_archived=True)
        stage.world.room("CFAR", "T9", "USATO")
        words = [await stage.refuses(stage.says("a", room)) for room in ("COUT", "COLD", "CFAR")]
        assert words == ["not_in_channel", "is_archived", "channel_not_found"]
        nothing = stage.client.api_call("chat.postMessage", json={"channel": "C1", "text": " "})
        assert await stage.refuses(nothing) == "no_text"

    on(scenario)


def test_an_update_is_measured_in_bytes_and_must_change_something() -> None:
    async def scenario(stage: Stage) -> None:
        ts = (await stage.says("a"))["ts"]
        update = stage.client.chat_update
        assert await stage.refuses(update(channel="C1", ts=ts, text="漢" * 1334)) == "msg_too_long"
        await update(channel="C1", ts=ts, text="a")
        stage.clock.passes(milliseconds=100)
        await update(channel="C1", ts=ts, text="b")
        theirs = stage.world.says("C1", "USATO", "x")
        word = await stage.refuses(update(channel="C1", ts=theirs.ts, text="y"))
        assert word == "cant_update_message"
        await stage.client.chat_delete(channel="C1", ts=ts)
        assert await stage.refuses(update(channel="C1", ts=ts, text="c")) == "message_not_found"

    rules = ["update-within-a-second", "update-without-change"]
    assert on(scenario).findings.rules == rules


def test_rates_are_kept_and_the_wait_is_to_be_honoured() -> None:
    async def scenario(stage: Stage) -> None:
        for n in range(3):
            await stage.says(str(n))
        assert await stage.refuses(stage.says("4")) == "ratelimited"
        assert list(stage.world.findings) == []
        stage.clock.passes(milliseconds=500)
        assert await stage.refuses(stage.says("5")) == "ratelimited"
        assert stage.world.findings.rules == ["called-before-retry-after"]
        stage.clock.passes(seconds=1)
        await stage.says("6")

    on(scenario)


def test_history_is_rationed_where_it_is_said() -> None:
    async def scenario(stage: Stage) -> None:
        stage.world.rates.history_is_rationed = True
        root = stage.world.says("C1", "USATO", "root")
        for n in range(20):
            stage.world.says("C1", "USATO", str(n), thread=root.ts)
        ask = stage.client.conversations_replies
        page = await ask(channel="C1", ts=root.ts, limit=100)
        assert (len(page["messages"]), page["has_more"]) == (16, True)
        assert await stage.refuses(ask(channel="C1", ts=root.ts)) == "ratelimited"
        stage.clock.passes(seconds=61)
        rest = await ask(channel="C1", ts=root.ts, cursor=page["response_metadata"]["next_cursor"])
        assert [m["text"] for m in rest["messages"]][1:] == [str(n) for n in range(15, 20)]

    on(scenario)


def test_scopes_and_tokens() -> None:
    async def scenario(stage: Stage) -> None:
        world = stage.world
        assert await stage.refuses(stage.a_client("xoxb-x").auth_test()) == "invalid_auth"
        world.tokens[world.teams["T1"].token].scopes = SCOPES - {"users:read"}
        assert await stage.refuses(stage.client.users_info(user="USATO")) == "missing_scope"
        for word in ("token_revoked", "account_inactive"):
            granting.refuse(world, "T1", word)
            assert await stage.refuses(stage.client.auth_test()) == word
        granting.restore(world, "T1")
        granting.expire(world, "T1")
        assert await stage.refuses(stage.says()) == "token_expired"

    assert on(scenario).findings.rules == ["bad-token", "missing-scope"]


@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")  # the SDK's
def test_a_refresh_token_is_good_once() -> None:
    async def scenario(stage: Stage) -> None:
        stage.world.grant.rotates = True
        secrets = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
        access = stage.a_client().oauth_v2_access
        first = await access(**secrets, code=granting.consents(stage.world, "T2"))
        again = {**secrets, "grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
        second = await access(**again)
        assert second["access_token"] != first["access_token"]
        assert await stage.refuses(access(**again)) == "invalid_refresh_token"
        stage.clock.passes(hours=12)
        expired = stage.a_client(second["access_token"]).auth_test()
        assert await stage.refuses(expired) == "token_expired"

    assert on(scenario).findings.rules == ["refresh-token-used-twice"]


@pytest.mark.slow
@each("fault", [f for f in Fault if f is not Fault.LIMITED])
def test_a_fault_comes_before_or_after_the_work(fault: Fault) -> None:
    killed: list[str] = []

    async def scenario(stage: Stage) -> None:
        stage.world.when_killed = lambda: killed.append("us")
        stage.world.faults.next("chat.postMessage", fault)
        stage.client = stage.a_client(stage.world.teams["T1"].token, 0.5)
        with pytest.raises((SlackApiError, aiohttp.ClientError, TimeoutError)):
            await stage.says()
        stage.client = stage.a_client(stage.world.teams["T1"].token)
        await stage.says("danach")

    world = on(scenario)
    assert [p.text for p in world.ours()] == (["はい"] if fault.is_after else []) + ["danach"]
    assert killed == ["us"] * fault.value.startswith("killed")


def test_chance_is_the_same_for_the_same_seed() -> None:
    def course(seed: int) -> list[Any]:
        faults = Faults()
        faults.by_chance(seed, 0.5, until=10)
        return [faults.take("m", str(n % 3), now=n) for n in range(20)]

    assert course(1) == course(1) != course(2)
    assert course(1)[10:] == [None] * 10


def test_a_view_needs_a_fresh_trigger_and_room_for_its_title() -> None:
    view: dict[str, Any] = {"type": "modal", "title": {"type": "plain_text", "text": "x" * 24}}
    view["blocks"] = [{"type": "divider"}]

    async def scenario(stage: Stage) -> None:
        opened, trigger = stage.client.views_open, stage.world.trigger("T1", "USATO")
        await opened(trigger_id=trigger, view=view)
        assert await stage.refuses(opened(trigger_id=trigger, view=view)) == "exchanged_trigger_id"
        late = stage.world.trigger("T1", "USATO")
        stage.clock.passes(seconds=3.1)
        assert await stage.refuses(opened(trigger_id=late, view=view)) == "expired_trigger_id"

    assert on(scenario).findings.rules == ["trigger-expired", "trigger-used-twice"]


def test_a_file_without_a_good_token_is_a_page_that_says_200() -> None:
    async def scenario(stage: Stage) -> None:
        stage.world.files["F1"] = File("F1", "a.har", "application/json", b"{}", {"C1"})
        url = (await stage.client.files_info(file="F1"))["file"]["url_private"]
        token = {"Authorization": f"Bearer {stage.world.teams['T1'].token}"}
        async with aiohttp.ClientSession() as session:
            async with session.get(url, headers=token) as answer:
                assert await answer.read() == b"{}"
            async with session.get(url) as answer:
                assert (answer.status, answer.content_type) == (200, "text/html")

    assert list(on(scenario).findings) == []
