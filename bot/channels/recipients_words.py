"""What the commands about recipients say, in Japanese and English."""

from collections.abc import Mapping

from bot.channels.csv_lines import Unreadable
from bot.channels.recipients_file import BadLine, Reason
from bot.channels.webhook.address import AddressProblem

_UNREADABLE: Mapping[str, Mapping[Unreadable, str]] = {
    "ja": {
        Unreadable.LONG: "行が長すぎます",
        Unreadable.ENCODING: "文字コードが読み取れません。UTF-8 または Shift_JIS の CSV で保存してください",
        Unreadable.QUOTES: '引用符（"）の数が合いません。値の中に改行は入れられません',
        Unreadable.UTF_16: "UTF-16 のファイルです。「CSV UTF-8」で保存してください",
    },
    "en": {
        Unreadable.LONG: "the line is too long",
        Unreadable.ENCODING: "the line is not text in UTF-8 or Shift_JIS; save the file as CSV in one of them",
        Unreadable.QUOTES: 'the quotes (") do not match; a value cannot hold a line break',
        Unreadable.UTF_16: 'the file is in UTF-16; save it as "CSV UTF-8"',
    },
}
_URL: Mapping[str, Mapping[AddressProblem, str]] = {
    "ja": {
        AddressProblem.LONG: "URL が長すぎます",
        AddressProblem.SHAPE: "https://hooks.example.com/x の形の URL にしてください（ログイン情報は入れられません）",
        AddressProblem.HTTP: "https:// で始まる URL にしてください（http を許すホストは [webhook] http_hosts に書きます）",
        AddressProblem.PRIVATE: "社内ネットワークの宛先です（許すホストは [webhook] private_hosts に書きます）",
    },
    "en": {
        AddressProblem.LONG: "the URL is too long",
        AddressProblem.SHAPE: "the URL must look like https://hooks.example.com/x, without a login",
        AddressProblem.HTTP: "the URL must begin with https:// (or name its host in http_hosts under [webhook])",
        AddressProblem.PRIVATE: "the URL is of a private network (if it is meant, name its host in private_hosts under [webhook])",
    },
}
_REASONS: Mapping[str, Mapping[Reason, str]] = {
    "ja": {
        Reason.EMPTY_FILE: "ファイルが空です。1 行目に列名を書いてください",
        Reason.COLUMN: "列名「{what}」は使えないか、重複しています。使える列名: {hint}",
        Reason.COLUMN_MISSING: "列 {what} がありません",
        Reason.CELLS: "値が {what} 個あります（1 行目の列は {hint} 個）",
        Reason.CHANNEL: "channel は mail か webhook にしてください（「{what}」）",
        Reason.MAIL: "メールアドレスではありません（「{what}」）",
        Reason.LANG: "lang は ja か en にしてください（「{what}」）",
        Reason.TENANT: "tenant は {hint} 文字以内で、制御文字は使えません（「{what}」）",
        Reason.PRODUCT: "製品「{what}」は知識ベースにありません",
        Reason.PRODUCTS: "製品は {what} 個までです",
        Reason.STATE: "state は {hint} のどれかにしてください（「{what}」）",
        Reason.TWICE: "{what} 行目と同じ宛先です。1 行にまとめてください",
        Reason.TOO_MANY: "1 つのファイルは {what} 行までです。ここから先は読んでいません",
    },
    "en": {
        Reason.EMPTY_FILE: "the file is empty; its first line names the columns",
        Reason.COLUMN: 'the column "{what}" is not known, or is there twice; known are: {hint}',
        Reason.COLUMN_MISSING: "the column {what} is missing",
        Reason.CELLS: "there are {what} values, and {hint} columns in the first line",
        Reason.CHANNEL: 'channel must be mail or webhook, not "{what}"',
        Reason.MAIL: '"{what}" is no mail address',
        Reason.LANG: 'lang must be ja or en, not "{what}"',
        Reason.TENANT: 'tenant has at most {hint} characters and no control characters: "{what}"',
        Reason.PRODUCT: 'no product is called "{what}" in the knowledge base',
        Reason.PRODUCTS: "there can be {what} products at most",
        Reason.STATE: 'state must be one of {hint}, not "{what}"',
        Reason.TWICE: "the same address as in line {what}; put both into one line",
        Reason.TOO_MANY: "a file has {what} lines at most; from here on nothing was read",
    },
}
_MEANT = {"ja": "。{hint} のことですか", "en": "; is {hint} meant?"}
_LINE = {"ja": "{number} 行目: {said}", "en": "line {number}: {said}"}
WORDS: Mapping[str, Mapping[str, str]] = {
    "ja": {
        "none_taken": "読めない行が {bad} 行あるため、何も取り込んでいません。行を直すか、--skip-bad を付けて残りの {good} 行だけを取り込んでください。",
        "taken": "{lines} 行: 新規 {added}、更新 {changed}、変更なし {same}。",
        "tried": "試行のため、何も書き込んでいません。",
        "skipped": "読めない {bad} 行は取り込んでいません。",
        "unsubscribed": "{number} 件は配信停止を希望しているため、停止のままです。",
        "unreachable": "{number} 件は届かない宛先のままです。もう一度送るには、remove してから取り込み直してください。",
        "nobody": "「{what}」という宛先はありません",
        "removed": "{what} を削除しました。",
        "kept_out": "{what} のアドレスを消しました。配信停止の希望は残るため、もう一度取り込んでも送りません。",
        "no_webhook": "{what} は webhook の宛先ではありません",
    },
    "en": {
        "none_taken": "Nothing was taken. Lines that cannot be read: {bad}. Put them right, or take the others ({good}) with --skip-bad.",
        "taken": "Lines: {lines} ({added} new, {changed} changed, {same} as before).",
        "tried": "This was a trial: nothing was written.",
        "skipped": "Lines that cannot be read and were left out: {bad}.",
        "unsubscribed": "Want no notices, and are still sent none: {number}.",
        "unreachable": "Could not be reached, and still count as such: {number}. To try them anew, remove and import them.",
        "nobody": 'there is no recipient "{what}"',
        "removed": "{what} was removed.",
        "kept_out": "The address of {what} was removed. That they want no notices is kept, so no import brings them back.",
        "no_webhook": "{what} is no recipient of webhooks",
    },
}  # fmt: skip
FIELDS: Mapping[str, Mapping[str, str]] = {
    "ja": {
        "id": "ID", "channel": "チャネル", "address": "宛先", "lang": "言語", "tenant": "組織",
        "uses": "利用製品", "follows": "購読", "state": "状態", "active": "送る",
        "unsubscribed": "配信停止", "unreachable": "届かない",
    },
    "en": {
        "id": "id", "channel": "channel", "address": "address", "lang": "lang", "tenant": "tenant",
        "uses": "uses", "follows": "follows", "state": "state", "active": "active",
        "unsubscribed": "unsubscribed", "unreachable": "unreachable",
    },
}  # fmt: skip


def in_words(bad: BadLine, lang: str) -> str:
    """One sentence about a line that cannot be taken, with its number."""
    if bad.reason is Reason.UNREADABLE:
        said = _UNREADABLE[lang][Unreadable(bad.what)]
    elif bad.reason is Reason.URL:
        said = _URL[lang][AddressProblem(bad.what)]
    else:
        said = _REASONS[lang][bad.reason].format(what=bad.what, hint=bad.hint)
    if bad.reason is Reason.PRODUCT and bad.hint:
        said += _MEANT[lang].format(hint=bad.hint)
    return _LINE[lang].format(number=bad.number, said=said)
