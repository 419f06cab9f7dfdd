"""Mail that no person wrote is recognised, and people who write about such mail are heard."""

from bot.channels.mail.reading.automatic import IgnoredMail, Ours
from bot.channels.mail.reading.incoming import MailRules, Report, read_mail
from tests.cases import each
from tests.channels.mail.mails import OURS, RULES, a_mail, raw


@each(
    ("fields", "why"),
    [
        ({"Auto_Submitted": "auto-replied"}, IgnoredMail.AUTOMATIC),
        ({"Auto_Submitted": "auto-generated; type=x"}, IgnoredMail.AUTOMATIC),
        ({"Auto_Submitted": "auto-replied", "Subject": "不在通知: Re: x"}, IgnoredMail.AWAY),
        ({"Precedence": "bulk"}, IgnoredMail.AUTOMATIC),
        ({"Precedence": "Junk"}, IgnoredMail.AUTOMATIC),
        ({"Precedence": "auto_reply"}, IgnoredMail.AUTOMATIC),
        ({"Precedence": "list"}, IgnoredMail.LIST),
        ({"List_Id": "News <news.shop.example>"}, IgnoredMail.LIST),
        ({"List_Unsubscribe": "<mailto:off@shop.example>"}, IgnoredMail.LIST),
        ({"X_Autoreply": "yes"}, IgnoredMail.AUTOMATIC),
        ({"X_Autorespond": "Re: x"}, IgnoredMail.AUTOMATIC),
        ({"X_Auto_Response_Suppress": "DR, OOF, AutoReply"}, IgnoredMail.AUTOMATIC),
        ({"X_Auto_Response_Suppress": "All"}, IgnoredMail.AUTOMATIC),
        ({"Return_Path": "<>"}, IgnoredMail.BOUNCE),
        ({"X_Loop": OURS.upper()}, IgnoredMail.OURS),
        ({"From": f"Desk <{OURS}>"}, IgnoredMail.OURS),
        ({"Message_ID": f"<{'a' * 40}@support.example>"}, IgnoredMail.OURS),
        ({"From": "no-reply@shop.example"}, IgnoredMail.NO_REPLY),
        ({"From": "noreply+abc@shop.example"}, IgnoredMail.NO_REPLY),
        ({"From": "do_not_reply@shop.example"}, IgnoredMail.NO_REPLY),
        ({"From": "MAILER-DAEMON@shop.example"}, IgnoredMail.BOUNCE),
        ({"Subject": "開封済み: 復旧のお知らせ"}, IgnoredMail.RECEIPT),
    ],
)
def test_what_programs_send(fields: dict[str, str], why: IgnoredMail) -> None:
    assert read_mail(a_mail(**fields), RULES) is why


@each(
    "subject",
    [
        "自動応答: Re: お問い合わせ",
        "自動返信：Re: お問い合わせ",
        "【自動返信】お問い合わせありがとうございます",
        "(自動応答) 受け付けました",
        "不在通知",
        "Re: 不在のお知らせ",
        "休暇中: Re: kintone",
        "Automatic reply: kintone",
        "Out of Office: kintone",
        "Out of the office",
        "Auto-Reply: hello",
        "Resposta automática: kintone",
        "Abwesenheitsnotiz: kintone",
        "Vacation notice",
        "OOO - back on Monday",
    ],
)
def test_notices_of_absence_by_their_subject(subject: str) -> None:
    assert read_mail(a_mail(Subject=subject), RULES) is IgnoredMail.AWAY


@each(
    "subject",
    [
        "自動返信が届きません",
        "自動応答プラグインが動かない",
        "自動返信メールの設定について",
        "不在通知アプリが開かない",
        "休暇申請アプリのエラー",
        "Out of office app does not open",
        "Automatic reply is not sent by our app",
        "Vacation request app is blank",
        "Read permission is missing",
        "開封できない添付ファイル",
        "既読にならない",
        "Autonumber field fails",
        "bounce",
    ],
)
def test_people_who_write_about_such_mail_are_heard(subject: str) -> None:
    assert isinstance(read_mail(a_mail(Subject=subject), RULES), Report)


@each(
    "fields",
    [
        {"Auto_Submitted": "no"},
        {"Precedence": "normal"},
        {"X_Auto_Response_Suppress": "DR"},
        {"X_Loop": "somebody@else.example"},
        {"From": "noriko@midori.example"},
        {"From": "bouncer@club.example"},
        {"Return_Path": "<sato@midori.example>"},
    ],
)
def test_signs_that_mean_nothing(fields: dict[str, str]) -> None:
    assert isinstance(read_mail(a_mail(**fields), RULES), Report)


def test_people_who_write_through_a_group_of_ours_are_heard() -> None:
    mail = a_mail(List_Id='"Support" <support.groups.example>', Precedence="list")
    ours = MailRules(Ours(lists=frozenset({"support.groups.example"})))
    assert read_mail(mail, RULES) is IgnoredMail.LIST
    assert isinstance(read_mail(mail, ours), Report)
    automatic = a_mail(List_Id="<support.groups.example>", Auto_Submitted="auto-replied")
    assert read_mail(automatic, ours) is IgnoredMail.AUTOMATIC


@each(
    ("kind", "why"),
    [
        ("disposition-notification", IgnoredMail.RECEIPT),
        ("feedback-report", IgnoredMail.COMPLAINT),
        ("delivery-status", IgnoredMail.BOUNCE),
    ],
)
def test_reports(kind: str, why: IgnoredMail) -> None:
    head = f"From: a@midori.example\nContent-Type: multipart/report; report-type={kind}; boundary=b"
    assert read_mail(raw(head, "--b\n\nx\n--b--"), RULES) is why
