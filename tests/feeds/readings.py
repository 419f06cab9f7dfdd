"""What each JSON document under ``payloads/`` says; the documents are made by hand."""

# file: overall; components out of order; open incidents; maintenances
# fmt: off
PAGES: dict[str, tuple[str, dict[str, str], list[tuple[str, str]], list[tuple[str, str]]]] = {
    "apple/wrapped_in_a_callback.js": (
        "degraded", {"iCloud": "degraded"}, [("iCloud: 遅延しています。", "active")], [("Maps: 作業", "scheduled")],
    ),
    "aws/one_current.data.json": (
        "partial_outage", {"Amazon S3 (Tokyo)": "major_outage"}, [("Errors", "active")], [],
    ),
    "aws/seconds_and_milliseconds_in_one_event.json": (
        "degraded",
        {"Amazon EC2 (Tokyo, ap-northeast-1)": "degraded", "Amazon S3 (Tokyo, ap-northeast-1)": "unknown"},
        [("Slow launches", "active"), ("Odd", "active")], [],
    ),
    "aws/tokyo_degraded_utf16.json": (
        "degraded", {"Amazon EC2 (Tokyo, ap-northeast-1)": "degraded"}, [("Slow launches", "active")], [],
    ),
    "azure_devops/advisory_in_asia.json": ("degraded", {"Boards / Asia Pacific": "degraded"}, [], []),
    "azure_devops/word_nobody_knows.json": ("unknown", {"Boards / Asia Pacific": "unknown"}, [], []),
    "betterstack/green_over_an_open_report.json": ("operational", {}, [("Late mail", "active")], []),
    "betterstack/monitor_down_without_a_report.json": (
        "major_outage", {"Core / API": "major_outage"}, [], [],
    ),
    "betterstack/reports_of_every_kind.json": (
        "degraded", {"Core / API": "degraded"}, [("Slow API", "active")],
        [("Next week's work", "scheduled"), ("Tonight's work", "in_progress")],
    ),
    "betterstack/word_nobody_knows.json": ("unknown", {"Core / API": "unknown"}, [], []),
    "cachet/fixed_keeps_status_one.incidents.json": ("degraded", {}, [("Watched", "monitoring")], []),
    "cachet/groups.json": ("degraded", {"Core / Web": "degraded"}, [], []),
    "cachet/incidents_of_version_three.json": (
        "degraded", {}, [("Slow web", "monitoring"), ("Who knows", "active")], [],
    ),
    "cachet/planned_among_incidents.json": (
        "degraded", {}, [("Broken", "identified")], [("Soon", "scheduled")],
    ),
    "cachet/schedules_of_version_three.json": ("maintenance", {}, [], [("Running", "in_progress")]),
    "cachet/six_states.components.json": (
        "major_outage",
        {"Part 2": "degraded", "Part 3": "partial_outage", "Part 4": "major_outage", "Part 5": "unknown", "Part 6": "maintenance"},
        [], [],
    ),
    "cachet/status_beyond_six.components.json": ("unknown", {"API": "unknown"}, [], []),
    "cachet/status_nobody_knows.json": ("unknown", {}, [], []),
    "cachet/status_of_version_three.json": ("partial_outage", {}, [], []),
    "cachet/version_three.components.json": ("partial_outage", {"API": "partial_outage"}, [], []),
    "checkly/maintenance_and_severity_nobody_knows.json": (
        "degraded", {"Web": "maintenance", "API": "unknown"}, [("Odd", "identified")],
        [("New disks", "in_progress")],
    ),
    "checkly/severity_major.json": (
        "partial_outage", {"Runner": "partial_outage"}, [("Runs fail", "identified")], [],
    ),
    "china/alibaba_open.json": ("degraded", {}, [("[Incident] Network in Tokyo", "active")], []),
    "china/flashcat_change.json": (
        "degraded", {"Core / API": "degraded"}, [("API slow", "investigating")], [],
    ),
    "china/tencent_abnormal.json": ("partial_outage", {"云服务器": "partial_outage"}, [("网络异常", "active")], []),
    "china/tencent_counts_outweigh_a_trimmed_list.json": ("partial_outage", {}, [], []),
    "datadog/group_and_planned_work.json": (
        "major_outage", {"G / A": "major_outage"}, [("A is gone", "identified")], [("Work", "scheduled")],
    ),
    "datadog/word_nobody_knows.json": ("degraded", {"API": "unknown"}, [("Odd", "active")], []),
    "freshstatus/a_region_that_does_not_count.json": (
        "degraded", {"US EAST / Web App / Tickets": "degraded"}, [], [],
    ),
    "freshstatus/word_nobody_knows.json": (
        "maintenance", {"Login": "unknown", "Tickets": "maintenance"}, [], [],
    ),
    "google/ended_keeps_its_worst_impact.json": ("operational", {}, [], []),
    "google/hyphens_and_newest_update.json": (
        "major_outage", {"Sheets": "major_outage"}, [("Sheets gone", "active")], [],
    ),
    "google/hyphens_and_null_end.json": (
        "degraded", {"Gmail": "degraded"}, [("Mail is slow", "active")], [],
    ),
    "google/impact_nobody_knows.incidents.json": (
        "degraded", {"Gmail": "unknown"}, [("Gmail is slow", "active")], [],
    ),
    "google/one_place.incidents.json": (
        "partial_outage", {"Cloud Run": "partial_outage"}, [("Jobs wait", "active")], [],
    ),
    "google/workspace_two_services.incidents.json": (
        "major_outage", {"Gmail": "major_outage", "Google Meet": "major_outage"},
        [("Gmail is slow", "active"), ("Meet is down", "active")], [],
    ),
    "heroku/green_over_an_open_incident.json": ("operational", {}, [("Slow builds", "active")], []),
    "heroku/open_and_planned.json": (
        "major_outage", {"Apps": "major_outage"}, [("Apps crash", "active")], [("Soon", "scheduled")],
    ),
    "hyperping/incident.status.json": ("degraded", {}, [], []),
    "hyperping/services_without_words.status.json": ("operational", {"API": "unknown"}, [], []),
    "hyperping/word_nobody_knows.status.json": ("unknown", {}, [], []),
    "incidentio/green_over_an_open_incident.summary.json": (
        "operational", {}, [("Answers are late", "investigating")], [],
    ),
    "incidentio/keys_left_out_when_empty.summary.json": ("degraded", {"Login": "major_outage"}, [], []),
    "incidentio/maintenance_running.summary.json": (
        "maintenance", {"API": "maintenance"}, [], [("Move", "in_progress")],
    ),
    "incidentio/native_widget.json": (
        "major_outage", {"Core / Login": "major_outage"}, [("Login fails", "identified")],
        [("Move", "scheduled")],
    ),
    "instatus/has_issues.summary.json": ("major_outage", {}, [("No mail", "monitoring")], []),
    "instatus/maintenance_with_duration.summary.json": (
        "maintenance", {}, [], [("Rewiring", "scheduled"), ("Cleaning", "in_progress")],
    ),
    "instatus/one_major_outage.summary.json": ("partial_outage", {}, [("No mail", "investigating")], []),
    "instatus/parents_among_children.components.json": (
        "partial_outage", {"Mail / Sending": "partial_outage"}, [], [],
    ),
    "instatus/up_with_an_open_incident.summary.json": ("operational", {}, [("No mail", "identified")], []),
    "instatus/word_nobody_knows.summary.json": ("unknown", {}, [("Odd", "active")], []),
    "microsoft/available.mac.json": ("operational", {}, [], []),
    "microsoft/one_degraded.consumer.json": (
        "degraded", {"Outlook.com": "degraded"}, [("Outlook.com: Some users cannot read mail.", "active")],
        [],
    ),
    "microsoft/word_nobody_knows.mac.json": ("unknown", {}, [], []),
    "monitors/gatus_all_down.json": ("major_outage", {"Core / Web": "major_outage"}, [], []),
    "monitors/gatus_never_tried.json": (
        "unknown", {"Core / Web": "unknown", "Night run": "unknown"}, [], [],
    ),
    "monitors/gatus_one_down.json": ("partial_outage", {"Core / Web": "major_outage"}, [], []),
    "monitors/kuma_last_beat_counts.heartbeat.json": ("operational", {"monitor 2": "unknown"}, [], []),
    "monitors/kuma_maintenance_alone.page.json": ("maintenance", {}, [], [("Now", "in_progress")]),
    "monitors/kuma_pinned_incident.page.json": (
        "degraded", {}, [("Disk full", "active")], [("Work", "in_progress")],
    ),
    "monitors/kuma_status_nobody_knows.heartbeat.json": ("unknown", {"monitor 2": "unknown"}, [], []),
    "monitors/kuma_two_incidents.page.json": (
        "degraded", {}, [("Disk full", "active")], [("Later", "scheduled")],
    ),
    "monitors/statping_one_offline.json": (
        "partial_outage", {"API": "major_outage", "New": "unknown"}, [], [],
    ),
    "monitors/upptime_one_slow.json": ("degraded", {"Web": "degraded"}, [], []),
    "openstatus/green_over_an_open_incident.current.json": (
        "operational", {}, [("Slow pages", "identified")], [],
    ),
    "openstatus/old_word.json": ("degraded", {}, [], []),
    "openstatus/old_word_unknown.json": ("unknown", {}, [], []),
    "openstatus/summary.json": (
        "degraded", {"Web": "degraded"}, [("Slow pages", "identified")], [("New disks", "scheduled")],
    ),
    "openstatus/unresolved.incidents.json": ("degraded", {}, [("Slow pages", "identified")], []),
    "rootly/green_over_an_open_incident.status.json": (
        "operational", {}, [("Logins are slow", "monitoring")], [],
    ),
    "rootly/major.status.json": ("partial_outage", {}, [("API Degradation", "active")], []),
    "livck/nested_groups.full.json": (
        "major_outage", {"Netz / DNS Wien": "major_outage", "Netz / Datenbank": "maintenance"},
        [("Störung: DNS", "monitoring")], [("Wartung", "in_progress")],
    ),
    "livck/open_and_planned.status.json": (
        "partial_outage", {"Web / API": "partial_outage"},
        [("API answers late", "identified")], [("New disks", "scheduled")],
    ),
    "livck/self_hosted.categories.json": (
        "major_outage", {"Hosting / Mail": "major_outage", "Hosting / Backup": "unknown"}, [], [],
    ),
    "betterstack/planned_is_not_running.json": (
        "maintenance", {"API": "maintenance"}, [], [("Next week's work", "scheduled")],
    ),
    "cachet/upcoming_with_an_end.schedules.json": (
        "unknown", {}, [], [("New disks", "scheduled")],
    ),
    "sakura/old_list.json": (
        "degraded", {}, [("[障害] 共用サーバの一部", "active")], [("[メンテナンス] 機器交換", "scheduled")],
    ),
    "zendesk/named_with_services.incidents.json": ("degraded", {}, [("Chat is late", "active")], []),
    "sakura/digits_and_further_pages.json": ("degraded", {}, [("通信障害", "active")], [("機器交換", "scheduled")]),
    "sakura/trouble_and_maintenance.json": (
        "degraded", {}, [("一部のサーバーへ接続できない障害", "active")], [("電源設備のメンテナンス", "scheduled")],
    ),
    "salesforce/incidents_alone.json": (
        "partial_outage", {}, [("Incident 7 on AP12 (serviceDisruption)", "active")], [],
    ),
    "salesforce/one_instance.json": (
        "major_outage", {"AP12": "major_outage"}, [("Incident 7 on AP12 (serviceDisruption)", "active")],
        [],
    ),
    "slack/all_over.history.json": ("operational", {}, [], []),
    "slack/ok.current.json": ("operational", {}, [], []),
    "slack/ok_over_an_open_incident.current.json": (
        "operational", {"Notifications": "degraded"}, [("Late notices", "active")], [],
    ),
    "slack/outage_beside_maintenance.current.json": (
        "major_outage", {"Messaging": "major_outage", "Search": "maintenance"},
        [("Nothing sends", "active")], [("Database work", "in_progress")],
    ),
    "sorry/degraded.status.json": (
        "degraded", {"Web": "degraded"}, [("Slow web", "monitoring")], [("New disks", "in_progress")],
    ),
    "sorry/green_over_an_open_notice.status.json": ("operational", {}, [("Slow web", "investigating")], []),
    "sorry/word_nobody_knows.status.json": ("unknown", {}, [], []),
    "statuscast/another_word.status.json": ("degraded", {}, [], []),
    "statuscast/available.status.json": ("operational", {}, [], []),
    "statuscast/nothing_unresolved.summary.json": ("unknown", {}, [], []),
    "statuscast/unresolved.summary.json": (
        "degraded", {}, [("Search is slow", "active"), ("(no title)", "active")], [],
    ),
    "statusio/green_over_an_open_incident.json": ("operational", {}, [("Slow web", "identified")], []),
    "statusio/newest_message_decides.json": (
        "major_outage", {"Web": "major_outage"}, [("Web gone", "monitoring")],
        [("Now", "in_progress"), ("Later", "scheduled")],
    ),
    "statusio/resolved_message_and_unknown_code.json": ("unknown", {"Web": "unknown"}, [], []),
    "statusio/security_event.json": ("degraded", {"Web": "degraded"}, [], []),
    "statuspage/abandoned_without_incident.summary.json": (
        "partial_outage", {"API": "partial_outage"}, [], [],
    ),
    "statuspage/components_alone.components.json": (
        "degraded", {"Editor": "degraded", "API": "maintenance"}, [], [],
    ),
    "statuspage/escalation_at_first.summary.json": ("degraded", {}, [("Login fails", "investigating")], []),
    "statuspage/escalation_later.summary.json": (
        "major_outage", {}, [("Login fails", "investigating")], [],
    ),
    "statuspage/green_roll_up_over_an_open_incident.json": (
        "operational", {}, [("Sheets do not load", "investigating")], [],
    ),
    "statuspage/groups_and_equal_names.json": (
        "partial_outage", {"Tokyo / Editor": "major_outage", "Printing": "unknown"},
        [("Editor stops", "identified"), ("Editor stops", "monitoring"), ("Odd trouble", "active")],
        [("Move of disks", "in_progress"), ("Next move", "scheduled")],
    ),
    "statuspage/impact_none_is_real.summary.json": (
        "operational", {}, [("Some users are logged out", "investigating")], [],
    ),
    "statuspage/indicator_maintenance.status.json": ("maintenance", {}, [], []),
    "statuspage/indicator_nobody_knows.status.json": ("unknown", {}, [], []),
    "statuspage/markup_in_titles.summary.json": (
        "partial_outage", {"Sheets & Forms": "partial_outage"},
        [("Errors in search", "investigating"), ("https://status.kumo.example/incidents/abc", "investigating"), ("Printing is slow", "investigating"), ("Load is a < b & c", "investigating")],
        [],
    ),
    "statuspage/nothing_open.incidents.json": ("unknown", {}, [], []),
    "statuspage/one_open.unresolved.json": (
        "partial_outage", {}, [("Sheets do not load", "identified")], [],
    ),
    "statuspage/one_running.scheduled-maintenances.json": (
        "maintenance", {}, [], [("Disks", "in_progress")],
    ),
    "statuspage/permanent_amber.summary.json": ("degraded", {"City 7": "partial_outage"}, [], []),
    "statuspage/planned_ahead.scheduled-maintenances.json": (
        "unknown", {}, [], [("Disks, next month", "scheduled")],
    ),
    "statuspage/pseudo_component.summary.json": ("operational", {}, [], []),
    "statuspage/resolved_ones_linger.incidents.json": ("degraded", {}, [("Slow search", "monitoring")], []),
    "statuspage/silent_for_years.summary.json": ("degraded", {}, [("Forgotten", "investigating")], []),
    "statuspage/start_mistyped_into_the_future.summary.json": (
        "degraded", {}, [("Exports fail", "investigating")], [],
    ),
    "statuspage/utf8_with_a_mark.status.json": ("major_outage", {}, [], []),
    "statuspal/green_over_an_open_incident.summary.json": (
        "operational", {}, [("課題を開けない", "investigating")], [],
    ),
    "statuspal/minor_in_tehran.summary.json": (
        "degraded", {"Japan / Backlog": "degraded"}, [("課題を開けない", "investigating")],
        [("定期作業", "scheduled")],
    ),
    "statuspal/word_nobody_knows.status.json": ("unknown", {}, [], []),
    "stripe/degraded_with_a_warning.full.json": ("degraded", {}, [("API: Slow answers", "active")], []),
    "stripe/paused.current.json": ("unknown", {}, [], []),
    "stripe/up.current.json": ("operational", {}, [], []),
    "stripe/up_over_a_warning.full.json": ("operational", {}, [("API: Slow answers", "active")], []),
    "uptimecom/not_operational.json": (
        "major_outage", {"EU / Checks": "major_outage", "Web": "maintenance"},
        [("Checks stand still", "investigating")], [("Work", "scheduled")],
    ),
    "uptimecom/operational_over_an_open_incident.json": (
        "operational", {}, [("Slow web", "monitoring")], [],
    ),
    "zendesk/all_resolved.incidents.json": ("unknown", {}, [], []),
    "zendesk/an_outage_and_a_resolved_one.incidents.json": (
        "partial_outage", {}, [("Tickets do not open", "active")], [],
    ),
}
