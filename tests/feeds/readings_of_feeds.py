"""What each RSS and Atom document under ``payloads/`` says; the documents are made by hand."""

# file: overall; components out of order; open incidents; maintenances
# fmt: off
FEEDS: dict[str, tuple[str, dict[str, str], list[tuple[str, str]], list[tuple[str, str]]]] = {
    "notices/announcements.rdf": ("degraded", {}, [("一部地域で通信サービスがご利用しづらい状況について", "active")], []),
    "notices/cybozu_trouble.rss": (
        "major_outage", {},
        [("【重要】kintoneに接続しづらい障害について", "active"), ("【一部復旧】通知が届かない障害", "monitoring"), ("【未復旧】検索の障害", "active"), ("【障害】画面が開かない", "active")],
        [],
    ),
    "notices/an_id_for_each_update.rss": ("unknown", {}, [("Mail outage", "active")], []),
    "notices/chain_oldest_first.atom": ("degraded", {}, [("Open again", "investigating")], []),
    "notices/sentences_open.rss": (
        "major_outage", {}, [("Garoonにアクセスできない障害が発生しています", "active")], [],
    ),
    "notices/folded_by_guid.rss": ("degraded", {}, [("Search is down", "monitoring")], []),
    "notices/hund.atom": ("degraded", {}, [("[Investigating] Slow accounting", "investigating")], []),
    "notices/incidentio.atom": ("degraded", {}, [("Answers are late", "monitoring")], []),
    "notices/meta_empty.rss": ("unknown", {}, [], []),
    "notices/meta_open.rss": ("degraded", {}, [("Graph API", "active")], []),
    "notices/monitor_down_and_recovered.rss": ("unknown", {}, [("Web went down", "active")], []),
    "notices/no_item_at_all.rss": ("unknown", {}, [], []),
    "notices/not_yet_recovered.rss": (
        "degraded", {},
        [("【一部復旧】メールの遅延", "monitoring"), ("【復旧作業中】検索の停止", "identified"), ("【復旧見込み】印刷の停止", "identified"), ("FAX送信の障害は未復旧", "active")],
        [],
    ),
    "notices/one_title_two_incidents.atom": (
        "degraded", {}, [("Incident with Search", "identified")], [("Works on disks", "scheduled")],
    ),
    "notices/open_and_planned.rss": (
        "major_outage", {}, [("【重要】ログインできない事象が発生しています", "active"), ("【調査中】通知が遅れる", "investigating")],
        [("【メンテナンス】5月10日のお知らせ", "scheduled")],
    ),
    "notices/ordinary_news.rss": ("unknown", {}, [], []),
    "notices/paypal.atom": ("unknown", {}, [("Checkout", "active")], []),
    "notices/recovered_by_prefix.rss": ("unknown", {}, [], []),
    "notices/resolved_with_a_dreadful_title.rss": ("unknown", {}, [], []),
    "notices/statusio.rss": ("degraded", {}, [("Slow registry", "investigating")], []),
    "notices/statuspage_history.rss": (
        "degraded", {}, [("Forms do not open", "identified")], [("New disks", "scheduled")],
    ),
    "notices/title_is_an_address.rss": (
        "degraded", {},
        [("Search is slow", "investigating"), ("https://status.kumo.example/i/1", "identified")], [],
    ),
    "notices/update_after_resolved.atom": ("unknown", {}, [("UPDATE: Queues are late", "active")], []),
    "notices/volcengine_open_for_weeks.rss": ("degraded", {}, [("方舟服务异常", "active")], []),
    "notices/volcengine_reopened.rss": ("degraded", {}, [("服务异常", "active")], []),
    "notices/xai_all_resolved.xml": ("operational", {}, [], []),
    "notices/xai_open.xml": ("degraded", {"API": "degraded"}, [("[API] Errors", "investigating")], []),
    "notices/xai_unavailable.xml": (
        "major_outage", {"API": "major_outage"}, [("[API] No answers", "identified")], [],
    ),
    "vendor_rss/apps_green_after_yellow.xml": (
        "major_outage", {"Mail": "major_outage"}, [("Mail: We are investigating.", "investigating")], [],
    ),
    "vendor_rss/aws_chain_reopened.rss": (
        "partial_outage", {"ec2-ap-northeast-1": "major_outage"}, [("Power", "active")], [],
    ),
    "vendor_rss/aws_kind_nobody_knows.rss": (
        "degraded", {"cloudfront": "unknown"}, [("Odd", "active")], [],
    ),
    "vendor_rss/azure_one_region.xml": (
        "degraded", {"Storage": "degraded"}, [("Storage in Japan East", "active")], [],
    ),
    "vendor_rss/statusiq.rss": ("partial_outage", {"Mail - EU": "partial_outage"}, [], []),
}
