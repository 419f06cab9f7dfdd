"""A tester of APIs goes through ours by its own document: nothing but what is described, and nobody else's."""

import asyncio
import subprocess
from pathlib import Path

import pytest

from bot.desk.inbox import CaseLine
from bot.model.conversation import Conversation
from bot.web.api import cases
from bot.web.api.operations import Call, not_found
from bot.web.api.problems import BASE
from bot.web.api.routes import OPERATIONS
from tests.clients.serving import FOLDER, MovingClock, needed, served
from tests.web.api.conftest import OTHER, OWN, Programs
from tests.web.api.samples import filled

pytestmark = [pytest.mark.slow, pytest.mark.timeout(500), needed]
PEOPLE = {"operator": "", "one": OWN, "other": OTHER}  # tokens by name, and whose they are
# What the document cannot say of what is in order: a cursor is one that was handed out, a key is new, a product is in
# the catalogue, an address can be written to.
CONFIGURATION = """
[auth.wfc]
path = "people.yaml"
user = "{user}"
peers = ["one", "other"]

[checks.positive_data_acceptance]
expected-statuses = ["2xx", 400, 401, 403, 404, 409, 422, 429]
"""


async def fill(programs: Programs) -> None:
    """Two organisations have something in every list."""
    for organisation in (OWN, OTHER):
        for operation in OPERATIONS:
            await filled(programs, operation, organisation)


def tried(folder: Path, user: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Schemathesis, with the token of a user at hand and those of the others to compare."""
    programs = Programs(MovingClock())
    asyncio.run(fill(programs))
    entries = "".join(
        f"  - name: {name}\n    fixedHeaders:\n      - name: Authorization\n"
        f"        value: Bearer {programs.token(organisation=organisation, name=name)}\n"
        for name, organisation in PEOPLE.items()
    )
    (folder / "people.yaml").write_text(f"auth:\n{entries}", "utf-8")
    (folder / "schemathesis.toml").write_text(CONFIGURATION.format(user=user), "utf-8")
    with served(programs.app) as desk:
        command = [FOLDER / "schemathesis/bin/st", "run", f"{desk}{BASE}/openapi.json"]
        words = [str(word) for word in (*command, "--seed", "1", *options)]
        done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - what .ci/clients brought
    programs.store.close()
    return done


def test_everything_is_as_it_is_described(tmp_path: Path) -> None:
    done = tried(tmp_path, "operator", "--checks", "all", "--max-examples", "8")
    assert done.returncode == 0, done.stdout
    assert f"Tested: {len(OPERATIONS) + 1}" in done.stdout  # and what other desks tell


BETWEEN_PEOPLE = (
    *("--checks", "object_level_authorization,not_a_server_error"),
    *("--phases", "fuzzing,stateful", "--max-examples", "12"),
    *("--include-path-regex", "^/(cases|organisations)"),
)


def test_one_organisation_never_gets_what_is_another_s(tmp_path: Path) -> None:
    done = tried(tmp_path, "one", *BETWEEN_PEOPLE)
    assert done.returncode == 0, done.stdout


def test_the_tester_would_find_out_if_it_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def careless(call: Call) -> tuple[CaseLine, Conversation]:
        with call.house.views.look() as work:
            line, conversation = work.case(call.path["case"]), work.conversation(call.path["case"])
        if line is None or conversation is None:
            raise not_found()
        return line, conversation

    monkeypatch.setattr(cases, "found_case", careless)
    done = tried(tmp_path, "one", *BETWEEN_PEOPLE)
    assert "Object-level authorization bypass" in done.stdout
