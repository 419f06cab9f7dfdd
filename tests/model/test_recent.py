from bot.model.recent import RecentValues


def test_what_was_written_longest_ago_goes() -> None:
    kept = RecentValues[str, int](2)
    kept["a"], kept["b"], kept["a"], kept["c"] = 1, 2, 3, 4
    assert dict(kept) == {"a": 3, "c": 4}
