"""Secrets and personal data go, everything else stays to the letter."""

import base64
import json
import urllib.parse
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.masking.redact import redact
from bot.masking.sensitive import MASK_EN, MASK_JA
from tests.cases import each
from tests.effort import takes_at_most
from tests.examples import often

SHARED = Path(__file__).parents[3] / "shared" / "messages" / "dev.jsonl"

SECRETS = [
    ("折り返しは{}まで", "090-0000-1234", "phone"),
    ("電話は{}です", "０３－００００－１２３４", "phone"),
    ("携帯は{}です", "09000001234", "phone"),
    ("call me at {}, please", "+1 (555) 010-4477", "phone"),
    ("연락처는 {} 입니다", "010-1234-5678", "phone"),
    ("メール: {} です", "Taro.Y+test@sub.ex-corp.example", "email"),
    ("write to {} please", "taro (at) ex.example", "email"),
    ("IDは聞いていません。パスワードは{}です", "Sakura2024!", "password"),
    ("PW: {}", "hana_3355", "password"),
    ("my password is {}, does it work?", "sunflower", "password"),
    ('{{"password":"{}","user":"a"}}', "Blue-9912", "password"),
    ("暗証番号は{}です", "4821", "password"),
    ("APIトークン {} を使います", "aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5zA7b", "api_token"),
    ("X-Cybozu-API-Token: {}", "QwErTy1234567890", "api_token"),
    ("Bearer {}", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc123DEF", "api_token"),
    ("https://ex.example/cb?token={}&x=1", "abcDEF123456", "api_token"),
    ("Cookie: {}", "JSESSIONID=abc123xyz", "api_token"),
    ("https://{}@stage.ex.example/ が開かない", "shop:Maple-77", "basic_auth"),
    ("Authorization: Basic {}", "YWRtaW46cGFzc3dvcmQxMjM=", "basic_auth"),
    ("Basic認証は {} です", "guest:harbor77", "basic_auth"),
    ("カードは{}です", "4111 1111 1111 1111", "credit_card"),
    ("かーどがつかえません。これです。みてください {}", "4111 1111 1111 1112", "credit_card"),
    (
        "My card expired. The one I have now, which came by post, is {}",
        "4111-1111-1111-1112",
        "credit_card",
    ),
    ("届け先は{}です", "青葉県ひばり市若葉町3丁目12番5号", "address"),
    ("{}に送ってください", "青葉県みどり市1-2-3", "address"),
    ("生年月日：{}", "1978/04/02", "birthdate"),
    ("LINE ID: {} に連絡ください", "hanako_88", "contact_id"),
    ("連絡先ID：{} です", "C-20931", "contact_id"),
]


@each(("frame", "secret", "kind"), SECRETS)
def test_a_secret_goes_and_its_frame_stays(frame: str, secret: str, kind: str) -> None:
    out = redact(frame.format(secret))
    assert secret not in out.text
    assert kind in out.found
    masks = {*MASK_JA.values(), *MASK_EN.values()}
    assert out.text in {frame.format(mask) for mask in masks}


@each(("frame", "secret", "kind"), SECRETS)
def test_masking_a_masked_text_changes_nothing(frame: str, secret: str, kind: str) -> None:
    once = redact(frame.format(secret)).text
    assert redact(once).text == once
    assert redact(once).found == ()


@each(
    "text",
    [
        "13:20ごろから、2024-05-01T13:20:00+09:00まで",
        "アプリ31のレコード番号 12345678 と ゲストスペース（ID:12）",
        "GAIA_IL23 / CB_VA01 / CB_NO02 / HTTP 502",
        "203.0.113.24 と 10.0.0.1:8080 と 10.0.0.0/24",
        "https://ex-aoba.cybozu.com/k/31/show#record=1234 が開かない",
        "Chrome 120.0.6099.130、プラグイン v1.2.3-beta.4",
        "注文番号 0312345678 のレコード",
        "シリアル 4111 1111 1111 1112 の機械",
        "パスワードが違いますと出ます。パスワードを忘れました",
        "my password is expired. Password: required",
        "トークンが無効です GAIA_TK01",
        "取引先さんも同様の仕様です。皆様、患者様に届いていない模様です",
        "株式会社うみかぜさんも同じです。総務部の田村と申します",
        "3-4人だけ開けない。大阪市の拠点で3-4件",
        "https://cdn.example.net/npm/vue@2.6.14/dist/vue.min.js",
        "email address: を変更。コメント欄で宛先(@)の候補が出ません",
        "Slackが9:15から、LINEが10:30から来ない",
        "plugin id djmhffjhfgmebgnmcggopedaofckljlj",
        "生年月日フィールドが空。2024年1月5日生産分",
        "basic authentication fails, the token is required",
        "UUID 123e4567-e89b-12d3-a456-426614174000",
    ],
)
def test_everything_else_stays_to_the_letter(text: str) -> None:
    assert redact(text).text == text


@each(
    "encoded",
    [
        "mail=" + urllib.parse.quote("taro@ex.example", safe=""),
        base64.b64encode(b"taro@ex.example, 090-0000-1234").decode(),
        base64.urlsafe_b64encode("電話 090-0000-1234".encode()).decode(),
    ],
)
def test_an_encoded_secret_goes_too(encoded: str) -> None:
    assert encoded.removeprefix("mail=") not in redact(f"内容は {encoded} です").text


def test_the_same_value_goes_wherever_it_is_repeated() -> None:
    secret = "Sakura2024!"
    again = base64.b64encode(secret.encode()).decode().rstrip("=")
    out = redact(f"パスワードは{secret}です。{secret} と {again} を試しました").text
    assert secret not in out
    assert again not in out


def test_masks_are_in_the_language_of_the_text() -> None:
    assert redact("電話は090-0000-1234です").text == "電話は[電話番号]です"
    assert redact("Please call +81 90 0000 1234").text == "Please call [phone]"


@given(
    st.lists(
        st.sampled_from([f.format(s) for f, s, _ in SECRETS])
        | st.text(alphabet="aA1 0-@:/.様さん市パスは\n%=", max_size=12),
        max_size=6,
    ).map(" ".join)
)
@settings(max_examples=often(60), deadline=None)
def test_masking_is_idempotent(text: str) -> None:
    once = redact(text).text
    assert redact(once).text == once


@given(st.integers(0, 23), st.integers(0, 59), st.integers(1, 9999), st.sampled_from(["ja", "en"]))
def test_times_and_record_numbers_survive(hour: int, minute: int, record: int, lang: str) -> None:
    said = (
        f"{hour}:{minute:02} app {record} #{record} GAIA_IL{record % 100:02} 10.0.{hour}.{minute}"
    )
    text = said if lang == "en" else f"{said} から開きません"
    assert redact(text).text == text


@given(st.text(max_size=200))
@settings(deadline=None)
def test_any_text_can_be_masked(text: str) -> None:
    assert isinstance(redact(text).text, str)


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [" ", "1", "1-", "0 ", "a@", "%41", "様", "田中様 ", "市1-1", "QUJD", "pw ", "a.b@c.dd "],
)
def test_a_long_odd_text_does_not_hang(piece: str) -> None:
    assert takes_at_most(5, lambda: redact((piece * 65_536)[:65_536]))


