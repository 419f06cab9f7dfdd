"""The sentences about the database and the running desk."""

from collections.abc import Mapping

from bot.model.checkup import Health, Phrase, Said

_OK, _NOTE, _WARNING, _WRONG = Health.OK, Health.NOTE, Health.WARNING, Health.WRONG
_MIGRATE = Said("`jitabata migrate` を実行してください。", "Run `jitabata migrate`.")
_RESTORE = Said(
    "いま `jitabata backup` でコピーを取り、直前の正常なバックアップから `jitabata restore` してください。",
    "Copy it away now, then `jitabata restore` the last good backup.",
)
_MORE_CONNECTIONS = Said(
    "max_connections を増やすか、プロセスを減らすか、間に PgBouncer（session モード）を置いてください。",
    "Raise max_connections, run fewer processes, or put PgBouncer (session mode) before it.",
)
_SWITCH_ON = Said("postgresql.conf で on に戻してください。", "Set it to on in postgresql.conf.")
_SEE_LOG = Said(
    "`jitabata serve` か `jitabata worker` が動いているか、そのログに何があるか確かめてください。",
    "See whether `jitabata serve` or `jitabata worker` runs, and what its log says.",
)
_SEE_CHANNEL = Said(
    "ログと、この診断のチャネルの項目を確かめてください。",
    "See the log, and what is said of the channels here.",
)

