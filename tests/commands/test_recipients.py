"""The commands ``recipients`` on real databases."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.channels.csv_products import ProductWords
from bot.channels.csv_recipients import RecipientsFile
from bot.channels.webhook.address import Exceptions
from bot.channels.webhook.settings import settings_of
from bot.commands.recipients import RecipientsCommand
from bot.model.catalogue import Catalogue, Product, ProductKind
from bot.model.errors import JitabataError
from bot.model.recipient import EVERYTHING, Recipient, RecipientState, recipient_id
from bot.settings import from_environment
from bot.store.sql import SqlStore
from tests.store.databases import ON_POSTGRESQL, a_database, in_memory

HEAD = "channel,address,lang,tenant,uses,follows\n"
TWO = (
    HEAD
    + "mail,sato@example.co.jp,ja,例,krewData,\n"
    + "webhook,https://hooks.example.com/x,en,例,,*\n"
)
MAIL, URL = "sato@example.co.jp", "https://hooks.example.com/x"
SATO, HOOK = recipient_id("mail", MAIL), recipient_id("webhook", URL)
UNSUBSCRIBED, UNREACHABLE = RecipientState.UNSUBSCRIBED, RecipientState.UNREACHABLE
PRODUCTS = ProductWords(Catalogue.of([Product("krewdata", "krewData", ProductKind.PLUGIN)]))


@dataclass
class House:
    """A store, and what was said about its recipients."""

    store: SqlStore
    lang: str = "en"
    out: io.StringIO = field(default_factory=io.StringIO)
    err: io.StringIO = field(default_factory=io.StringIO)

    @property
    def recipients(self) -> RecipientsCommand:
        self.out, self.err = io.StringIO(), io.StringIO()
        return RecipientsCommand(self.store, self.lang, self.out)

    def takes_in(self, text: str = TWO, *, skip_bad: bool = False, dry_run: bool = False) -> int:
        lines = RecipientsFile(io.BytesIO(text.encode()), PRODUCTS, Exceptions())
        recipients = self.recipients
        return recipients.take_in(lines, self.err, skip_bad=skip_bad, dry_run=dry_run)

    def kept(self) -> dict[str, Recipient]:
        with self.store.work() as work:
            return {recipient.id: recipient for _, recipient in work.recipients(limit=5_000)}

    def knows(self, recipient: Recipient) -> None:
        with self.store.work() as work:
            work.save_recipient(recipient)

    def said(self) -> str:
        return self.out.getvalue()


@pytest.fixture(params=["memory", ON_POSTGRESQL])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    with a_database(request.param, tmp_path) as url:
        store = SqlStore.open(url)
        yield House(store)
        store.close()


@pytest.fixture
def embedded() -> Iterator[House]:
    store = in_memory()
    yield House(store)
    store.close()


def test_a_file_is_taken_in_brought_up_to_date_and_shown(house: House) -> None:
    assert house.takes_in() == 0
    assert house.said() == "Lines: 2 (2 new, 0 changed, 0 as before).\n"
    assert house.kept()[SATO].uses == ("krewdata",)
    assert house.kept()[HOOK].follows == (EVERYTHING,)
    house.takes_in(TWO.replace("krewData", ""))
    assert house.said() == "Lines: 2 (0 new, 1 changed, 1 as before).\n"
    assert house.kept()[SATO].uses == ()
    house.recipients.show_all()
    assert [line.split("\t")[0] for line in house.said().splitlines()] == ["id", SATO, HOOK]
    house.recipients.show("SATO@example.co.jp")
    assert f"id: {SATO}\n" in house.said()


@pytest.mark.slow
def test_many_lines_are_taken_in_parts(house: House) -> None:
    text = HEAD + "".join(f"mail,u{n}@example.com,ja,,krewdata,\n" for n in range(1_203))
    assert house.takes_in(text) == 0
    assert "1203 new" in house.said()
    assert len(house.kept()) == 1_203
    house.recipients.show_all()
    assert house.said().count("\n") == 1_204


def test_nothing_is_taken_when_a_line_is_wrong_unless_it_is_to_be_left_out(
    embedded: House,
) -> None:
    text = TWO + "mail,nobody,ja,,,\nmail,a@b.example,ja,,krewdeta,\n"
    assert embedded.takes_in(text) == 1
    said = embedded.err.getvalue().splitlines()
    assert [line.partition(":")[0] for line in said[:2]] == ["line 4", "line 5"]
    assert said[2].startswith("Nothing was taken. Lines that cannot be read: 2.")
    assert embedded.kept() == {}
    assert embedded.takes_in(text, skip_bad=True) == 0
    assert embedded.err.getvalue().count("line ") == 2
    assert "2 new" in embedded.said()
    assert "Lines that cannot be read and were left out: 2." in embedded.said()
    assert set(embedded.kept()) == {SATO, HOOK}


def test_a_trial_writes_nothing(embedded: House) -> None:
    assert embedded.takes_in(dry_run=True) == 0
    assert "2 new" in embedded.said()
    assert "nothing was written" in embedded.said()
    assert embedded.kept() == {}


def test_importing_again_subscribes_nobody_again(embedded: House) -> None:
    embedded.knows(Recipient(SATO, "mail", MAIL, state=UNSUBSCRIBED))
    embedded.knows(Recipient(HOOK, "webhook", URL, state=UNREACHABLE))
    assert embedded.takes_in() == 0
    counted, first, second = embedded.said().splitlines()
    assert counted == "Lines: 2 (0 new, 2 changed, 0 as before)."
    assert first == "Want no notices, and are still sent none: 1."
    assert second.startswith("Could not be reached, and still count as such: 1.")
    assert [r.state for r in embedded.kept().values()] == [UNSUBSCRIBED, UNREACHABLE]
    assert embedded.kept()[SATO].tenant == "例"


def test_who_wants_no_notices_is_remembered_without_the_address(embedded: House) -> None:
    embedded.knows(Recipient(SATO, "mail", MAIL, tenant="例", state=UNSUBSCRIBED))
    embedded.recipients.remove(MAIL)
    assert "no import brings them back" in embedded.said()
    bare = {SATO: Recipient(SATO, "mail", "", state=UNSUBSCRIBED)}
    assert embedded.kept() == bare
    with pytest.raises(JitabataError, match="no recipient"):
        embedded.recipients.show(SATO)
    embedded.recipients.show_all()
    assert embedded.said().count("\n") == 1
    embedded.takes_in()
    assert embedded.kept().items() >= bare.items()


def test_anybody_else_is_removed_and_may_come_back(embedded: House) -> None:
    embedded.takes_in()
    embedded.knows(replace(embedded.kept()[HOOK], state=UNREACHABLE))
    embedded.recipients.show_all("unreachable")
    assert embedded.said().count("\n") == 2
    embedded.recipients.remove(HOOK)
    assert set(embedded.kept()) == {SATO}
    with pytest.raises(JitabataError, match=HOOK):
        embedded.recipients.remove(HOOK)
    embedded.takes_in()
    assert embedded.kept()[HOOK].state is RecipientState.ACTIVE


def test_what_is_exported_can_be_imported(embedded: House) -> None:
    embedded.takes_in()
    embedded.knows(
        Recipient(recipient_id("mail", "x@y.example"), "mail", "x@y.example", tenant="=1+1")
    )
    before = embedded.kept()
    embedded.recipients.export()
    exported = embedded.said()
    assert exported.startswith("\ufeffchannel,address,")
    assert ",'=1+1," in exported
    for ident in before:
        embedded.recipients.remove(ident)
    assert embedded.takes_in(exported) == 0
    assert embedded.kept() == before


def test_a_secret_is_for_one_receiver(embedded: House) -> None:
    embedded.takes_in()
    own = {"name": "export", "url": "https://x.example/", "sends": ["tickets"]}
    settings = settings_of({"JITABATA_WEBHOOK_KEY": "bm5u" * 10 + "bm4="}, None, [own])
    for who, reader in ((HOOK, HOOK), (URL, HOOK), ("endpoint:export", "endpoint:export")):
        embedded.recipients.secret(who, settings)
        signer = settings.signer()
        expected = [signer.secrets(reader)[0], signer.public_keys(reader)[0]]
        assert embedded.said().splitlines() == expected
    with pytest.raises(JitabataError, match="no recipient of webhooks"):
        embedded.recipients.secret(MAIL, settings)
    with pytest.raises(JitabataError, match=r"KEY is not set.*jitabata recipients key"):
        embedded.recipients.secret(HOOK, settings_of({}))


@pytest.fixture
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("JITABATA_WEBHOOK_KEY", "JITABATA_CONFIG", "JITABATA_DATABASE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("JITABATA_FOLDER", str(tmp_path))
    return tmp_path


@pytest.mark.slow
def test_the_command_reads_standard_input_and_makes_a_key_once(
    at_home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "チャネル,アドレス,言語,組織,利用製品,購読\n" + TWO.removeprefix(HEAD)
    given = io.BytesIO(text.encode("cp932"))
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(given, encoding="utf-8"))
    assert main(["recipients", "import", "-"]) == 0
    assert capsys.readouterr().out == "2 行: 新規 2、更新 0、変更なし 0。\n"
    secrets = []
    for _ in range(2):
        assert main(["recipients", "secret", URL]) == 0
        secrets.append(capsys.readouterr().out)
    assert secrets[0] == secrets[1]
    assert secrets[0].startswith("whsec_")
    assert (at_home / "webhook-key").stat().st_mode & 0o777 == 0o600


def test_a_new_key_is_printed_whatever_is_set(
    at_home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JITABATA_WEBHOOK_KEY", "nonsense")
    assert main(["recipients", "key"]) == 0
    assert settings_of({"JITABATA_WEBHOOK_KEY": capsys.readouterr().out}).keys


def test_a_key_is_not_made_up_where_other_machines_may_have_part(
    at_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JITABATA_DATABASE", "postgresql+psycopg://nobody@127.0.0.1:9/none")
    assert from_environment().webhook.keys == ()
    assert not (at_home / "webhook-key").exists()


def test_a_file_that_is_not_there_or_too_large_is_refused(
    at_home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.commands.recipients.MOST_BYTES", 20)
    (at_home / "large.csv").write_text(TWO, "utf-8")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TWO.encode())))
    for name, says in (("none.csv", "cannot read"), ("large.csv", "more than"), ("-", "more than")):
        path = name if name == "-" else str(at_home / name)
        assert main(["recipients", "import", path]) == 1
        assert says in capsys.readouterr().err
