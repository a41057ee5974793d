"""What a staged file goes through, whatever its kind: shown by a kind that costs a reader and a difference."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.audit.changed import Changed
from cchc.core.words.messages import Faults
from cchc.documents.models import StoredFile
from cchc.documents.queries import content
from cchc.intake import actions
from cchc.intake.kinds import Brought, read_kind_of, staged_kind_of
from cchc.intake.models import StagedFile
from cchc.intake.queries import staged_files
from cchc.intake.tasks import read_file, read_staged_file
from cchc.units.models import AgencyGroup
from tests.builders import a_group, a_unit, an_actor
from tests.intake.tiny import GROUP_NAMES, LONG_NAMES

pytestmark = pytest.mark.django_db
State = StagedFile.State


@pytest.fixture(autouse=True)
def _tiny(settings: Any) -> None:
    settings.STAGED = "tests.intake.tiny"


@pytest.fixture
def group() -> AgencyGroup:
    return a_group("Các sở", [a_unit("Sở A")])


def brought(group: AgencyGroup, name: str = "Các sở, ngành", by: Any = None) -> StagedFile:
    """A file with a new name for a group, which waits."""
    file = Brought(by or an_actor(), "ten.txt", name.encode(), str(group.pk))
    return actions.stage(by=file.by, kind=GROUP_NAMES, brought=file, compared=GROUP_NAMES.compare(file))


def name_of(group: AgencyGroup) -> str:
    return AgencyGroup.objects.get(pk=group.pk).name


def again(staged: StagedFile) -> StagedFile:
    file = actions.brought_again(an_actor(), staged, content(staged.file))
    compared = staged_kind_of(staged).compare(file)
    return actions.stage_again(by=file.by, staged=staged, brought=file, compared=compared)


def test_a_file_waits_with_what_it_would_change_and_changes_nothing(group: AgencyGroup) -> None:
    staged = brought(group)
    stored = StoredFile.objects.get()
    assert (staged.state, staged.difference, name_of(group)) == (
        State.READ,
        ["Các sở", "Các sở, ngành"],
        "Các sở",
    )
    assert (content(staged.file).decode(), staged.file, staged.person) == (
        "Các sở, ngành",
        stored,
        an_actor().person,
    )
    assert list(staged_files(GROUP_NAMES, str(group.pk))) == [staged]
    assert list(staged_files(GROUP_NAMES, "0")) == []


def test_applied_and_taken_back_it_leaves_what_there_was(group: AgencyGroup) -> None:
    staged = brought(group)
    assert actions.apply(by=an_actor(), staged=staged) == name_of(group) == "Các sở, ngành"
    assert actions.undo(by=an_actor(Role.COORDINATOR), staged=staged) == name_of(group) == "Các sở"
    staged.refresh_from_db()
    assert (staged.state, staged.undone_by) == (State.UNDONE, an_actor(Role.COORDINATOR).person)


def test_what_was_changed_since_it_was_seen_is_said_with_both(group: AgencyGroup) -> None:
    staged = brought(group)
    AgencyGroup.objects.update(name="Sở")
    with pytest.raises(Changed) as changed:
        actions.apply(by=an_actor(), staged=staged)
    assert (changed.value.seen, changed.value.now, name_of(group)) == ("Các sở", "Sở", "Sở")
    staged.refresh_from_db()
    assert (staged.state, again(staged).difference) == (State.READ, ["Sở", "Các sở, ngành"])


def test_a_file_is_not_kept_where_what_it_was_compared_with_changed_meanwhile(group: AgencyGroup) -> None:
    file = Brought(an_actor(), "ten.txt", b"A", str(group.pk))
    compared = GROUP_NAMES.compare(file)
    AgencyGroup.objects.update(name="Sở")
    with pytest.raises(Changed):
        actions.stage(by=file.by, kind=GROUP_NAMES, brought=file, compared=compared)
    assert (StagedFile.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_what_was_changed_after_it_was_applied_is_not_taken_back(group: AgencyGroup) -> None:
    staged = brought(group)
    actions.apply(by=an_actor(), staged=staged)
    AgencyGroup.objects.update(name="Sở")
    with pytest.raises(Changed) as changed:
        actions.undo(by=an_actor(), staged=staged)
    staged.refresh_from_db()
    assert (changed.value.now, name_of(group), staged.state) == ("Sở", "Sở", State.APPLIED)


def test_a_file_that_cannot_be_read_is_not_kept(group: AgencyGroup) -> None:
    with pytest.raises(Faults):
        brought(group, "A\nB")
    assert (StagedFile.objects.count(), StoredFile.objects.count()) == (0, 0)


WAITING, APPLIED, UNDONE, GONE = "waits", "applied", "taken back", "given up"
VERBS: dict[str, Callable[[StagedFile], Any]] = {
    "apply": lambda staged: actions.apply(by=an_actor(), staged=staged),
    "give up": lambda staged: actions.give_up(by=an_actor(), staged=staged),
    "again": again,
    "undo": lambda staged: actions.undo(by=an_actor(), staged=staged),
}
TO_REACH = {WAITING: [], APPLIED: ["apply"], UNDONE: ["apply", "undo"], GONE: ["give up"]}
ALLOWED = {(WAITING, "apply"), (WAITING, "give up"), (WAITING, "again"), (APPLIED, "undo")}


@pytest.mark.parametrize("state", TO_REACH)
@pytest.mark.parametrize("verb", VERBS)
def test_in_each_state_only_what_belongs_to_it_is_done(group: AgencyGroup, state: str, verb: str) -> None:
    staged = brought(group)
    for step in TO_REACH[state]:
        VERBS[step](staged)
    before = (name_of(group), list(StagedFile.objects.values()))
    if (state, verb) in ALLOWED:
        VERBS[verb](staged)
        assert (name_of(group), list(StagedFile.objects.values())) != before
    else:
        with pytest.raises(ValidationError):
            VERBS[verb](staged)
        assert (name_of(group), list(StagedFile.objects.values())) == before


@pytest.mark.parametrize("verb", VERBS)
def test_the_policy_of_the_kind_is_asked_again_at_each_step(group: AgencyGroup, verb: str) -> None:
    clerk = an_actor(Role.UNIT_CLERK)
    staged = brought(group)
    refused = {
        "apply": lambda: actions.apply(by=clerk, staged=staged),
        "give up": lambda: actions.give_up(by=clerk, staged=staged),
        "again": lambda: brought(group, by=clerk),
        "undo": lambda: actions.undo(by=clerk, staged=staged),
    }
    with pytest.raises(NotPermitted):
        refused[verb]()
    assert StagedFile.objects.get().state == State.READ


def test_a_state_and_its_time_cannot_contradict_each_other(group: AgencyGroup) -> None:
    rows = StagedFile.objects.filter(pk=brought(group).pk)
    now = timezone.now()
    for wrong in (
        {"state": "applied"},
        {"applied_at": now},
        {"state": "undone", "applied_at": now},
        {"undone_at": now},
        {"state": "?"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)


# Read by the worker


def left(group: AgencyGroup, name: str = "Các ngành") -> StagedFile:
    """A file that waits for the worker."""
    file = Brought(an_actor(Role.COORDINATOR), "ten.txt", name.encode(), str(group.pk))
    return actions.leave_to_read(by=file.by, kind=LONG_NAMES, brought=file)


def test_what_the_worker_reads_is_written_and_its_progress_is_noted(group: AgencyGroup) -> None:
    staged = left(group)
    assert (staged.state, name_of(group)) == (State.WAITING, "Các sở")
    read_staged_file.func(staged.pk)
    staged.refresh_from_db()
    assert (staged.state, name_of(group), staged.read) == (State.APPLIED, "Các ngành", "Các ngành")
    assert (staged.done, staged.total) == (1, 1)


def test_what_cannot_be_read_says_why_in_the_name_of_who_brought_it_and_is_read_again(
    group: AgencyGroup,
) -> None:
    staged = left(group, "A\nB")
    read_file(staged)
    staged.refresh_from_db()
    assert [one["text"] for one in staged.faults] == ["not one line"]
    assert (staged.state, name_of(group)) == (State.REFUSED, f"{an_actor(Role.COORDINATOR).person}: 1")
    again = actions.read_again(by=an_actor(), staged=staged, sheet="Một")
    assert (again.state, again.faults, again.options) == (State.WAITING, [], {"sheet": "Một"})


def test_a_file_is_read_once_and_not_at_all_once_it_is_given_up(group: AgencyGroup) -> None:
    read, gone = left(group), left(group, "Khác")
    read_file(read)
    AgencyGroup.objects.update(name="Sở")
    read_file(read)
    actions.give_up(by=an_actor(), staged=gone)
    read_file(gone)
    read_staged_file.func(gone.pk)
    assert (name_of(group), StagedFile.objects.get()) == ("Sở", read)
    with pytest.raises(ValidationError):
        actions.read_again(by=an_actor(), staged=read)


def test_what_is_applied_by_somebody_is_not_read_by_the_worker_and_the_reverse(group: AgencyGroup) -> None:
    with pytest.raises(TypeError):
        actions.apply(by=an_actor(), staged=left(group))
    with pytest.raises(TypeError):
        read_kind_of(brought(group))
