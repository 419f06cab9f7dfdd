"""A call's arguments as Slack reads them: JSON, form or query, and of the right kind."""

import json
import re
from collections.abc import Mapping
from typing import Any

from tests.channels.slack.world.findings import Findings, Refused
from tests.channels.slack.world.methods import Method
from tests.channels.slack.world.state import Json

TS = re.compile(r"\d{1,12}\.\d{1,6}")
ID = re.compile(r"[A-Z][A-Z0-9_]*")
FLAGS = {"1": True, "true": True, "0": False, "false": False}


def arguments_of(
    name: str, method: Method, kind: str, raw: bytes, sent: Mapping[str, str], findings: Findings
) -> Json:
    """The arguments of a call.

    ``sent`` are those of query or form, which come as text. An unknown argument is a finding, since
    Slack lets it pass in silence; one of the wrong kind is refused.
    """
    given: Json = {key: value for key, value in sent.items() if key != "token"}
    if kind == "application/json" and raw.strip():
        if not method.takes_json:
            findings.add("json-not-taken", name, "this method reads query and form alone")
        else:
            given |= _from_json(raw)
    for unknown in sorted(set(given) - set(method.arguments)):
        findings.add("unknown-argument", name, unknown)
    read = {
        key: _value(name, key, method.arguments[key], value)
        for key, value in given.items()
        if key in method.arguments and value is not None
    }
    if missing := sorted(k for k in method.required if read.get(k) in (None, "") and k != "status"):
        findings.add("missing-argument", name, ", ".join(missing))
        raise Refused("invalid_arguments", missing=missing)
    return read


def _from_json(raw: bytes) -> Json:
    try:
        body = json.loads(raw)
    except ValueError:
        raise Refused("invalid_json") from None
    if not isinstance(body, dict):
        raise Refused("json_not_object")
    return body


def _value(method: str, name: str, kind: str, value: Any) -> Any:
    """One argument; text from a form is read as its kind."""
    if kind == "flag":
        value = FLAGS.get(value, value) if isinstance(value, str) else value
        good = isinstance(value, bool)
    elif kind == "number":
        value = int(value) if isinstance(value, str) and value.isdigit() else value
        good = isinstance(value, int) and not isinstance(value, bool)
    elif kind == "json":
        value = _parsed(value)
        good = isinstance(value, list | dict)
    elif kind == "ts":
        good = isinstance(value, str) and TS.fullmatch(value) is not None
    elif kind == "id":
        good = isinstance(value, str) and ID.fullmatch(value) is not None
    else:
        good = isinstance(value, str)
    if not good:
        raise Refused("invalid_arguments", argument=f"{method}: {name} is no {kind}")
    return value


def _parsed(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return None
