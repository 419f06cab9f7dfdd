"""``jitabata read-upload FILE``: what the desk would keep of a file, as JSON."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from bot.model.catalogue import Catalogue
from bot.model.upload import Upload
from bot.uploads.read import read_upload


def read_file(path: Path, catalogue: Catalogue, out: TextIO, lang: str = "en") -> int:
    """Print one file's reading; 0 when it was read, 1 when something was the matter with it."""
    try:
        with path.open("rb") as stream:
            upload = read_upload(path.name, stream, catalogue)
    except OSError as why:
        out.write(f"{path}: {why.strerror}\n")
        return 1
    out.write(json.dumps(shown(upload, lang), ensure_ascii=False, indent=2) + "\n")
    return 0 if upload.problem is None else 1


def shown(upload: Upload, lang: str) -> dict[str, Any]:
    """An upload with its problem in words, and without what is empty."""
    values = asdict(upload)
    values["problem"] = upload.problem.sentence(lang) if upload.problem else None
    return {name: value for name, value in values.items() if value not in (None, (), "", False)}
