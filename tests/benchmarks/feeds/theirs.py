"""The other reader, in its own process and virtual environment; answers as ``ours`` does.

    PYTHON theirs.py ADDRESS ...

It runs in a folder of its own, since the package keeps services.json, caches and history there.
``round`` is its own poll of all services (``monitor_services``: caches, ten threads, gauges);
``checks`` only asks and reads one service after another; ``read`` says what it made of each.
Its log is held back, which costs it less than by default.
"""

import json
import logging
import sys
import time
from pathlib import Path

Services = dict[str, dict[str, str]]


class Theirs:
    """The package over the given feeds."""

    def __init__(self, services: Services) -> None:
        Path("services.json").write_text(json.dumps(services), "utf-8")
        from statuspage_prometheus_exporter import (  # type: ignore[import-not-found] # noqa: PLC0415
            service_monitor,  # reads services.json as it is imported
        )

        self.services = services
        self.monitor = service_monitor

    def round(self) -> dict[str, object]:
        cpu, began = time.process_time(), time.monotonic()
        self.monitor.monitor_services()
        return {"cpu": time.process_time() - cpu, "told": [time.monotonic() - began]}

    def checks(self) -> dict[str, object]:
        cpu = time.process_time()
        for key, service in self.services.items():
            self.monitor.check_service_status(key, service)
        return {"cpu": time.process_time() - cpu}

    def read(self) -> list[str]:
        return [self._said(key, service) for key, service in self.services.items()]

    def _said(self, key: str, service: dict[str, str]) -> str:
        """What its gauges show after this poll."""
        result = self.monitor.check_service_with_fallback(key, service)["result"]
        found = [f"incident_info impact={i['impact']}" for i in result["incident_metadata"]]
        found += [f"maintenance_info 1 ({m['status']})" for m in result["maintenance_metadata"]]
        if len(result["component_metadata"]) > 1:
            names = {c["name"] for c in result["component_metadata"]}
            found.append(f"{len(names)} component series")
        if result.get("from_cache"):
            found.append("probe_check 1, from its cache")
        return "; ".join([f"{result['status_text']} ({result['status']})", *found])


def main() -> None:
    logging.disable(logging.CRITICAL)
    theirs = Theirs({f"s{n}": {"name": f"S{n}", "url": url} for n, url in enumerate(sys.argv[1:])})
    while command := sys.stdin.readline().strip():
        sys.stdout.write(json.dumps(getattr(theirs, command)()) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