WORDS: Mapping[str, Phrase] = {
    "no_database": (
        _NOTE,
        Said("{file} はまだありません。", "{file} is not there yet."),
        Said("`jitabata serve` が作ります。", "`jitabata serve` makes it."),
    ),
    "reached": (
        _OK,
        Said("{name}（{server}）に接続できます。", "{name} ({server}) answers."),
        None,
    ),
    "unreachable": (
        _WRONG,
        Said("接続できません: {why}", "Cannot be opened: {why}"),
        Said(
            "データベースが動いているか、JITABATA_DATABASE が正しいか確かめてください。",
            "See whether the database runs, and whether JITABATA_DATABASE is right.",
        ),
    ),
    "tables_ok": (
        _OK,
        Said(
            "テーブルのバージョンは合っています（{found}）。",
            "Has this version's tables ({found}).",
        ),
        None,
    ),
    "no_tables": (_WRONG, Said("テーブルがありません。", "Has no tables."), _MIGRATE),
    "older": (
        _WRONG,
        Said(
            "テーブルのバージョンが古いままです（{found}、必要なのは {newest}）。",
            "Has tables of version {found}; {newest} is needed.",
        ),
        _MIGRATE,
    ),
    "newer": (
        _WRONG,
        Said(
            "テーブルのバージョンが新しすぎます（{found}、このプログラムは {newest} まで）。",
            "Has tables of version {found}; this program knows {newest}.",
        ),
        Said(
            "このテーブルを作ったバージョン以降の Jitabata を入れてください。",
            "Install the Jitabata that wrote it, or a later one.",
        ),
    ),
    "read_only": (
        _WRONG,
        Said("書き込めません: {why}", "Cannot be written to: {why}"),
        Said(
            "ファイルの権限とディスクの空き、PostgreSQL なら予備系でないかと権限を確かめてください。",
            "Check the file's permissions and the disk; of PostgreSQL, the role and that it is no standby.",
        ),
    ),
    "damaged": (_WRONG, Said("壊れています: {why}", "Is damaged: {why}"), _RESTORE),
    "unchecked": (
        _NOTE,
        Said(
            "大きいので、壊れていないか {seconds} 秒では調べきれません。",
            "Is too large to be looked through in {seconds} s.",
        ),
        Said("`jitabata backup` はコピーを調べます。", "`jitabata backup` looks through its copy."),
    ),
    "no_wal": (
        _WRONG,
        Said("先行書き込みログが使えません（{mode}）。", "Has no write-ahead log ({mode})."),
        Said(
            "ネットワークドライブではなく、このマシンのディスクに置いてください。",
            "Keep it on a disk of this machine, not on a network share.",
        ),
    ),
    "torn": (
        _WRONG,
        Said(
            "{setting} が off です。停電で壊れます。",
            "{setting} is off: a power cut would ruin it.",
        ),
        _SWITCH_ON,
    ),
    "hasty": (
        _WARNING,
        Said(
            "synchronous_commit が off です。停電で直前の記録を失い、二重に知らせることがあります。",
            "synchronous_commit is off: a power cut loses the last moments, and tells people twice.",
        ),
        _SWITCH_ON,
    ),
    "not_utf8": (
        _WRONG,
        Said("文字コードが {encoding} です。", "Its encoding is {encoding}."),
        Said(
            "UTF8 のデータベースを作り直してください。", "Make a database with the encoding UTF8."
        ),
    ),
    "old_server": (
        _WARNING,
        Said("{server} は古すぎます。", "{server} is too old."),
        Said(
            "PostgreSQL {oldest} 以降にしてください。", "Upgrade to PostgreSQL {oldest} or later."
        ),
    ),
    "few_connections": (
        _WARNING,
        Said("空いている接続は残り {free} 本です。", "{free} connections are left."),
        _MORE_CONNECTIONS,
    ),
    "no_connections": (
        _WRONG,
        Said("空いている接続がありません。", "No connection is left."),
        _MORE_CONNECTIONS,
    ),
    "never_opened": (
        _NOTE,
        Said("まだ一度も動いていません。", "Has never run on this database."),
        None,
    ),
    "desk_ok": (
        _OK,
        Said("動いていて、何も滞っていません。", "Runs, and nothing is held up."),
        None,
    ),
    "alarm_no_tick": (
        _WARNING,
        Said("3 分以上、動いた跡がありません。", "Has not moved for 3 minutes or more."),
        _SEE_LOG,
    ),
    "alarm_inbox_waits": (
        _WRONG,
        Said(
            "届いた連絡が 1 分以上読まれていません。",
            "What came in has not been read for a minute or more.",
        ),
        _SEE_LOG,
    ),
    "alarm_reply_waits": (
        _WRONG,
        Said("返事が 1 分以上届いていません。", "A reply has not arrived for a minute or more."),
        _SEE_CHANNEL,
    ),
    "alarm_notice_waits": (
        _WARNING,
        Said(
            "お知らせか担当者への連絡が 10 分以上届いていません。",
            "A notice, or a note to staff, has not arrived for 10 minutes or more.",
        ),
        _SEE_CHANNEL,
    ),
    "alarm_proposal_waits": (
        _WARNING,
        Said(
            "お知らせの案が 15 分以上、承認を待っています。",
            "A proposed notice has waited for 15 minutes or more.",
        ),
        Said(
            "コンソールの「インシデント」で承認するか、「送らない」を選んでください。",
            "Approve or reject it in the console, under incidents.",
        ),
    ),
    "feeds_read": (
        _OK,
        Said(
            "{count} 件中 {fresh} 件を 15 分以内に読めています。",
            "{fresh} of {count} were read within 15 minutes.",
        ),
        None,
    ),
    "feeds_stale": (
        _WARNING,
        Said("{count} 件を読めていません: {named}", "{count} are not read: {named}"),
        Said(
            "続くなら `jitabata feeds` で理由を確かめてください。",
            "If it lasts, see the reasons with `jitabata feeds`.",
        ),
    ),
    "feeds_unreadable": (
        _WRONG,
        Said(
            "{count} 件のどれも読めません。こちらのネットワークが原因のようです。",
            "None of the {count} can be read: most likely our own network.",
        ),
        Said(
            "DNS、プロキシ（HTTPS_PROXY）、ファイアウォールを確かめてください。",
            "Check DNS, the proxy (HTTPS_PROXY) and the firewall.",
        ),
    ),
    "feeds_not_polled": (
        _WARNING,
        Said("15 分以上、どれも読みに行っていません。", "None was tried for 15 minutes or more."),
        _SEE_LOG,
    ),
}
