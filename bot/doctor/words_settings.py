"""The sentences about settings, the machine and the clock."""

from collections.abc import Mapping

from bot.model.checkup import Health, Phrase, Said

_OK, _NOTE, _WARNING, _WRONG = Health.OK, Health.NOTE, Health.WARNING, Health.WRONG
_SYNCHRONISE = Said(
    "時刻の同期（systemd-timesyncd、chrony など）を有効にしてください。",
    "Switch the synchronisation of the clock on (systemd-timesyncd, chrony).",
)
_BACK_UP = Said(
    "`jitabata backup` を実行するか、`jitabata serve` を動かし続けてください。",
    "Run `jitabata backup`, or keep `jitabata serve` running.",
)
_MAKE_ROOM = Said(
    "不要なファイルを消すか、設定 folder を大きいディスクに向けてください。",
    "Delete what is not needed, or move the folder to a larger disk.",
)
_RAISE_LIMIT = Said(
    "systemd なら LimitNOFILE=65536、シェルなら ulimit -n 65536 を設定してください。",
    "Set LimitNOFILE=65536 in the systemd unit, or run ulimit -n 65536 in the shell.",
)

WORDS: Mapping[str, Phrase] = {
    "settings_ok": (_OK, Said("矛盾はありません。", "Nothing contradicts itself."), None),
    "unusable": (
        _WRONG,
        Said("設定を読めません: {why}", "Cannot be used: {why}"),
        Said("その設定を直してください。", "Put that setting right."),
    ),
    "unwritable": (
        _WRONG,
        Said("書き込めません（{why}）。", "Cannot be written to ({why})."),
        Said(
            "Jitabata を動かすユーザーに、このフォルダーの権限を与えてください。",
            "Give this folder to the user under whom Jitabata runs.",
        ),
    ),
    "unknown": (
        _WARNING,
        Said("この設定はどこでも使われません。", "Nothing asks for this setting."),
        Said("つづりを確かめるか、消してください。", "Check its spelling, or remove it."),
    ),
    "unknown_near": (
        _WARNING,
        Said("この設定はどこでも使われません。", "Nothing asks for this setting."),
        Said("{near} ではありませんか。", "Did you mean {near}?"),
    ),
    "short": (
        _WRONG,
        Said("短すぎて推測されかねません。", "Is so short that it can be guessed."),
        Said(
            "{fewest} 文字以上にしてください（例: openssl rand -hex 32）。",
            "Give it {fewest} characters or more (openssl rand -hex 32).",
        ),
    ),
    "public_without_token": (
        _WRONG,
        Said(
            "公開アドレス（{url}）があるのに、担当者画面のトークンがありません。サーバーは起動しません。",
            "There is a public address ({url}) and no token for the staff console, so the desk does not start.",
        ),
        Said(
            "16 文字以上のトークンを設定してください（例: openssl rand -hex 32）。",
            "Set a token of 16 characters or more (openssl rand -hex 32).",
        ),
    ),
    "no_proxy": (
        _WARNING,
        Said(
            "公開アドレス（{url}）の手前にあるプロキシが設定されていません。全員が同じ接続元に見え、人数の多い時間に断られます。",
            "No proxy is named for the public address ({url}): all visitors look like one, and are turned away when they are many.",
        ),
        Said(
            'プロキシのアドレスを書いてください（同じマシンなら trusted_proxies = ["127.0.0.1", "::1"]）。',
            'Name its address (on the same machine trusted_proxies = ["127.0.0.1", "::1"]).',
        ),
    ),
    "console_shut": (
        _WARNING,
        Said(
            "未設定です。{host} で待ち受けますが、コンソールはこのマシンからしか開けません。",
            "Is not set: the desk listens on {host}, and its console opens on this machine alone.",
        ),
        Said(
            "16 文字以上のトークンを設定し、担当者に渡してください。",
            "Set it to 16 characters or more, and give it to the staff.",
        ),
    ),
    "forgetful": (
        _WRONG,
        Said(
            "メモリー上にしかないため、終了するとすべて失われます。",
            "Lives in memory: all is lost at the end.",
        ),
        Said(
            "設定を消すか、ファイルか PostgreSQL の URL にしてください。",
            "Remove the setting, or name a file or a PostgreSQL.",
        ),
    ),
    "password_in_file": (
        _WARNING,
        Said(
            "設定ファイルにパスワードがあります。", "Its password stands in the configuration file."
        ),
        Said(
            "環境変数 JITABATA_DATABASE に移してください。",
            "Move the URL to JITABATA_DATABASE in the environment.",
        ),
    ),
    "own_secret": (
        _NOTE,
        Said(
            "未設定です。Web のプロセスが複数あると、ログインが途切れます。",
            "Is not set: with web processes on several machines sessions would break off.",
        ),
        Said(
            "どのプロセスにも同じ値を設定してください。",
            "Set it to the same value for all of them.",
        ),
    ),
    "offline": (
        _NOTE,
        Said(
            "有効なため、稼働情報を読まず、計測もしません。",
            "Is on: no status page is read and nothing measured.",
        ),
        None,
    ),
    "no_contact": (
        _NOTE,
        Said("未設定です。", "Is not set."),
        Said(
            "読み取り先の運営者が連絡できるよう、メールアドレスか URL を設定してください。",
            "Set a mail address or URL, so that those whose pages we read can reach you.",
        ),
    ),
    "readable": (
        _WARNING,
        Said("ほかのユーザーにも読めます。", "Other users of this machine can read it."),
        Said("chmod {mode} {path} を実行してください。", "Run chmod {mode} {path}."),
    ),
    "knowledge": (
        _WRONG,
        Said("知識ベースを読めません: {why}", "Cannot be read: {why}"),
        Said(
            "`jitabata check` で全部を確かめてください。", "Run `jitabata check` to see everything."
        ),
    ),
    "knowledge_empty": (
        _WRONG,
        Said("製品が 1 つもありません。", "Holds no product at all."),
        Said("--knowledge のフォルダーを確かめてください。", "Check the folder of --knowledge."),
    ),
    "unfit": (
        _WRONG,
        Said("知識ベースと合いません: {why}", "Does not fit the knowledge base: {why}"),
        Said("[[components]] と kintone を確かめてください。", "Check [[components]] and kintone."),
    ),
    "room_ok": (_OK, Said("空きは {left} MB です。", "{left} MB are free."), None),
    "filling": (
        _WARNING,
        Said("空きが {left} MB しかありません。", "Only {left} MB are free."),
        _MAKE_ROOM,
    ),
    "full": (
        _WRONG,
        Said(
            "空きが {left} MB しかなく、まもなく何も保存できなくなります。",
            "Only {left} MB are free: soon nothing can be kept.",
        ),
        _MAKE_ROOM,
    ),
    "backup_ok": (
        _OK,
        Said("最新のバックアップは {hours} 時間前です。", "The latest is {hours} hours old."),
        None,
    ),
    "backup_old": (
        _WARNING,
        Said("最新のバックアップが {hours} 時間前です。", "The latest is {hours} hours old."),
        _BACK_UP,
    ),
    "no_backup": (
        _WARNING,
        Said("このマシンにバックアップがありません。", "There is none on this machine."),
        _BACK_UP,
    ),
    "no_backup_shared": (
        _NOTE,
        Said("このマシンにバックアップがありません。", "There is none on this machine."),
        Said(
            "ほかで取っていなければ、タイマーで毎日 `jitabata backup` を実行してください。",
            "Unless they are made elsewhere, have a timer run `jitabata backup` every day.",
        ),
    ),
    "few_files": (
        _NOTE,
        Said("同時に開けるのは {limit} 個です。", "{limit} may be open at once."),
        _RAISE_LIMIT,
    ),
    "no_files": (
        _WRONG,
        Said("同時に開けるのは {limit} 個だけです。", "No more than {limit} may be open at once."),
        _RAISE_LIMIT,
    ),
    "clock_database_ok": (
        _OK,
        Said("データベースの時計とほぼ同じです。", "Agrees with the database server's."),
        None,
    ),
    "clock_database_off": (
        _WARNING,
        Said(
            "データベースの時計と {seconds} 秒ずれています（相手 − こちら = {behind}）。",
            "Differs from the database server's by {seconds} s (theirs less ours: {behind}).",
        ),
        _SYNCHRONISE,
    ),
    "clock_pages_ok": (
        _OK,
        Said("外部の時計とほぼ同じです。", "Agrees with clocks outside."),
        None,
    ),
    "clock_pages_off": (
        _WARNING,
        Said(
            "外部の時計と {seconds} 秒ずれています（相手 − こちら = {behind}）。",
            "Differs from clocks outside by {seconds} s (theirs less ours: {behind}).",
        ),
        _SYNCHRONISE,
    ),
    "clock_unknown": (
        _NOTE,
        Said("外部の時計と比べられません。", "Cannot be compared with any outside."),
        Said(
            "ネットワークとプロキシを確かめるか、--offline を付けてください。",
            "Check the network and the proxy, or give --offline.",
        ),
    ),
}
