"""The sentences of Slack's checkups."""

from collections.abc import Mapping

from bot.model.checkup import Checkup, Health, Phrase, Said, checkup

_OK, _NOTE, _WRONG = Health.OK, Health.NOTE, Health.WRONG
_REINSTALL = Said(
    "`jitabata slack manifest` の内容をアプリに反映し、ワークスペースにインストールし直してください。",
    "Give the app what `jitabata slack manifest` prints, and install it in the workspace again.",
)
_INVITE = Said(
    "ID を確かめ、そのチャンネルで /invite @jitabata を実行してください。",
    "Check the id, and run /invite @jitabata in that channel.",
)
_ANOTHER_ROOM = Said(
    "担当者だけの非公開チャンネルを作り、[slack] triage_channel に設定してください。",
    "Make a private channel for staff alone and set [slack] triage_channel to it.",
)

WORDS: Mapping[str, Phrase] = {
    "off": (
        _NOTE,
        Said("Slack は設定されていません。", "Slack is not configured."),
        Said(
            "使うには SLACK_BOT_TOKEN と SLACK_SIGNING_SECRET を設定してください。",
            "To use it, set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET.",
        ),
    ),
    "unasked": (_NOTE, Said("--offline のため確かめません。", "Is not asked (--offline)."), None),
    "unreachable": (
        _WRONG,
        Said("Slack に接続できません。", "Slack cannot be reached."),
        Said(
            "ネットワーク、プロキシ、SLACK_API_URL を確かめてください。",
            "Check the network, the proxy and SLACK_API_URL.",
        ),
    ),
    "declined": (
        _WRONG,
        Said("Slack がエラー {word} を返しました。", "Slack answers with the error {word}."),
        Said(
            "Slack の資料でこのエラーを調べてください。", "Look this error up in Slack's reference."
        ),
    ),
    "token_ok": (
        _OK,
        Said("{team}（{id}）に接続できます。", "Speaks in {team} ({id})."),
        None,
    ),
    "token_bad": (
        _WRONG,
        Said("トークンが無効です（{word}）。", "The token is not valid ({word})."),
        Said(
            "アプリをインストールし直し、OAuth & Permissions にある Bot トークンを使ってください。",
            "Install the app again and take the bot token from OAuth & Permissions.",
        ),
    ),
    "scopes_ok": (
        _OK,
        Said("必要な権限がすべてあります。", "Has every scope that it needs."),
        None,
    ),
    "scopes_missing": (
        _WRONG,
        Said("権限が足りません: {scopes}", "Scopes are missing: {scopes}"),
        _REINSTALL,
    ),
    "scopes_extra": (
        _NOTE,
        Said("使わない権限があります: {scopes}", "Has scopes that it does not use: {scopes}"),
        _REINSTALL,
    ),
    "signing_ok": (_OK, Said("設定されています。", "Is set."), None),
    "signing_odd": (
        _WRONG,
        Said(
            "署名シークレットの形（16 進 32 桁）ではありません。", "Is not 32 hexadecimal digits."
        ),
        Said(
            "Basic Information にある Signing Secret を設定してください。",
            "Set it to the Signing Secret from Basic Information.",
        ),
    ),
    "signing_none": (
        _NOTE,
        Said("未設定です。Socket Mode だけで受け取ります。", "Is not set: Socket Mode alone."),
        None,
    ),
    "app_token_ok": (_OK, Said("Socket Mode で接続できます。", "Opens Socket Mode."), None),
    "app_token_bad": (
        _WRONG,
        Said("Socket Mode を開けません（{word}）。", "Does not open Socket Mode ({word})."),
        Said(
            "connections:write を持つ App-Level Token を作り、Socket Mode を有効にしてください。",
            "Make an app-level token with connections:write, and switch Socket Mode on.",
        ),
    ),
    "events_ok": (
        _OK,
        Said("イベントの URL が署名付きの確認に応答しました。", "Answers a signed challenge."),
        None,
    ),
    "events_signature": (
        _WRONG,
        Said("署名が受け付けられません。", "Refuses our signature."),
        Said(
            "動いている Jitabata の SLACK_SIGNING_SECRET と、両方の時計を確かめてください。",
            "Check SLACK_SIGNING_SECRET of the running Jitabata, and both clocks.",
        ),
    ),
    "events_bad": (
        _WRONG,
        Said(
            "{url} が期待どおりに応答しません（{word}）。",
            "{url} does not answer as it should ({word}).",
        ),
        Said(
            "`jitabata serve` が動き、リバースプロキシが /slack/ を渡しているか確かめてください。",
            "Check that `jitabata serve` runs, and that the proxy before it passes /slack/ on.",
        ),
    ),
    "events_unknown": (
        _NOTE,
        Said(
            "未設定のため、Slack から届くかどうかは確かめられません。",
            "Is not set, so whether Slack reaches us cannot be told.",
        ),
        Said(
            "Slack から見えるアドレスを [slack] public_url に設定してください。",
            "Set [slack] public_url to the address that Slack sees.",
        ),
    ),
    "public_http": (
        _WRONG,
        Said("https ではありません。", "Is not https."),
        Said("Slack は https だけに送ります。", "Slack sends to https alone."),
    ),
    "client_ignored": (
        _NOTE,
        Said(
            "SLACK_BOT_TOKEN があるため使われません。",
            "Is not used, since SLACK_BOT_TOKEN is set.",
        ),
        Said(
            "ワークスペースに自分でインストールさせるには SLACK_BOT_TOKEN を消してください。",
            "Remove SLACK_BOT_TOKEN to let workspaces install Jitabata themselves.",
        ),
    ),
    "client_ok": (
        _OK,
        Said("ID とシークレットが受け付けられました。", "The id and the secret are accepted."),
        None,
    ),
    "client_bad": (
        _WRONG,
        Said("ID かシークレットが違います（{word}）。", "The id or the secret is wrong ({word})."),
        Said(
            "Basic Information にある Client ID と Client Secret を設定してください。",
            "Set them to the Client ID and Client Secret from Basic Information.",
        ),
    ),
    "nobody": (
        _NOTE,
        Said("まだどこにもインストールされていません。", "Nobody has installed it yet."),
        Said("{url} を開いてください。", "Open {url}."),
    ),
    "database": (
        _WRONG,
        Said("インストールの記録を読めません。", "The installations cannot be read."),
        Said(
            "データベースを確かめ、`jitabata migrate` を実行してください。",
            "Check the database, and run `jitabata migrate`.",
        ),
    ),
    "sealed": (
        _WRONG,
        Said("トークンを今の鍵で開けません。", "Its token cannot be opened with the keys given."),
        Said(
            "以前の鍵を JITABATA_SLACK_KEY に足すか、インストールし直してもらってください。",
            "Add the older key to JITABATA_SLACK_KEY, or let it install Jitabata again.",
        ),
    ),
    "not_renewed": (
        _WRONG,
        Said("トークンを更新できません: {word}", "Its token cannot be renewed: {word}"),
        Said(
            "少し待っても直らなければ、インストールし直してもらってください。",
            "Let it install Jitabata again, if waiting does not help.",
        ),
    ),
    "room_ok": (
        _OK,
        Said("#{name} は社内の非公開チャンネルです。", "#{name} is private and internal."),
        None,
    ),
    "room_unseen": (
        _WRONG,
        Said("見つかりません（{word}）。", "Is not to be seen ({word})."),
        _INVITE,
    ),
    "room_outside": (
        _WRONG,
        Said("#{name} に招待されていません。", "Is not invited to #{name}."),
        _INVITE,
    ),
    "room_public": (
        _WRONG,
        Said("#{name} は公開チャンネルです。", "#{name} is a public channel."),
        _ANOTHER_ROOM,
    ),
    "room_shared": (
        _WRONG,
        Said("#{name} は社外と共有されています。", "#{name} is shared with other companies."),
        _ANOTHER_ROOM,
    ),
    "room_archived": (
        _WRONG,
        Said("#{name} はアーカイブされています。", "#{name} is archived."),
        _ANOTHER_ROOM,
    ),
    "room_none": (
        _NOTE,
        Said(
            "未設定です。担当者は Web の画面だけを使います。",
            "Is not set: staff use the web console alone.",
        ),
        _ANOTHER_ROOM,
    ),
    "staff_ok": (_OK, Said("{count} 人を確認しました。", "{count} people are known."), None),
    "staff_none": (
        _NOTE,
        Said("未設定です。Slack では誰も担当できません。", "Is not set: nobody can act in Slack."),
        Said(
            '[slack.staff] に "U…" = "agent" か "lead" を書いてください。',
            'Write "U…" = "agent" or "lead" into [slack.staff].',
        ),
    ),
    "staff_unknown": (
        _WRONG,
        Said("{id} は見つかりません（{word}）。", "{id} is not known ({word})."),
        Said(
            "プロフィールの「メンバー ID をコピー」で確かめてください。",
            "Check it by “Copy member ID” in the profile.",
        ),
    ),
    "staff_gone": (
        _WRONG,
        Said("{id} は利用停止中です。", "{id} is deactivated."),
        Said("[slack.staff] から消してください。", "Remove it from [slack.staff]."),
    ),
    "staff_stranger": (
        _WRONG,
        Said(
            "{id} は社外の人、ゲスト、またはボットです。", "{id} is an outsider, a guest or a bot."
        ),
        Said("[slack.staff] から消してください。", "Remove it from [slack.staff]."),
    ),
    "staff_team_other": (
        _WRONG,
        Said("インストール先（{id}）と違います。", "Is not where we are installed ({id})."),
        Said("staff_team を {id} にしてください。", "Set staff_team to {id}."),
    ),
}


def say(key: str, subject: str, **values: object) -> Checkup:
    """One checkup in its words. ``values`` go into the sentences; none of them is a secret."""
    return checkup(WORDS[key], subject, **values)
