from bot.model.understanding import Kind
from tests.cases import each
from tests.triage.understand.facts.reading import facts_of

BEGAN = (
    ("発生は11:30。全画面が遅いです", "11:30"),
    ("Ver.3に上げてからずっと印刷できません", "Ver.3に上げてから"),
    ("盆明けから動きません", "盆明けから"),
    ("Won't load since about quarter past nine", "since about quarter past nine"),
    ("さっきから全部のアプリが開かないです", "さっきから"),
    ("13時頃からkintoneにつながりません", "13時頃から"),
    ("昨日の夕方から通知が届かなくなりました", "昨日の夕方から"),
    ("今朝イチから画面が真っ白のままです", "今朝イチから"),
    ("お昼ごろから動きがもっさりしてます", "お昼ごろから"),
    ("月曜から帳票のボタンが出てこない", "月曜から"),
    ("3日前から一覧の表示が遅いです", "3日前から"),
    ("メンテ明けからカレンダーが表示されなくなりました", "メンテ明けから"),
    ("更新後からレイアウトが崩れています", "更新後から"),
    ("先週末から検索に時間がかかるようになりました", "先週末から"),
    ("10分くらい前からずっとくるくるしてる", "10分くらい前から"),
    ("30分ほど前に急に落ちました", "30分ほど前に急に"),
    ("ここ2時間、タブを開くたびに固まります", "ここ2時間"),
    ("同期が来なくなって丸二日です", "丸二日"),
    ("昨夜23時台の夜間ジョブが落ちてました", "昨夜23時台"),
    ("先週ずっと受付メールが遅れています", "先週ずっと"),
    ("The list went blank overnight", "overnight"),
    ("It hangs, right after 4 p.m.", "right after 4 p.m."),
    ("今日になって保存ボタンが押せなくなった", "今日になって"),
    ("始業時からログインできません。東京も大阪も全滅です", "始業時から"),
    ("11/12の午後から添付が開けません", "11/12の午後から"),
    ("10月3日以降のデータが同期されていません", "10月3日以降"),
    ("一昨日あたりからたまにエラーになります", "一昨日あたりから"),
    ("夜中の2時すぎから落ちてます。夜勤で困ってます", "夜中の2時すぎから"),
    ("午前9:40頃より、メール通知が一切届いておりません", "午前9:40頃より"),
    ("ここ数日、グラフの表示がとても重いです", "ここ数日"),
    ("ここ1週間ほど保存に30秒かかっています", "ここ1週間ほど"),
    ("先月からずっとCSVの取り込みが途中で止まります", "先月から"),
    ("朝から印刷ができないのですが", "朝から"),
    ("けさからログイン画面が出ない", "けさから"),
    ("昨日までは普通に保存できてました。今日はエラーになります", "今日"),
    ("午前中は問題なかったのですが、午後からアクセスできません", "午後から"),
    ("先週の金曜日までは印刷できていたのですが、今週に入ってから出ません", "今週に入って"),
    ("金曜の夜は動いていました。月曜に出社したら計算されなくなっていました", "月曜に出社"),
    ("自作のJavaScriptでボタンを足していますが、昨日から出ません", "昨日から"),
    ("サブドメインex-mikan、今朝からログインできません", "今朝から"),
    ("【発生時刻】9:15【端末】iPhone【他の人】同じ", "9:15"),
    ("いつから：昨日の昼過ぎ。何が：メールが飛ばない", "昨日の昼過ぎ"),
    ("ここ最近よく固まります", "ここ最近"),
    ("最近遅くないですか", "最近"),
    ("毎朝8時に動くはずのジョブが今日は動いていません", "今日"),
    ("きのうの夜のバッチから連携が失敗しています", "きのうの夜のバッチから"),
    ("アップデート以降、関連レコードが出ない", "アップデート以降"),
    ("11月版に変わってからボタンの位置がおかしい", "11月版に変わってから"),
    ("停電のあとからつながりません", "停電のあとから"),
    ("朝礼が終わってからずっと真っ白です", "朝礼が終わってから"),
    ("もう2日も同期が止まってます", "2日"),
    ("かれこれ1時間くらい重い状態が続いてます", "1時間くらい"),
    ("20分以上つながらないです", "20分以上"),
    ("朝9時に出社したときは使えてたけど10時前に落ちた", "10時前"),
    ("12:34。また落ちた", "12:34"),
    ("Nobody can log in since this morning", "since this morning"),
    ("Kintone has been crawling for about an hour", "for about an hour"),
    ("As of 9:40 every app returns a white page", "As of 9:40"),
    ("After the update our print button is gone", "After the update"),
    ("Notifications stopped arriving from Monday", "from Monday"),
    ("It's been slow all day", "all day"),
    ("Searches have been slow for the past three days", "for the past three days"),
    ("It went down about 20 minutes ago", "about 20 minutes ago"),
    ("Started around 2:15 pm today: attachments won't upload", "around 2:15 pm today"),
    ("Since Nov 4 the sync to our ledger fails", "Since Nov 4"),
    ("Lookups broke yesterday afternoon", "yesterday afternoon"),
    ("just now the whole thing went blank", "just now"),
    ("Webhooks have been failing since last Friday", "since last Friday"),
    ("can't get in, 8am onwards", "8am onwards"),
    ("It worked fine until yesterday. Today saving fails.", "Today"),
    ("從今天早上開始就打不開", "從今天早上開始"),
    ("今天下午3点左右开始登录不了", "今天下午3点左右开始"),
)
WORKED_LAST = (
    ("最終受信 4:12。それから届きません", "4:12"),
    ("昨日の晩は入れました。今朝は入れません", "昨日の晩"),
    ("先月末までは一度も切れなかったのに落ちます", "先月末までは"),
    ("It was still responding at 06:50, now it hangs", "at 06:50"),
    ("Smooth up to Tuesday lunchtime, slow now", "to Tuesday lunchtime"),
    ("ついさっきまで使えてたのに急に開かなくなった", "ついさっきまで"),
    ("昨日までは普通に保存できてました。今日はエラーになります", "昨日までは"),
    ("午前中は問題なかったのですが、午後からアクセスできません", "午前中"),
    ("先週の金曜日までは印刷できていたのですが、今週に入ってから出ません", "先週の金曜日までは"),
    ("金曜の夜は動いていました。月曜に出社したら計算されなくなっていました", "金曜の夜"),
    ("お昼休み前は使えていました。戻ったら真っ白です", "お昼休み前"),
    ("今朝8時の時点では連携できていました", "今朝8時"),
    ("朝9時に出社したときは使えてたけど10時前に落ちた", "朝9時"),
    ("It worked fine until yesterday. Today saving fails.", "until yesterday"),
    ("Printing was OK last week, now nothing comes out", "last week"),
    ("I could log in at 7:30 but not any more", "at 7:30"),
    ("The last email we received was at 10:12", "at 10:12"),
    ("昨天还能用，今天按钮不见了", "昨天"),
    ("어제까지는 됐는데 오늘은 저장이 안 돼요", "어제까지"),
    ("Hôm qua vẫn in được mà hôm nay không in được", "Hôm qua"),
    ("Ontem funcionava, hoje não salva", "Ontem"),
    ("Kemarin masih bisa, hari ini error", "Kemarin"),
    ("It was working at lunch, now everybody gets a 502", "at lunch"),
    ("朝イチで開けたときは平気でしたが、10時を回ったころから全社で開けません", "朝イチ"),
    ("おとといまではCSVが出せてたんですが、きのうから出せません", "おとといまでは"),
)
OVER = (
    ("15時過ぎに直りました。ありがとうございます", "ended_at", "15時過ぎ"),
    ("さきほど10:50頃、復旧を確認しました", "ended_at", "さきほど10:50頃"),
    ("お昼には元どおり使えるようになっていました", "ended_at", "お昼"),
    ("今朝9時から11時まで開けませんでしたが、今は大丈夫です", "started_at", "今朝9時から"),
    ("今朝9時から11時まで開けませんでしたが、今は大丈夫です", "ended_at", "11時まで"),
    ("昨日の夕方には直っていたようです", "ended_at", "昨日の夕方"),
    ("昨日の午後は開けませんでしたが、今朝は問題なく使えています", "started_at", "昨日の午後"),
    ("13時ちょうどに復活しました！", "ended_at", "13時ちょうど"),
    ("朝は重かったけど今はサクサクです", "started_at", "朝"),
    ("Back to normal at 3:20pm, thanks", "ended_at", "at 3:20pm"),
    ("It came back around noon. Thank you", "ended_at", "around noon"),
    ("It was down from 9 to 10 this morning, all good now", "started_at", "from 9"),
    ("It was down from 9 to 10 this morning, all good now", "ended_at", "10"),
    ("夜のうちに直ったみたいです。お騒がせしました", "ended_at", "夜"),
    ("All good again since 11:05", "ended_at", "since 11:05"),
    ("16時前に復旧しました。13時ごろから見られなかったです", "started_at", "13時ごろから"),
    ("16時前に復旧しました。13時ごろから見られなかったです", "ended_at", "16時前"),
    ("Working again as of 4pm", "ended_at", "4pm"),
)
NO_ONSET = (
    "毎日15時になると重くなります",
    "通知が2時間遅れて届く",
    "先月末に作ったアプリで計算が狂います",
    "1日に何回か画面が固まります",
    "月初はいつも重いです",
    "設定を変えたあとから一覧が真っ白に",
    "納期の欄に「17時まで」と入れるとエラー",
    "1レコード開くのに1分かかる",
    "every monday the export is broken",
)


@each(("text", "began"), BEGAN)
def test_an_expression_of_time_with_since_is_the_onset(text: str, began: str) -> None:
    assert facts_of(text).get("started_at") == began


@each(("text", "when"), WORKED_LAST)
def test_the_last_time_it_worked_is_no_onset(text: str, when: str) -> None:
    facts = facts_of(text)
    assert facts.get("last_ok_at") == when
    assert facts.get("started_at") != when


@each(("text", "fact", "when"), OVER)
def test_what_is_over_has_an_end(text: str, fact: str, when: str) -> None:
    assert facts_of(text, Kind.RECOVERED_REPORT).get(fact) == when


@each("text", NO_ONSET)
def test_what_recurs_lasts_or_was_done_is_no_onset(text: str) -> None:
    assert "started_at" not in facts_of(text)


@each("kind", [Kind.HOWTO, Kind.BILLING, Kind.CHITCHAT, Kind.CONFIG_REQUEST])
def test_a_wish_has_no_onset(kind: Kind) -> None:
    assert "started_at" not in facts_of("昨日から登録した分だけ見たいです", kind)
