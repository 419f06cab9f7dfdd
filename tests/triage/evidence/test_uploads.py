"""What a file shows of what its sender uses."""

from bot.model.conversation import Complaint
from bot.model.inventory import CustomScript, InstalledPlugin, Inventory
from bot.model.upload import Sort, Upload
from bot.triage.evidence.uploads import MOST_UNLISTED, inventory_with, unlisted_in
from tests.builders import FORMS, POPULAR, RARE, a_catalogue
from tests.cases import each

GRID = InstalledPlugin("Ruri Grid", product=RARE.id)
OFF = InstalledPlugin("Moku Check", product=POPULAR.id, enabled=False)
BEFORE = Complaint(inventory=(POPULAR.id, FORMS.id), complete=False)


def a_list(
    *plugins: InstalledPlugin, sort: Sort = Sort.PLUGIN_CSV, partial: bool = False
) -> Upload:
    return Upload("a.csv", sort, inventory=Inventory(plugins), partial=partial)


@each(
    ("upload", "found"),
    [
        (None, None),
        (Upload("a.har", Sort.HAR), None),
        (a_list(GRID), ((FORMS.id, RARE.id), True)),  # a plug-in that is not on it is not there
        (a_list(), ((FORMS.id,), True)),
        (a_list(GRID, partial=True), ((POPULAR.id, FORMS.id, RARE.id), False)),
        (a_list(OFF, partial=True), ((POPULAR.id, FORMS.id), False)),
        (a_list(GRID, sort=Sort.HAR), ((POPULAR.id, FORMS.id, RARE.id), False)),
        (a_list(OFF, sort=Sort.HAR), None),  # nothing that is in use
        (a_list(InstalledPlugin("x", product="gone")), ((FORMS.id,), True)),
    ],
)
def test_a_whole_list_replaces_the_plug_ins_that_were_known_and_a_part_adds_to_them(
    upload: Upload | None, found: tuple[tuple[str, ...], bool] | None
) -> None:
    assert inventory_with(upload, BEFORE, a_catalogue()) == found


def test_what_was_known_to_be_all_stays_so_where_a_part_is_added() -> None:
    scripts = Inventory(scripts=(CustomScript("x.js", "h.example", products=(RARE.id,)),))
    upload = Upload("a.json", Sort.CUSTOMIZE_JSON, inventory=scripts)
    known = Complaint(inventory=(FORMS.id,), complete=True)
    assert inventory_with(upload, known, a_catalogue()) == ((FORMS.id, RARE.id), True)
    assert inventory_with(upload, Complaint(), a_catalogue()) == ((RARE.id,), False)


def test_the_names_of_plug_ins_in_use_that_no_catalogue_has_are_kept_up_to_a_bound() -> None:
    own = tuple(InstalledPlugin(f"自社{n}") for n in range(MOST_UNLISTED + 1))
    unnamed = InstalledPlugin("", plugin_id="x")
    off = InstalledPlugin("古い", enabled=False)
    found = unlisted_in(a_list(GRID, unnamed, off, own[0], *own))
    assert found == tuple(p.name for p in own[:MOST_UNLISTED])
    assert unlisted_in(Upload("a.har", Sort.HAR)) == ()