@pytest.mark.skipif(not SHARED.exists(), reason="the shared messages are not here")
def test_nothing_leaks_from_the_shared_messages() -> None:
    rows = [json.loads(line) for line in SHARED.read_text("utf-8").splitlines()]
    assert [
        r["id"]
        for r in rows
        if any(p["value"] in redact(r["text"]).text for p in r["pii"] if p["type"] != "person")
    ] == []
    untouched = [r for r in rows if not r["pii"]]
    assert [r["id"] for r in untouched if redact(r["text"]).text != r["text"]] == []


@each(
    ("text", "masked"),
    [
        ("認証の窓に tanaka:Haru2020 と入れています", "tanaka:Haru2020"),
        ("login fails, bob:Sunny77x worked yesterday", "bob:Sunny77x"),
        ("登录不了，admin:Qw8#kk22 是对的", "admin:Qw8#kk22"),
        ("Discordで呼んでください ID: yuki.2020", "yuki.2020"),
        ("ngày sinh của cháu để đối chiếu: 02/11/1990", "02/11/1990"),
    ],
)
def test_what_is_said_beside_its_cue_goes(text: str, masked: str) -> None:
    assert masked not in redact(text).text


@each(
    "text",
    [
        "ログインできません。エラーは GAIA_IL01:abc123 です",
        "認証エラー error:E4021x が出ます",
        "host:8080 に認証エラー",
        "アプリID: order_2020 をLINEで知らせます",
        "Hà Nội ạ",
    ],
)
def test_what_only_looks_like_a_login_a_handle_or_a_name_stays(text: str) -> None:
    assert redact(text).text == text
