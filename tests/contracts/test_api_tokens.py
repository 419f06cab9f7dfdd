"""Tokens of the API and its idempotency keys, on every database."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.api_tokens import (
    KEYS_LAST,
    KeptAnswer,
    KeyState,
    TokenError,
    keep_token,
    made_token,
)
from bot.desk.ports import Store
from bot.desk.staff_accounts import digest_of
from bot.model.api_token import LONGEST_LIFE, ApiToken, Scope
from tests.builders import MORNING
from tests.cases import each

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
READS = (Scope.CASES_READ,)


def kept(store: Store, name: str = "CRM", lasts: timedelta = DAY) -> tuple[ApiToken, str]:
    token, text = made_token(name, READS, "青葉製作所", lasts, "加藤", MORNING)
    keep_token(store.api, token)
    return token, text


def test_a_token_is_found_by_what_is_kept_of_it_and_never_kept_itself(store: Store) -> None:
    token, text = kept(store)
    assert store.api.token(digest_of(text)) == token
    assert store.api.token(digest_of(text[:-1])) is None
    assert text not in repr(store.api.tokens())


def test_tokens_are_listed_the_newest_first(store: Store) -> None:
    names = ["a", "b", "c"]
    for number, name in enumerate(names):
        token, _ = made_token(name, READS, "", DAY, "加藤", MORNING + number * MINUTE)
        keep_token(store.api, token)
    assert [t.name for t in store.api.tokens()] == names[::-1]


def test_a_token_is_revoked_once_and_used_whenever(store: Store) -> None:
    token, _ = kept(store)
    store.api.use_token(token.id, MORNING + 2 * MINUTE)
    store.api.use_token(token.id, MORNING + MINUTE)  # of another process, late
    at = MORNING + 3 * MINUTE
    gone = replace(token, used_at=MORNING + 2 * MINUTE, revoked_at=at)
    assert store.api.revoke_token(token.id, at) == gone
    assert store.api.revoke_token(token.id, at + MINUTE) is None
    assert store.api.tokens() == [gone]
    assert not gone.is_live(at)


def test_what_has_expired_opens_nothing(store: Store) -> None:
    token, _ = kept(store)
    assert token.is_live(MORNING + DAY - MINUTE)
    assert not token.is_live(MORNING + DAY)
    assert store.api.revoke_token(token.id, MORNING + DAY) is None


def test_there_are_only_so_many_that_open_something(store: Store) -> None:
    (first, _), _ = kept(store), kept(store)
    third, _ = made_token("CRM", READS, "", DAY, "加藤", MORNING)
    assert not store.api.add_token(third, 2)
    store.api.revoke_token(first.id, MORNING)
    assert store.api.add_token(third, 2)
    later = replace(third, id="later", digest="later", made_at=MORNING + DAY)
    assert store.api.add_token(later, 1)  # those that have expired do not count


@each(
    ("name", "scopes", "organisation", "lasts", "why"),
    [
        (" ", READS, "", DAY, "name"),
        ("CRM", (), "", DAY, "scopes"),
        ("CRM", (Scope.CASES_ANSWER,), "青葉製作所", DAY, "operators"),
        ("CRM", (Scope.INCIDENTS_READ,), "青葉製作所", DAY, "operators"),
        ("CRM", READS, "x" * 201, DAY, "organisation"),
        ("CRM", READS, "sato@example.com", DAY, "organisation"),
        ("CRM", READS, "", timedelta(), "days"),
        ("CRM", READS, "", LONGEST_LIFE + MINUTE, "days"),
    ],
)
def test_some_tokens_cannot_be(
    name: str, scopes: tuple[Scope, ...], organisation: str, lasts: timedelta, why: str
) -> None:
    with pytest.raises(TokenError, match=rf"\.{why}$"):
        made_token(name, scopes, organisation, lasts, "加藤", MORNING)


def test_a_key_is_taken_once_and_remembers_its_answer_for_a_day(store: Store) -> None:
    take = store.api.take_key
    assert take("t:1", "same", MORNING, None) == KeptAnswer(KeyState.FRESH)
    assert take("t:1", "same", MORNING, None) == KeptAnswer(KeyState.RUNNING)
    assert take("t:1", "other", MORNING, None) == KeptAnswer(KeyState.OTHER)
    assert take("t:2", "other", MORNING, None) == KeptAnswer(KeyState.FRESH)
    store.api.keep_answer("t:1", 201, '{"青": "\\u0000"}')
    done = KeptAnswer(KeyState.DONE, 201, '{"青": "\\u0000"}')
    last = MORNING + KEYS_LAST - MINUTE
    assert take("t:1", "same", last, MINUTE) == done
    assert take("t:1", "other", last, MINUTE) == KeptAnswer(KeyState.OTHER)
    assert take("t:1", "other", MORNING + KEYS_LAST, None) == KeptAnswer(KeyState.FRESH)


def test_what_broke_off_can_be_taken_over_where_it_may_be_repeated(store: Store) -> None:
    take = store.api.take_key
    take("t:1", "same", MORNING, None)
    later = MORNING + 2 * MINUTE
    assert take("t:1", "same", later, None).state is KeyState.RUNNING
    assert take("t:1", "same", later - MINUTE, 2 * MINUTE).state is KeyState.RUNNING
    assert take("t:1", "same", later, 2 * MINUTE).state is KeyState.FRESH
    assert take("t:1", "same", later, 2 * MINUTE).state is KeyState.RUNNING


def test_a_key_is_free_again_when_nothing_was_done_and_not_when_something_was(
    store: Store,
) -> None:
    take = store.api.take_key
    take("t:1", "same", MORNING, None)
    store.api.release_key("t:1")
    assert take("t:1", "other", MORNING, None).state is KeyState.FRESH
    store.api.keep_answer("t:1", 201, "{}")
    store.api.release_key("t:1")
    assert take("t:1", "other", MORNING, None).state is KeyState.DONE


def test_of_many_who_take_a_key_at_once_one_has_it(store: Store) -> None:
    begin, found = threading.Barrier(4), []

    def take() -> None:
        begin.wait()
        found.append(store.api.take_key("t:1", "same", MORNING, 2 * MINUTE).state)

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == ["fresh", "running", "running", "running"]
