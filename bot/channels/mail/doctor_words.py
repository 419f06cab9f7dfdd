"""The sentences of the checkups of outgoing mail."""

from collections.abc import Mapping

from bot.model.checkup import Checkup, Health, Phrase, Said, checkup

_OK, _NOTE, _WRONG = Health.OK, Health.NOTE, Health.WRONG

WORDS: Mapping[str, Phrase] = {
    "mailbox_ok": (
        _OK,
        Said("受信用のメールボックスを開けます。", "The mailbox for incoming mail can be opened."),
        None,
    ),
    "mailbox_bad": (
        _WRONG,
        Said(
            "受信用のメールボックスを開けません（{why}）。",
            "The mailbox for incoming mail cannot be opened ({why}).",
        ),
        Said(
            "[mail.incoming.imap] の host、user、folder と、環境変数 JITABATA_MAILBOX_PASSWORD を確かめてください。",
            "Check host, user and folder in [mail.incoming.imap], and JITABATA_MAILBOX_PASSWORD.",
        ),
    ),
    "unverified": (
        _NOTE,
        Said(
            "authserv_id が未設定のため、差出人が本人かどうかは確かめません。",
            "authserv_id is not set, so senders are taken for who they say they are.",
        ),
        Said(
            "受信サーバーが付ける Authentication-Results の名前を [mail.incoming] authserv_id に設定してください。",
            "Set authserv_id in [mail.incoming] to the name in the Authentication-Results of your server.",
        ),
    ),
    "off": (
        _NOTE,
        Said("メールの送信は設定されていません。", "Outgoing mail is not configured."),
        Said(
            "使うには [mail] の from と [mail.smtp] を設定してください。",
            "To use it, set from in [mail], and [mail.smtp].",
        ),
    ),
    "smtp_ok": (
        _OK,
        Said("{host} に {how} で接続できます。", "{host} takes our connection ({how})."),
        None,
    ),
    "smtp_plain": (
        _NOTE,
        Said(
            "{host} へ暗号化せずに接続しています。メールは途中で読めます。",
            "The connection to {host} is not encrypted; mails can be read on the way.",
        ),
        Said(
            'サーバーが対応していれば security を "starttls" か "tls" にしてください。',
            'Set security to "starttls" or "tls" where the server can.',
        ),
    ),
    "smtp_away": (
        _WRONG,
        Said("メールサーバーを使えません（{why}）。", "The mail server cannot be used ({why})."),
        Said(
            "[mail.smtp] の host、port、security と、外向きの通信が許可されているかを確かめてください。",
            "Check host, port and security in [mail.smtp], and that this machine may connect there.",
        ),
    ),
    "smtp_insecure": (
        _WRONG,
        Said(
            "メールサーバーの証明書を信頼できません（{why}）。",
            "The mail server's certificate is not trusted ({why}).",
        ),
        Said(
            "host を証明書にある名前にし、このマシンのルート証明書と時計を確かめてください。",
            "Set host to a name in the certificate; check this machine's root certificates and clock.",
        ),
    ),
    "smtp_sign_in": (
        _WRONG,
        Said("メールサーバーにログインできません（{why}）。", "Signing in was refused ({why})."),
        Said(
            "[mail.smtp] user と環境変数 JITABATA_SMTP_PASSWORD を確かめてください。",
            "Check user in [mail.smtp] and JITABATA_SMTP_PASSWORD in the environment.",
        ),
    ),
    "sender_refused": (
        _WRONG,
        Said(
            "メールサーバーが差出人 {address} を拒みました（{why}）。",
            "The mail server refuses the sender {address} ({why}).",
        ),
        Said(
            "このアカウントで送信できるアドレスを [mail] from に設定してください。",
            "Set from in [mail] to an address that this account may send as.",
        ),
    ),
    "archive_refused": (
        _WRONG,
        Said(
            "控えの宛先 {address} が拒まれました（{why}）。直るまでメールは送られずに待ちます。",
            "The archive's address {address} is refused ({why}). Mails wait until it is not.",
        ),
        Said(
            "[mail.archive] address のメールボックスを作るか、正しいアドレスに直してください。",
            "Make that mailbox, or put address in [mail.archive] right.",
        ),
    ),
    "archive_none": (
        _NOTE,
        Said(
            "控えのメールボックスがありません。届いたか分からないメールは再送せず、失敗として記録します。",
            "There is no archive mailbox. A mail that may have arrived is not sent again but recorded"
            " as failed.",
        ),
        Said(
            "[mail.archive] を設定すると、控えを確かめてから再送できます。",
            "With [mail.archive], the copy is looked for and the mail is sent again when it is not there.",
        ),
    ),
    "archive_ok": (
        _OK,
        Said("控えのメールボックスを読めます。", "The archive's mailbox can be read."),
        None,
    ),
    "archive_bad": (
        _WRONG,
        Said("控えを確かめられません（{why}）。", "The archive cannot be looked into ({why})."),
        Said(
            "[mail.archive] の host、user、folder と、環境変数 JITABATA_MAIL_ARCHIVE_PASSWORD を"
            "確かめてください。",
            "Check host, user and folder in [mail.archive], and JITABATA_MAIL_ARCHIVE_PASSWORD in the"
            " environment.",
        ),
    ),
    "no_page": (
        _NOTE,
        Said(
            "公開アドレスがないため、配信停止はメールでの申し出だけになります。",
            "Without a public address, notices can be stopped by mail only.",
        ),
        Said(
            "[mail] public_url に https のアドレスを設定すると、ワンクリックで停止できます。",
            "Set public_url in [mail] to an https address, and one click stops them.",
        ),
    ),
}


def say(key: str, subject: str, **values: object) -> Checkup:
    """One checkup in its words. ``values`` go into the sentences; none of them is a secret."""
    return checkup(WORDS[key], subject, **values)
