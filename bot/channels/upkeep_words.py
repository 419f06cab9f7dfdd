"""What the commands of upkeep say, in both languages."""

from collections.abc import Mapping

from bot.model.checkup import Said

WORDS: Mapping[str, Said] = {
    "backup.made": Said(
        "バックアップを作成し、読み戻して確認しました: {path}（{size:,.1f} MB、テーブルのバージョン {revision}、{rows:,} 行）",
        "Made a backup and read it back: {path} ({size:,.1f} MB, tables of version {revision}, {rows:,} rows)",
    ),
    "backup.checked.sqlite": Said(
        "確認した内容: コピーの全ページと全インデックス、全テーブルの行数、ファイルのチェックサム。",
        "Checked: every page and index of the copy, the rows of every table, the file's checksums.",
    ),
    "backup.checked.postgresql": Said(
        "確認した内容: 全行を読み出せること、行数がコピーした時点と同じこと、ファイルのチェックサム。"
        "サーバーに戻せることまでは確かめていません（--verify で確かめられます）。",
        "Checked: every row can be read out, there are as many as at the moment of the copy, the file's"
        " checksums. That a server takes them was not tried; --verify does.",
    ),
    "backup.verified": Said(
        "確認した内容: 一時的なデータベースに復元し、全テーブルの行数が一致しました。",
        "Checked: restored into a database of its own, with the same rows in every table.",
    ),
    "backup.without_secrets": Said(
        "秘密の値（{names}）は含まれていません。Slack のトークンは slack-key がなければ読めず、"
        "Webhook の署名は webhook-key がなければ変わります。別の場所に保管するか、--with-secrets で含めてください。",
        "Secrets ({names}) are not in it. Slack's tokens cannot be read without slack-key, and webhooks"
        " are signed otherwise without webhook-key: keep them somewhere else, or take them along with"
        " --with-secrets.",
    ),
    "backup.with_secrets": Said(
        "秘密の値（{names}）が含まれています。パスワードと同じように扱ってください。",
        "Secrets ({names}) are in it: treat the file like a password.",
    ),
    "backup.deleted": Said(
        "古いバックアップを {count} 件削除しました。", "Deleted older backups: {count}."
    ),
    "restore.done": Said(
        "{at} のバックアップ（テーブルのバージョン {revision}）を復元し、確認しました。",
        "Restored and checked the backup of {at} (tables of version {revision}).",
    ),
    "restore.before": Said(
        "以前の内容はここにあります: {before}。不要になったら削除してください。",
        "What was there before is in {before}; delete it when it is not needed any more.",
    ),
    "restore.deliveries": Said(
        "送信待ちの {count} 件は、バックアップの後に届いている可能性があります。送る前に、届いていないかを確かめます。",
        "Deliveries that waited and may have arrived since: {count}. They are marked to be looked up"
        " before they are repeated.",
    ),
    "restore.letters": Said(
        "未処理の受信が {count} 件あります。起動すると処理します。",
        "Messages that wait to be read: {count}. The desk reads them when it starts.",
    ),
    "restore.taken_over": Said(
        "以前のデータベースから、送信と受信の記録を {count} 行引き継ぎました。同じお知らせが二度届くことはありません。",
        "Rows taken over from the database before, of what was told and received since: {count}."
        " Nobody hears the same thing twice.",
    ),
    "restore.guessed": Said(
        "以前のデータベースの記録は使えませんでした。バックアップの後に決めて送ったお知らせは、もう一度届くことがあります。"
        "番号は重ならないように飛ばしました。",
        "Nothing could be taken over from the database before: what was decided and told after the"
        " backup may be told again. Numbers leap, so that none is given twice.",
    ),
    "restore.secrets": Said("秘密の値（{names}）も復元しました。", "Secrets ({names}) came along."),
    "migrate.current": Said(
        "テーブルは最新です（バージョン {revision}）。",
        "The tables are up to date (version {revision}).",
    ),
    "migrate.needed": Said(
        "テーブルをバージョン {before} から {after} にする必要があります: {steps}",
        "The tables have to go from version {before} to {after}: {steps}",
    ),
    "migrate.new": Said(
        "データベースにはまだテーブルがありません。バージョン {after} で作成します。",
        "The database has no tables yet; they are made with version {after}.",
    ),
    "migrate.done": Said(
        "テーブルをバージョン {after} にしました。", "The tables have version {after} now."
    ),
    "tidy.nothing": Said("期限を過ぎたものはありません。", "Nothing is older than it may be."),
    "tidy.conversations": Said(
        "会話 {count} 件から文面と氏名を消しました。",
        "Conversations that lost their words and names: {count}.",
    ),
    "tidy.tickets": Said(
        "受付 {count} 件から文面と氏名を消しました。",
        "Tickets that lost their words and names: {count}.",
    ),
    "tidy.proposals": Said(
        "お知らせの案 {count} 件から宛先を消しました。",
        "Decided notices that lost their readers' names: {count}.",
    ),
    "tidy.broadcasts": Said(
        "配信 {count} 件から宛先の名前を消しました。",
        "Broadcasts that lost the names in them: {count}.",
    ),
    "tidy.told": Said(
        "お知らせの記録 {count} 行から氏名を消しました。",
        "Entries of who was told that lost the name: {count}.",
    ),
    "tidy.words": Said(
        "記録 {count} 件から文面と氏名を消しました。",
        "Entries of the journal that lost their words and names: {count}.",
    ),
    "tidy.journal": Said(
        "記録 {count} 件を削除しました（日ごとの件数は残ります）。",
        "Deleted entries of the journal: {count}. The counts by day stay.",
    ),
    "tidy.deliveries": Said(
        "送信の記録 {count} 件を削除しました（日ごとの件数は残ります）。",
        "Deleted settled deliveries: {count}. The counts by day stay.",
    ),
    "tidy.inbox": Said(
        "受信済みの印 {count} 件を削除しました。",
        "Deleted marks of letters that were handled: {count}.",
    ),
    "tidy.notes": Said(
        "不要になった覚え書き {count} 件を削除しました。", "Deleted notes of no use: {count}."
    ),
    "tidy.backups": Said(
        "バックアップには、入れ替わるまで（最長 1 か月）以前の内容が残ります。",
        "Backups still hold it until they are rotated out, a month at most.",
    ),
}


def say(key: str, lang: str, **values: object) -> str:
    """One sentence in a language (ja or en)."""
    said: str = getattr(WORDS[key], lang)
    return said.format(**values)
