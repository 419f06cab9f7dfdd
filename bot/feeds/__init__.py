"""Status pages: fetch, parse, poll.

    bytes ─ document ─ detect ─┬─ formats/<vendor>.py ─▶ Reading ─ summary ─▶ one word
                    channel ───┘   (words.py: every vendor's words; fields.py: safe access)
    fetch: one conditional GET, within bounds and robots      poll: each attempt an event

To add a format: one file under ``formats/`` with ``marks`` and ``read``, one line in ``detect.py``,
its words in ``words.py`` where they are new, and documents under ``tests/feeds/payloads/``.
"""
