"""What the lines of a file of recipients say, and what is wrong with them."""

import io
from dataclasses import replace

import pytest

from bot.channels import csv_recipients
from bot.channels.csv_lines import Unreadable
from bot.channels.csv_list import BadLine, Reason, in_words
from bot.channels.csv_products import ProductWords
from bot.channels.csv_recipients import RecipientLine, RecipientsFile
from bot.channels.mail.addresses import Mailbox
from bot.channels.mail.reading.senders import customer_of
from bot.channels.mail.reading.standing import SenderStanding
from bot.channels.webhook.address import AddressProblem, Exceptions
from bot.desk.spreadsheet_cells import guarded
from bot.model.catalogue import Catalogue, Product, ProductKind
from bot.model.recipient import EVERYTHING, Recipient, RecipientState, recipient_id
from tests.cases import each

PRODUCTS = ProductWords(
    Catalogue.of(
        [
            Product("krewdata", "krewData", ProductKind.PLUGIN, ("クルーデータ", "krew data")),
            Product("formbridge", "FormBridge", ProductKind.PLUGIN, ("フォームブリッジ",)),
            Product("make", "Make (make.com)", ProductKind.EXTERNAL_SERVICE),
        ]
    )
)
HEAD = "channel,address,lang,tenant,uses,follows\n"
ONE = "mail,sato@example.co.jp,ja,例,krewdata,\n"


def read(text: str, exceptions: Exceptions | None = None) -> list[RecipientLine | BadLine]:
    file = io.BytesIO(text.encode())
    return list(RecipientsFile(file, PRODUCTS, exceptions or Exceptions()).read())


def one(line: str, head: str = HEAD) -> Recipient:
    [found] = read(head + line)
    assert isinstance(found, RecipientLine), found
    return found.recipient


def bad(line: str, head: str = HEAD) -> tuple[Reason, str]:
    [found] = read(head + line)
    assert isinstance(found, BadLine), found
    return found.reason, found.what


def test_a_line_is_a_recipient() -> None:
    found = one("mail,Sato@Example.co.jp,en,株式会社　例,krewData;formbridge,*")
    assert found == Recipient(
        "mail:49e75dee4f270f578cc6e348",
        "mail",
        "Sato@example.co.jp",
        "en",
        "株式会社　例",
        ("krewdata", "formbridge"),
        (EVERYTHING,),
    )
    hook = one("webhook,HTTPS://Hooks.example.com/Up,,,,make")
    assert hook.address == "https://hooks.example.com/Up"
    assert one("mail,a..b.@docomo.ne.jp,,,,").address == "a..b.@docomo.ne.jp"
    assert (hook.id, hook.lang) == (recipient_id("webhook", hook.address), "ja")


def test_an_address_is_the_same_recipient_however_its_letters_are_written() -> None:
    assert recipient_id("mail", "Sato@Example.co.jp") == recipient_id("mail", "sato@example.co.jp")
    assert recipient_id("webhook", "https://x.example/A") != recipient_id(
        "webhook", "https://x.example/a"
    )


@each("address", ["sato@midori.example", "A..b.@docomo.ne.jp"])
def test_who_writes_is_the_recipient_that_a_file_names(address: str) -> None:
    listed, writes = one(f"mail,{address},,,,"), Mailbox.of(Mailbox.of(address).spec)
    assert customer_of(writes, SenderStanding.UNKNOWN) == listed.id
    assert customer_of(writes, SenderStanding.FAILED) != listed.id


@each(
    ("cell", "ids"),
    [
        ("", ()),
        ("krewdata", ("krewdata",)),
        ("KREWDATA  FormBridge", ("krewdata", "formbridge")),
        ("krew data;ﾌｫｰﾑﾌﾞﾘｯｼﾞ", ("krewdata", "formbridge")),
        ("クルーデータ、フォームブリッジ；", ("krewdata", "formbridge")),
        ("krewdata;krewData", ("krewdata",)),
        ("make.com", ("make",)),
    ],
)
def test_products_are_known_by_id_and_by_name(cell: str, ids: tuple[str, ...]) -> None:
    assert one(f"mail,a@b.example,ja,,{cell},").uses == ids


def test_a_misspelt_product_is_asked_about_and_not_guessed() -> None:
    [found] = read(HEAD + "mail,a@b.example,ja,,krewdeta,")
    assert found == BadLine(2, Reason.PRODUCT, "krewdeta", "krewdata")
    assert in_words(found, "en").endswith(
        'called "krewdeta" in the knowledge base; is krewdata meant?'
    )
    assert bad("mail,a@b.example,ja,,*,") == (Reason.PRODUCT, "*")
    assert bad("mail,a@b.example,ja,,krewdata sakurasaku,") == (
        Reason.PRODUCT,
        "krewdata sakurasaku",
    )


