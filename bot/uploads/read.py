"""One uploaded file to what may be kept of it: its sort by content, findings, inventory."""

import re
from dataclasses import replace

from bot.desk.pictures import PictureShelf
from bot.desk.ports import Source
from bot.masking.redact import redact
from bot.model.catalogue import Catalogue
from bot.model.inventory import InstalledPlugin, Inventory
from bot.model.picture import Picture
from bot.model.upload import Sort, Upload, UploadProblem
from bot.triage.understand.material.console import read_console
from bot.triage.understand.material.owners import Owners
from bot.uploads.arrival import Arrival, beginning_of, cut, decoded, ends_of
from bot.uploads.excerpt import excerpt
from bot.uploads.har import read_har
from bot.uploads.json_events import events
from bot.uploads.kintone_json import error_in, plugins_in, scripts_in, value_of
from bot.uploads.pictures import MOST_BYTES, reduced
from bot.uploads.plugin_list import PluginNames, is_plugin_list, read_plugin_list
from bot.uploads.preview import preview
from bot.uploads.shorten import shorten

LARGEST_TABLE = 4_000_000  # bytes
LARGEST_TEXT_END = 400_000  # of a longer text, so much of its beginning and of its end is read
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")
_PACKED = (b"PK\x03\x04", b"%PDF", b"7z\xbc\xaf", b"Rar!", b"\xd0\xcf\x11\xe0", b"MZ")
_JSON = re.compile(rb"\s*(?:\{\s*[\"}]|\[\s*[\[{\"\]])")  # a log may begin with "[2026-01-05"
_HAR = re.compile(rb'"log"\s*:\s*\{')
_KINTONE_ERROR = re.compile(r"(?:CB|GAIA)_[A-Z]{2}\d{2}")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def read_upload(name: str, stream: Source, catalogue: Catalogue) -> Upload:
    """Read one file. Who reads many builds an UploadReader once."""
    return UploadReader(catalogue).read(name, stream)


