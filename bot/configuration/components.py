"""The operator's own components, as the configuration file declares them (``[[components]]``).

[[components]]
id = "script-delivery"
name = "スクリプトの配信"
name_en = "script delivery"
importance = "high"            # high, middle or low: how much stands still without it
probe = "https://scripts.example.com/health.js"
"""

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from bot.model.errors import JitabataError
from bot.model.probe import Importance, OwnComponent

MOST = 100


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")
    name: str = Field(min_length=1, max_length=80)
    name_en: str = Field(default="", max_length=80)
    importance: Importance = Importance.HIGH
    probe: str = Field(pattern=r"^https://[A-Za-z0-9.-]+(?::\d{1,5})?(?:/[!-~]{0,400})?$")


_ROWS = TypeAdapter(list[_Row])


def components_of(given: object) -> tuple[OwnComponent, ...]:
    """The components of the table. Raises JitabataError with what is wrong and where."""
    try:
        rows = _ROWS.validate_python(given)
    except ValidationError as error:
        wrong = "; ".join(
            f"components[{'.'.join(map(str, e['loc']))}]: {e['msg']}"
            for e in error.errors(include_url=False, include_input=False)[:3]
        )
        raise JitabataError(wrong) from None
    if len({row.id for row in rows}) < len(rows):
        raise JitabataError("components: an id is used twice")
    if len(rows) > MOST:
        raise JitabataError(f"components: {MOST} are the most")
    return tuple(
        OwnComponent(
            row.id, {"ja": row.name, "en": row.name_en or row.name}, row.probe, row.importance
        )
        for row in rows
    )