@each(
    ("line", "reason", "what"),
    [
        ("fax,a@b.example,ja,,,", Reason.CHANNEL, "fax"),
        (",a@b.example,ja,,,", Reason.CHANNEL, ""),
        ("mail,nobody,ja,,,", Reason.MAIL, "nobody"),
        ("mail,a@b.example;c@d.example,ja,,,", Reason.MAIL, "a@b.example;c@d.example"),
        ("mail,,ja,,,", Reason.MAIL, ""),
        ("mail,sato@localhost,ja,,,", Reason.MAIL, "sato@localhost"),
        ("webhook,http://hooks.example.com/,ja,,,", Reason.URL, AddressProblem.HTTP),
        ("webhook,https://10.0.0.1/,ja,,,", Reason.URL, AddressProblem.PRIVATE),
        ("webhook,a@b.example,ja,,,", Reason.URL, AddressProblem.SHAPE),
        ("mail,a@b.example,fr,,,", Reason.LANG, "fr"),
        ("mail,a@b.example,ja," + "あ" * 201 + ",,", Reason.TENANT, "あ" * 59 + "…"),
        ("mail,a@b.example,ja,x\x1b[31m,,", Reason.TENANT, "x\N{REPLACEMENT CHARACTER}[31m"),
        ("mail,a@b.example,ja,,", Reason.CELLS, "5"),
        ("mail,a@b.example,ja,,,,", Reason.CELLS, "7"),
        ('mail,"a@b.example,ja,,,', Reason.UNREADABLE, Unreadable.QUOTES),
    ],
)
def test_what_is_wrong_with_a_line_is_said_in_both_languages(
    line: str, reason: Reason, what: str
) -> None:
    assert bad(line) == (reason, what)
    for lang, begins in (("ja", "2 行目: "), ("en", "line 2: ")):
        [found] = read(HEAD + line)
        assert isinstance(found, BadLine)
        said = in_words(found, lang)
        assert said.startswith(begins)
        assert "{" not in said
        assert said.removeprefix(begins)


@each(
    ("text", "line"),
    [
        ("", BadLine(1, Reason.EMPTY_FILE)),
        ("channel,adress\n", BadLine(1, Reason.COLUMN, "adress", "…")),
        ("channel,address,address\n", BadLine(1, Reason.COLUMN, "address", "…")),
        ("address,lang\nx", BadLine(1, Reason.COLUMN_MISSING, "channel")),
        ('channel,"address\n', BadLine(1, Reason.UNREADABLE, Unreadable.QUOTES)),
    ],
)
def test_a_first_line_that_is_wrong_ends_it(text: str, line: BadLine) -> None:
    [found] = read(text)
    assert isinstance(found, BadLine)
    assert replace(found, hint="") == replace(line, hint="")
    assert all("{" not in in_words(found, lang) for lang in ("ja", "en"))


def test_columns_have_japanese_names_too() -> None:
    head = "チャネル,メールアドレス,言語,会社,利用製品,状態\n"
    found = one("mail,a@b.example,日本語,例,クルーデータ,unsubscribed", head)
    assert (found.lang, found.tenant, found.uses) == ("ja", "例", ("krewdata",))
    assert found.state is RecipientState.UNSUBSCRIBED
    assert bad("mail,a@b.example,ja,,,stopped", head) == (Reason.STATE, "stopped")


def test_the_same_address_twice_is_named_with_its_first_line() -> None:
    found = read(HEAD + ONE + "\n" + ONE.upper().replace("MAIL", "mail").replace("KREWDATA", ""))
    assert isinstance(found[0], RecipientLine)
    assert found[1] == BadLine(4, Reason.TWICE, "2")


def test_a_file_ends_where_it_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_recipients, "MOST_LINES", 1)
    found = read(HEAD + ONE + ONE + ONE)
    assert found[1:] == [BadLine(3, Reason.TOO_MANY, "1")]


def test_hosts_that_the_operator_names_are_taken() -> None:
    named = Exceptions(http=frozenset({"hooks.corp"}), private=frozenset({"hooks.corp"}))
    [found] = read(HEAD + "webhook,http://hooks.corp/x,ja,,,", named)
    assert isinstance(found, RecipientLine)


def known(**changes: object) -> Recipient:
    return replace(one(ONE), **changes)  # type: ignore[arg-type]


def test_what_a_file_says_replaces_what_is_known_and_the_rest_stays() -> None:
    before = known(lang="en", tenant="old", uses=("formbridge",), follows=(EVERYTHING,))
    [short] = read("channel,address,tenant\nmail,sato@example.co.jp,new\n")
    assert isinstance(short, RecipientLine)
    assert short.onto(before) == replace(before, tenant="new")
    [whole] = read(HEAD + "mail,sato@example.co.jp,,new,,\n")
    assert isinstance(whole, RecipientLine)
    assert whole.onto(before) == replace(before, tenant="new", uses=(), follows=())
    assert whole.onto(None) == whole.recipient


@each("state", [RecipientState.UNSUBSCRIBED, RecipientState.UNREACHABLE])
def test_nobody_is_subscribed_again_by_a_file(state: RecipientState) -> None:
    line = "mail,sato@example.co.jp,ja,new,,,active\n"
    [found] = read(HEAD.strip() + ",state\n" + line)
    assert isinstance(found, RecipientLine)
    assert found.onto(known(state=state)).state is state
    gone = Recipient(known().id, "mail", "", state=state)
    assert found.onto(gone) == gone


def test_a_file_can_say_that_somebody_wants_no_more() -> None:
    [found] = read("channel,address,state\nmail,sato@example.co.jp,unsubscribed\n")
    assert isinstance(found, RecipientLine)
    for state in RecipientState:
        assert found.onto(known(state=state)).state is RecipientState.UNSUBSCRIBED


@each(
    "tenant",
    ["=1+1", "+x", "-x", "@x", "\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20x", "'=x", "x", "'x"],
)
def test_what_a_spreadsheet_would_calculate_is_guarded_and_read_back(tenant: str) -> None:
    cell = guarded(tenant)
    assert cell[0] not in "=+-@\uff1d\uff0b\uff0d\uff20"
    if tenant != "'=x":  # a cell that already looks guarded cannot be told from one that is
        assert one(f"mail,a@b.example,ja,{cell},,").tenant == tenant
