"""Pictures that come by mail: all of them are kept, whichever file tells most."""

import base64

from bot.desk.pictures import StoreShelf
from bot.desk.uploads import kept_picture
from bot.model.catalogue import Catalogue
from bot.model.upload import UploadProblem
from bot.uploads.read import UploadReader
from tests.channels.mail.mails import RULES, raw
from tests.channels.mail.test_mail_inbox import Bench, bench
from tests.uploads.test_pictures import a_picture

__all__ = ["bench"]

HEAD = "From: sato@midori.example\nMessage-ID: <f@x>\nContent-Type: multipart/mixed; boundary=b"
TRACE = "Uncaught TypeError: x is not a function at https://cdn.plugin.example/main.js:1:2\n"
TEXT = f"--b\nContent-Type: text/plain; name=console.log\n\n{TRACE}\n"


def a_part(name: str) -> str:
    octets = base64.encodebytes(a_picture()).decode()
    kind = f"Content-Type: image/png; name={name}\nContent-Transfer-Encoding: base64"
    return f"--b\n{kind}\n\n{octets}\n"


def test_every_picture_is_handed_over_beside_the_file_that_tells_most(bench: Bench) -> None:
    shelf = StoreShelf(bench.store.work, bench.clock)
    bench.office._uploads = UploadReader(Catalogue(), shelf)
    bench.takes(raw(HEAD, f"{a_part('a.png')}{TEXT}{a_part('b.png')}--b--"))
    bench.drain()
    [message] = bench.desk.heard
    assert message.upload is not None
    assert (message.upload.name, message.upload.problem) == ("console.log", None)
    assert [p.name for p in message.pictures] == ["a.png", "b.png"]
    assert [kept_picture(p) for p in message.pictures] == list(message.pictures)
    with bench.store.look() as work:
        assert work.pictures_since(bench.clock()).number == 2


def test_without_a_shelf_none_is_kept(bench: Bench) -> None:
    bench.start(RULES)
    bench.takes(raw(HEAD, f"{a_part('a.png')}--b--"))
    bench.drain()
    [message] = bench.desk.heard
    assert message.upload is not None
    assert (message.upload.problem, message.pictures) == (UploadProblem.PICTURE, ())