class UploadReader:
    """Reads uploaded files in the light of one catalogue. ``shelf`` None: pictures are not kept."""

    def __init__(self, catalogue: Catalogue, shelf: PictureShelf | None = None) -> None:
        self._shelf = shelf
        self._owners = Owners(catalogue)
        self._names = PluginNames(catalogue)

    def read(self, name: str, stream: Source) -> Upload:
        """What a file holds, by its content and not by its name; never raises.

        It reads once, in pieces, and closes nothing. Nobody looks at what a picture shows.
        """
        arrival = Arrival(stream)
        upload = self._read(arrival, name)
        problem = arrival.problem or upload.problem
        cut = arrival.problem is not None
        return replace(
            upload, name=_kept_name(name), problem=problem, partial=upload.partial or cut
        )

    def _read(self, arrival: Arrival, name: str) -> Upload:
        head = arrival.head
        if not head.strip(b"\0 \t\r\n"):
            return Upload("", Sort.OTHER, problem=UploadProblem.EMPTY)
        if _is_picture(head):
            return self._picture(arrival, _kept_name(name))
        if _is_binary(head):
            return Upload("", Sort.OTHER, problem=UploadProblem.BINARY)
        if _JSON.match(head):
            return self._json(arrival)
        return self._text(arrival)

    def _picture(self, arrival: Arrival, name: str) -> Upload:
        """A picture, made anew and kept; a file that did not arrive whole is not."""
        if self._shelf is None:
            return Upload("", Sort.PICTURE, problem=UploadProblem.PICTURE)
        raw, is_whole = beginning_of(arrival.pieces(), MOST_BYTES)
        found = reduced(raw) if is_whole else UploadProblem.PICTURE_TOO_LARGE
        if arrival.problem is not None:
            return Upload("", Sort.PICTURE, problem=arrival.problem)
        if isinstance(found, UploadProblem):
            return Upload("", Sort.PICTURE, problem=found)
        ident = self._shelf.put(found)
        if ident is None:
            return Upload("", Sort.PICTURE, problem=UploadProblem.PICTURES_FULL)
        picture = Picture(ident, name, found.width, found.height)
        return Upload("", Sort.PICTURE, problem=UploadProblem.PICTURE_KEPT, picture=picture)

    def _json(self, arrival: Arrival) -> Upload:
        if _HAR.search(arrival.head):
            return self._har(arrival)
        raw, is_whole = beginning_of(arrival.pieces(), LARGEST_TABLE)
        value, is_sound = value_of(events(shorten(cut(raw))))
        partial = not (is_whole and is_sound)
        upload = self._kintone(value)
        if upload is None:
            return self._unknown(raw, error_in(value), is_sound=is_sound)
        return replace(upload, partial=partial, problem=UploadProblem.BROKEN if partial else None)

    def _har(self, arrival: Arrival) -> Upload:
        har = read_har(arrival.pieces())
        loaded = tuple(InstalledPlugin("", i, enabled=True) for i in har.plugin_ids)
        problem = None if har.findings or har.answered else UploadProblem.NOTHING_FOUND
        return Upload(
            "",
            Sort.HAR,
            findings=har.findings,
            answered=har.answered,
            inventory=Inventory(loaded) if loaded else None,
            problem=problem if har.is_whole else UploadProblem.BROKEN,
            partial=not har.is_whole,
            preview="\n".join(har.first),
        )

    def _kintone(self, value: object) -> Upload | None:
        plugins = plugins_in(value)
        if plugins is not None:
            return Upload("", Sort.PLUGINS_JSON, inventory=Inventory(self._names.matched(plugins)))
        scripts = scripts_in(value, self._owners)
        if scripts is not None:
            inventory = Inventory(scripts=scripts[0], applies=scripts[1])
            return Upload("", Sort.CUSTOMIZE_JSON, inventory=inventory)
        return None

    def _unknown(self, raw: bytes, error: str, *, is_sound: bool) -> Upload:
        """JSON of another sort, or a log that only begins like JSON: no more than its findings."""
        upload = replace(self._of_text(decoded(raw)), text=error, preview="")
        if upload.problem is None or error:
            return replace(upload, sort=Sort.CONSOLE_TEXT, problem=None)
        return upload if is_sound else replace(upload, problem=UploadProblem.BROKEN, partial=True)

    def _text(self, arrival: Arrival) -> Upload:
        raw, is_whole = ends_of(arrival.pieces(), LARGEST_TEXT_END)
        text = decoded(raw)
        if is_plugin_list(text):
            plugins = self._names.matched(read_plugin_list(text))
            return Upload(
                "",
                Sort.PLUGIN_CSV,
                inventory=Inventory(plugins),
                partial=not is_whole,
                preview=preview(text, table=True),
            )
        return replace(self._of_text(text), partial=not is_whole)

    def _of_text(self, text: str) -> Upload:
        reading = read_console(text, self._owners)
        if not (reading.findings or reading.answered or _KINTONE_ERROR.search(text)):
            return Upload(
                "", Sort.OTHER, problem=UploadProblem.NOTHING_FOUND, preview=preview(text)
            )
        return Upload(
            "",
            Sort.CONSOLE_TEXT,
            findings=reading.findings,
            answered=reading.answered,
            failed_first=reading.failed_first,
            text=excerpt(text),
            preview=preview(text),
        )


def _is_picture(head: bytes) -> bool:
    is_webp = head.startswith(b"RIFF") and head[8:12] == b"WEBP"
    is_heic = head[4:8] == b"ftyp"
    is_bitmap = head.startswith(b"BM") and b"\0" in head[:20]
    return head.startswith(_PICTURES) or is_webp or is_heic or is_bitmap


def _is_binary(head: bytes) -> bool:
    return head.startswith(_PACKED) or (b"\0" in head and not head.startswith(_UTF_16))


def _kept_name(name: str) -> str:
    """The file's name without folders, masked: people name files after people."""
    return redact(re.split(r"[/\\]", name[-300:])[-1][:80]).text
