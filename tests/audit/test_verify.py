"""`cchc verify` fails, in words, on whatever was done to the log and to what it vouches for."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from cchc.audit.actions import seal
from cchc.audit.chain import ChainHead, current_head, digest, head_from
from cchc.audit.examination import Examination
from cchc.audit.frozen import freeze, thaw
from cchc.audit.heads import keep_head
from cchc.audit.models import Entry, Seal
from tests.builders import a_unit
from tests.installation import PATIENCE, Installation

pytestmark = pytest.mark.django_db


def faults(*expected: ChainHead) -> list[str]:
    return [str(one) for one in Examination(expected).faults()]


def tampered(*statements: str) -> None:
    """Somebody who owns the tables writes to them and puts the triggers back."""
    thaw()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    freeze()


def a_log(entries: int = 4) -> list[Entry]:
    """A sealed log; each entry is a unit that was opened."""
    for number in range(entries):
        a_unit(f"Sở số {number}")
    seal()
    return list(Entry.objects.order_by("pk"))


def test_a_log_to_which_nothing_was_done_has_no_faults():
    a_log()
    assert faults() == []
    kept = current_head()
    a_unit("Sở mới")
    assert faults(kept) == []


def test_an_emptied_log_is_a_fault():
    a_log()
    tampered("DELETE FROM audit_entry", "DELETE FROM audit_seal")
    assert len([one for one in faults() if "no entry of the log made it" in one]) == 4


def test_a_cut_tail_is_a_fault_against_what_was_kept():
    last = a_log()[-1]
    kept = current_head()
    tampered(f"DELETE FROM audit_entry WHERE id = {last.pk}", "DELETE FROM audit_seal WHERE position = 4")
    assert "4 entries were sealed according to the command line, but only 3 hold: the log was cut." in faults(
        kept
    )


def test_a_cut_tail_over_which_others_have_written_since_is_a_fault_against_what_was_kept():
    last = a_log()[-1]
    kept = current_head()
    tampered(f"DELETE FROM audit_entry WHERE id = {last.pk}", "DELETE FROM audit_seal WHERE position = 4")
    a_unit("Sở khác")
    a_unit("Sở khác nữa")
    assert any("the log was made anew" in one for one in faults(kept))


def test_an_edit_that_was_sealed_anew_is_a_fault_against_what_was_kept():
    first = a_log()[0]
    kept = current_head()
    tampered(f"UPDATE audit_entry SET person = 'x' WHERE id = {first.pk}", "DELETE FROM audit_seal")
    assert faults() == []
    assert faults(kept) == [
        f"Entry 4 of the chain has another checksum than the command line says ({kept.digest}): the log was made anew."
    ]


def test_an_entry_that_was_removed_before_it_was_sealed_is_a_fault_by_what_its_act_left():
    a_log()
    a_unit("Sở giấu")
    tampered(f"DELETE FROM audit_entry WHERE id = {Entry.objects.latest('pk').pk}")
    found = faults()
    assert any("(Sở giấu): no entry of the log made it" in one for one in found)
    removed = any("1 entries were removed from the log before they were sealed" in one for one in found)
    assert removed == (connection.vendor == "sqlite")


def test_an_entry_much_older_than_the_one_sealed_before_it_is_named_and_a_fault_where_a_head_is_expected():
    a_log()
    kept = current_head()
    a_unit("Sở ghi lùi ngày")
    late = Entry.objects.latest("pk")
    for minutes, named in ((59, 0), (61, 1)):
        at = (timezone.now() - timedelta(minutes=minutes)).isoformat(sep=" ")
        tampered(
            f"UPDATE audit_entry SET at = '{at}' WHERE id = {late.pk}",
            "DELETE FROM audit_seal WHERE position = 5",
        )
        examination = Examination()
        assert list(examination.faults()) == []
        assert (
            len([one for one in examination.notes if str(one).startswith(f"Entry {late.pk} says")]) == named
        )
        assert len(faults(kept)) == named


@pytest.mark.parametrize("column", ["search", "scope", "person", "at", "facts", "wrote", "digest_version"])
def test_whatever_is_changed_in_an_entry_breaks_the_chain(column: str):
    entry = a_log()[1]
    changed = {"at": "at", "facts": "'{}'", "wrote": "'{}'", "digest_version": "1"}.get(column, "'x'")
    if column == "at":
        changed = "'2020-01-01 00:00:00+00:00'"
    tampered(f"UPDATE audit_entry SET {column} = {changed} WHERE id = {entry.pk}")
    assert f"1 entries hold; entry {entry.pk} was changed or removed." in faults()


def test_an_entry_cannot_be_put_back_to_the_first_version_even_when_everything_is_sealed_anew():
    entry = a_log()[1]
    tampered(
        f"UPDATE audit_entry SET digest_version = 1, wrote = '{{}}', scope = '' WHERE id = {entry.pk}",
        "DELETE FROM audit_seal",
    )
    assert f"1 entries hold; entry {entry.pk} was changed or removed." in faults()


def test_an_entry_of_the_first_version_holds_by_its_own_digest_and_hides_nothing_in_what_that_leaves_out():
    entry = a_log()[0]
    tampered(
        f"UPDATE audit_entry SET digest_version = 1, wrote = '{{}}', scope = '' WHERE id = {entry.pk}",
        "DELETE FROM audit_seal",
    )
    seal()
    assert digest(Entry.objects.get(pk=entry.pk), "") == Seal.objects.get(position=1).digest
    assert not any("was changed" in one for one in faults())
    tampered(f"""UPDATE audit_entry SET wrote = '{{"units.unit": {{}}}}' WHERE id = {entry.pk}""")
    assert any("0 entries hold" in one for one in faults())


def test_a_version_that_nobody_knows_does_not_hold_and_does_not_stop_the_sealing():
    entry = a_log()[3]
    tampered(f"UPDATE audit_entry SET digest_version = 3 WHERE id = {entry.pk}", "DELETE FROM audit_seal")
    assert seal() == 4
    assert f"3 entries hold; entry {entry.pk} was changed or removed." in faults()


def test_a_frozen_table_that_is_open_is_a_fault():
    a_log()
    thaw()
    assert any(one.startswith("The table audit_entry is not protected") for one in faults())


def test_a_head_is_read_as_it_is_written():
    a_log()
    assert head_from(f" {current_head()}\n") == current_head()
    for text in ("4", "4:abc", f"0:{'0' * 64}", f"-1:{'0' * 64}", f"4:{'G' * 64}"):
        with pytest.raises(ValueError, match=re.escape(text)):
            head_from(text)


# Heads kept in a file


@pytest.fixture
def kept(settings, tmp_path: Path) -> Path:
    settings.SEAL_FILE = str(tmp_path / "heads")
    return tmp_path / "heads"


def test_every_new_head_is_appended_once(kept: Path):
    assert keep_head() is False
    a_log(2)
    assert (keep_head(), keep_head()) == (True, False)
    first = current_head()
    a_unit("Sở mới")
    seal()
    assert keep_head() is True
    assert kept.read_text() == f"{first}\n{current_head()}\n"
    assert faults() == []


def test_a_log_made_anew_is_a_fault_against_the_file(kept: Path):
    first = a_log()[0]
    keep_head()
    tampered(f"UPDATE audit_entry SET person = 'x' WHERE id = {first.pk}", "DELETE FROM audit_seal")
    assert len(faults()) == 1


def test_a_file_that_is_gone_or_holds_something_else_is_a_fault(kept: Path):
    a_log()
    assert faults() == [f"The file of kept checksums {kept} cannot be read: No such file or directory"]
    keep_head()
    with kept.open("a") as file:
        file.write("abc\n")
    assert faults() == [f"A line of the file {kept} is no checksum: abc"]


# The command


def said(installation: Installation, *words: str) -> tuple[int, str]:
    """Exit code and words of `cchc verify`."""
    process = installation.cchc("verify", *words)
    out, complaint = process.communicate(timeout=PATIENCE)
    return process.returncode, out + complaint


def test_an_older_installation_holds_and_says_what_cannot_be_played(grown: Installation):
    code, words = said(grown)
    assert code == 0, words
    assert "39 mục có từ trước" in words
    kept = words.strip().rpartition(" ")[2]
    assert said(grown, "--expect", kept)[0] == 0
    assert said(grown, "--expect", kept.replace(":", "9:", 1))[0] == 1
    assert said(grown, "--expect", "abc")[0] == 2


def test_the_command_fails_in_vietnamese_words(grown: Installation):
    with grown.connected() as execute:
        execute("UPDATE accounts_membership SET role = 'unit_head' WHERE role = 'unit_clerk'")
    for path in (grown.folder / "files").glob("*/*"):
        path.write_bytes(b"khac")
    code, words = said(grown)
    assert code == 1
    assert "✗ Vai trò 2" in words
    assert words.count("đã bị sửa (") == 4
    assert "faults" not in words
