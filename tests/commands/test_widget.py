"""The command ``widget``: the tags of websites, and a look at a token."""

import argparse
import io
from dataclasses import replace
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.commands.widget import run
from bot.model.errors import JitabataError
from bot.model.widget import HostSite
from bot.settings import Settings
from bot.web.widget.script import integrity_of, script
from tests.web.fakes import NOON
from tests.web.widget.signing import DESK, OTHER, SHOP, a_token


def said(
    what: str | None, *sites: HostSite, site: str = "shop", token: str = "", lang: str = "en"
) -> tuple[int, str]:
    given = argparse.Namespace(what=what, lang=lang, site=site, knowledge=None)
    settings = replace(Settings(public_url=DESK), widgets=sites)
    out = io.StringIO()
    return run(given, settings, NOON, io.StringIO(token), out), out.getvalue()


def test_every_website_gets_its_line_and_what_its_policy_has_to_allow() -> None:
    status, printed = said(None, SHOP, replace(OTHER, keys=()))
    assert status == 0
    shop, other = printed.strip().split("\n\n")
    assert f'<script async src="{DESK}/widget/1.js" integrity="{integrity_of(script(1))}"' in shop
    assert 'data-site="shop"></script>' in shop
    assert f"script-src {DESK}; frame-src {DESK}" in shop
    assert "a key in JITABATA_WIDGET_KEY_SHOP" in shop
    assert "JITABATA_WIDGET_KEY_OTHER holds no key" in other
    assert SHOP.keys[0] not in printed


@pytest.mark.slow
def test_a_token_is_told_good_or_why_it_is_not() -> None:
    assert said("check", SHOP, token=a_token() + "\n") == (
        0,
        "It is good. Organisation: aoba, person: user-17, products: –\n",
    )
    status, printed = said("check", SHOP, token=a_token(aud="https://else.example"), lang="ja")
    assert status == 1
    assert printed == f"受け付けられません: aud is not {DESK}, the address of this desk\n"


def test_what_cannot_be_shown_is_said_in_words() -> None:
    with pytest.raises(JitabataError, match="jitabata help widget"):
        said(None)
    with pytest.raises(JitabataError, match="They have: shop"):
        said("check", SHOP, site="nobody")


def test_the_command_reads_the_settings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "desk.toml"
    path.write_text(
        f'folder = "{tmp_path}"\npublic_url = "{DESK}"\n'
        '[widget.shop]\norigins = ["https://shop.example"]\n',
        "utf-8",
    )
    assert main(["widget", "--config", str(path)]) == 0
    assert f'src="{DESK}/widget/1.js"' in capsys.readouterr().out
    assert main(["widget", "key"]) == 0
    monkeypatch.setenv("JITABATA_WIDGET_KEY_SHOP", capsys.readouterr().out.strip())
    assert main(["widget", "--config", str(path), "--lang", "en"]) == 0
    assert "a key in JITABATA_WIDGET_KEY_SHOP" in capsys.readouterr().out


def test_the_file_for_kintone_holds_its_settings_and_no_secret() -> None:
    site = replace(SHOP, position="left", status="https://status.example.com/")
    status, printed = said("kintone", site)
    assert status == 0
    assert "SETTINGS" not in printed
    assert f'"src": "{DESK}/widget/1.js"' in printed
    assert f'"integrity": "{integrity_of(script(1))}"' in printed
    assert '"side": "right"' in printed
    assert '"status": "https://status.example.com/"' in printed
    assert '"report": "問題を報告"' in printed
    assert not [key for key in SHOP.keys if key in printed]
