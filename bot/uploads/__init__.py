"""Files that people upload: reduced while they stream in, so that only what may be kept is kept.

bytes ─ arrival ─ read ─┬─ shorten ─ json_events ─ har ─▶ findings by host
(gzip, size limit)      ├─ plugin_list, kintone_json ──▶ inventory
                        ├─ triage.understand.console ──▶ findings
                        └─ pictures ──▶ a picture made anew, which is kept
"""
