"""Verify the bundle of a release with Python alone: nothing is installed, nothing is fetched.

    python3 verify.py                  the unpacked bundle in which this file lies
    python3 verify.py goi.zip --root "e3b0 c442 98fc 1c14 9afb"     the archive, and the root of the decision

It checks no signature and applies no scoring rules: `cchc release verify` does. Ends with 0, 1 (it differs) or 2.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import Any

Row = dict[str, Any]
ACCOUNT = "maximum bonus points pending penalty survey waiting"
WORDS = ("tối đa", "thưởng", "đạt được", "chưa chấm", "trừ", "điều tra", "số mục chờ chấm")
AMOUNTS = dict(zip(ACCOUNT.split(), WORDS))
NUMBER = re.compile(r"-?[0-9]{1,4000}([./][0-9]{1,4000})?")
FORMULA = tuple("=+-@\t\r'")
SEALS = ("manifest.json", "manifest.sig", "key.txt")
MOST_BYTES = 400_000_000  # unpacked
ZERO = Fraction(0)

# The columns of each document, those before the bar naming a row; then those of each list inside its rows.
FORMS = f"""
release: | format year number cycle province level decision decided_on signer published_on replaces reason
release_changes: unit node what before after
sets: set | name version places rounding ties bonus_above_total grade_by
sets_grades: grade low low_closed high high_closed
sets_nodes: number parent title maximum part children
units: unit | name code kind set group
units_lineage: former name how on
groups: set group | mean highest lowest
groups_units: unit
groups_peer_ranges: leaf lowest highest
index: unit | {ACCOUNT} index printed rank grade
index_losses: code points
nodes: unit node | {ACCOUNT}
nodes_losses: code points
leaves: unit leaf | given stated {ACCOUNT} rule lowest highest provisional
leaves_figures: figure kind value
leaves_declared: label value
leaves_steps: what arithmetic value
leaves_losses: code points why
applicability: unit leaf |
surveys: unit leaf source |
surveys_figures: figure value
estimates: unit leaf figure | questionnaire survey value low high answers base sha256
"""
COLUMNS = {form.split(":")[0]: form.split(":")[1].split() for form in FORMS.strip().splitlines()}


def csv_tables(documents: Row) -> dict[str, list[list[str]]]:
    """Return the CSV tables of the documents by path, those of lists with what names the row in which they stand."""
    tables = {}
    for form, columns in COLUMNS.items():
        name, _, inside = form.partition("_")
        names = COLUMNS[name][: COLUMNS[name].index("|")]
        heading = [*names, *columns] if inside else [one for one in columns if one != "|"]
        if f"{name}.json" in documents:
            rows, table = rows_of(documents, name), [heading]
            for row in rows:
                begins, lines = ([cell(row[one]) for one in names], row[inside]) if inside else ([], [row])
                table += [begins + [cell(line[one]) for one in heading[len(begins) :]] for line in lines]
            tables[f"csv/{form}.csv"] = table
    return tables


def rows_of(documents: Row, name: str) -> list[Row]:
    """Return the rows of a document; that of the release is its only row. None where the level withholds it."""
    found = documents.get(f"{name}.json", [])
    return [found] if isinstance(found, dict) else found


def cell(value: Any) -> str:
    """Return a value as a cell; a text that a spreadsheet would take for a formula gets an apostrophe."""
    if not isinstance(value, str):
        return "" if value is None else json.dumps(value)
    return f"'{value}" if value.startswith(FORMULA) and not NUMBER.fullmatch(value) else value


def csv_bytes(rows: list[list[str]]) -> bytes:
    """Return a table as a file: UTF-8 with its mark, commas, lines ending as RFC 4180 says."""
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\r\n").writerows(rows)
    return b"\xef\xbb\xbf" + written.getvalue().encode()


class Findings:
    """What was compared, and what differs."""

    def __init__(self) -> None:
        self.compared = 0
        self.wrong: list[str] = []

    def compare(self, where: str, what: str, printed: Any, computed: Any) -> None:
        """Count a figure, and note it where what is printed is not what is computed."""
        self.compared += 1
        if printed != computed:
            one, other = ("trống" if value in (None, "") else value for value in (printed, computed))
            self.wrong.append(f"{where}: {what} trong gói là {one}, tính lại là {other}")


def members_at(path: Path) -> dict[str, bytes]:
    """Return the members of a .zip or of an unpacked folder by their paths."""
    if path.is_dir():
        files = [one for one in path.rglob("*") if one.is_file() and "__pycache__" not in one.parts]
        return {one.relative_to(path).as_posix(): one.read_bytes() for one in files}
    with zipfile.ZipFile(path) as archive:
        members = dict.fromkeys(archive.namelist(), b"")  # damaged: it stays empty, and its sum says so
        sizes = [one.file_size for one in archive.infolist()]
        if len(members) < len(sizes) or sum(sizes) > MOST_BYTES:
            raise ValueError("danh mục tệp trong gói không hợp lệ")
        for name in members:
            with suppress(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
                members[name] = archive.read(name)
        return members


def check_seal(members: dict[str, bytes], typed: str) -> Iterator[str]:
    """Yield what is wrong with the sums and the root; `typed` is the root in the decision, if anybody typed it."""
    manifest = json.loads(members["manifest.json"])
    sums = {path: hashlib.sha256(data).digest() for path, data in members.items() if path not in SEALS}
    stated = {row["path"]: (row["bytes"], row["sha256"]) for row in manifest["members"]}
    for path in sorted({*sums, *stated}):
        if path not in sums:
            yield f"{path}: thiếu tệp này"
        elif path not in stated:
            yield f"{path}: tệp không có trong bản kê"
        elif (len(members[path]), sums[path].hex()) != stated[path]:
            yield f"{path}: tệp đã bị thay đổi, mã băm không khớp bản kê"
    root = merkle_root(sums)
    if root != manifest["root"]:
        yield f"manifest.json: mã gốc ghi {short(manifest['root'])}, tính lại là {short(root)}"
    if typed and re.sub(r"[^0-9a-f]", "", typed.lower()) not in (root, root[:20]):
        yield f"mã gốc tính lại là {short(root)}, không phải {typed}"


def merkle_root(sums: dict[str, bytes]) -> str:
    """Return the root over the sums of all members, in the order of their paths, as RFC 6962 adds them up."""

    def node(leaves: list[bytes]) -> bytes:
        if len(leaves) < 2:
            return leaves[0]
        left = 1 << ((len(leaves) - 1).bit_length() - 1)
        return hashlib.sha256(b"\1" + node(leaves[:left]) + node(leaves[left:])).digest()

    leaves = [b"\0" + path.encode() + b"\0" + sums[path] for path in sorted(sums)]
    return node([hashlib.sha256(leaf).digest() for leaf in leaves]).hex()


def short(root: str) -> str:
    """Return the short form of a root, as a decision prints it."""
    return " ".join(root[at : at + 4] for at in range(0, 20, 4))


def number(text: Any) -> Fraction | None:
    """Return an exact number, written "83.125" or "1/3"; None for none."""
    if text is not None and not NUMBER.fullmatch(text):
        raise ValueError(f"“{text[:40]}” không phải là số")
    return None if text is None else Fraction(text)


def account_of(row: Row) -> Row:
    """Return the account in a row, its amounts as numbers, its losses added by code."""
    losses: dict[str, Fraction] = {}
    for one in row["losses"]:
        losses[one["code"]] = losses.get(one["code"], ZERO) + (number(one["points"]) or ZERO)
    amounts = {name: number(row[name]) for name in AMOUNTS if name != "waiting"}
    return {**amounts, "waiting": row["waiting"], "losses": losses}


def lost(account: Row) -> Any:
    """Return what an account lost, by the law of accounts."""
    return account["maximum"] + account["bonus"] - account["points"] - account["pending"]


def summed(accounts: list[Row]) -> Row:
    """Return accounts added."""
    codes = {code for one in accounts for code in one["losses"]}
    losses = {code: sum((one["losses"].get(code, ZERO) for one in accounts), ZERO) for code in codes}
    return {**{name: sum((one[name] for one in accounts), ZERO) for name in AMOUNTS}, "losses": losses}


def scaled(losses: dict[str, Fraction], whole: Fraction) -> dict[str, Fraction]:
    """Return losses in their proportions, made to add up to `whole`; without any, a loss of the criterion itself."""
    before = sum(losses.values(), ZERO)
    if not whole or before == whole:
        return losses if whole else {}
    shares = {code: points * whole / before for code, points in losses.items()} if before else {}
    return shares or {"not_done": whole}


def within(node: Row, whole: Row, points: Fraction) -> Row:
    """Return an account under the maximum of its criterion: what is pending fills up first."""
    most = min(whole["maximum"], number(node["maximum"]))
    pending, survey = min(whole["pending"], max(most - points, ZERO)), min(whole["survey"], points)
    account = {**whole, "maximum": most, "points": points, "pending": pending, "survey": survey}
    return {**account, "losses": scaled(whole["losses"], lost(account))}


def node_account(node: Row, below: dict[str, Row]) -> Row:
    """Return the account of a criterion from those of its children: added, added up to its maximum, or the best."""
    whole, maximum = summed(list(below.values())), Fraction(node["maximum"])
    if node["children"] == "best":
        return best_account(node, below, whole)
    if node["children"] == "sum":
        return whole
    if node["part"] == "bonus":
        bonus = min(whole["bonus"], maximum)
        return {**whole, "bonus": bonus, "points": whole["points"] - whole["bonus"] + bonus}
    if node["part"] == "penalty":
        penalty = min(whole["penalty"], -maximum)
        points, losses = whole["points"] + whole["penalty"] - penalty, scaled(whole["losses"], penalty)
        return {**whole, "penalty": penalty, "points": points, "losses": losses}
    return within(node, whole, min(whole["points"], maximum))


def best_account(node: Row, below: dict[str, Row], whole: Row) -> Row:
    """Return the account of the child with the most points; of equals the one that lost least, then the first."""
    found = {name: one for name, one in below.items() if one["maximum"] or one["points"] or one["waiting"]}
    if not found:
        return summed([])
    places = {name: (-one["points"], one["waiting"] > 0, lost(one), name) for name, one in found.items()}
    top = found[min(found, key=lambda name: places[name])]
    if node["part"] == "bonus":
        return {**summed([]), "bonus": top["bonus"], "points": top["bonus"], "waiting": whole["waiting"]}
    most = max(one["maximum"] for one in found.values())
    account = {**top, "maximum": most, "pending": whole["pending"], "waiting": whole["waiting"]}
    return within(node, account, account["points"])


def check_figures(documents: Row, findings: Findings) -> None:
    """Compare every account, index, rank, class and mean with what follows from the figures below it."""
    sets = {one["set"]: one for one in rows_of(documents, "sets")}
    indices = {one["unit"]: one for one in rows_of(documents, "index")}
    units = {one["unit"]: one for one in rows_of(documents, "units")}
    accounts: dict[str, dict[str, Row]] = {key: {} for key in units}
    for row in [*indices.values(), *rows_of(documents, "nodes"), *rows_of(documents, "leaves")]:
        place, account = row.get("node") or row.get("leaf", "tổng"), account_of(row)
        where, accounts[row["unit"]][place] = f"{row['unit']} · {place}", account
        findings.compare(where, "tổng điểm mất", sum(account["losses"].values()), lost(account))
        if row.get("given") == "points":
            findings.compare(where, "điểm", account["points"], number(row["stated"]))
    for key, unit in units.items():
        check_nodes(sets[unit["set"]], key, accounts[key], findings)
        check_index(sets[unit["set"]], indices[key], accounts[key], findings)
    for group in rows_of(documents, "groups"):
        peers = (group["set"], group["group"])
        own = [key for key, one in units.items() if (one["set"], one["group"]) == peers]
        members = [one["unit"] for one in group["units"]]
        findings.compare(group["group"], "các đơn vị", sorted(members), sorted(own))
        check_group(sets[group["set"]], group, [indices[key] for key in members], findings)
    leaves = rows_of(documents, "leaves")
    apart = [{"unit": one["unit"], "leaf": one["leaf"]} for one in leaves if one["given"] == "not_applicable"]
    pairs = [(one["unit"], one["leaf"], row) for one in leaves for row in one["figures"]]
    given = {(unit, leaf, row["figure"]): row["value"] for unit, leaf, row in pairs}
    for one in rows_of(documents, "estimates"):
        where, figure = f"{one['unit']} · {one['leaf']}", (one["unit"], one["leaf"], one["figure"])
        findings.compare(where, "số liệu lấy từ điều tra", given.get(figure), one["value"])
        ends = [number(one[end]) for end in ("low", "value", "high") if one[end] is not None]
        findings.compare(where, "khoảng tin cậy", ends, sorted(ends, key=lambda end: end or ZERO))
        findings.compare(where, "số câu trả lời", one["answers"], max(1, min(one["answers"], one["base"])))
    findings.compare("applicability.json", "không áp dụng", rows_of(documents, "applicability"), apart)


def check_nodes(tree: Row, unit: str, accounts: dict[str, Row], findings: Findings) -> None:
    """Compare the account of each criterion with those of its children, where the bundle has them."""
    for node in tree["nodes"]:
        below = [one["number"] for one in tree["nodes"] if one["parent"] == node["number"]]
        if below and all(child in accounts for child in below):
            computed = node_account(node, {child: accounts[child] for child in below})
            check_account(f"{unit} · {node['number']}", accounts[node["number"]], computed, findings)


def check_index(tree: Row, row: Row, accounts: dict[str, Row], findings: Findings) -> None:
    """Compare the account of a unit as a whole, its index and its class."""
    unit, whole = row["unit"], accounts["tổng"]
    tops = [accounts.get(one["number"]) for one in tree["nodes"] if not one["parent"]]
    if all(tops):
        computed = summed([one for one in tops if one])
        over = min(max(computed["points"] - computed["maximum"], ZERO), computed["bonus"])
        if not tree["bonus_above_total"]:
            computed = {**computed, "points": computed["points"] - over, "bonus": computed["bonus"] - over}
        check_account(unit, whole, computed, findings)
    index = None if whole["waiting"] or whole["maximum"] <= 0 else whole["points"] / whole["maximum"] * 100
    printed = None if index is None else rounded(index, tree["places"], tree["rounding"])
    read = index if tree["grade_by"] == "exact" else printed
    grade = next((one["grade"] for one in tree["grades"] if read is not None and lies_in(one, read)), "")
    findings.compare(unit, "chỉ số", number(row["index"]), index)
    text = "" if printed is None else decimal(printed, tree["places"])
    findings.compare(unit, "chỉ số đã làm tròn", row["printed"], text)
    findings.compare(unit, "xếp loại", row["grade"], grade)


def check_account(where: str, printed: Row, computed: Row, findings: Findings) -> None:
    """Compare each amount of an account, and its losses by code."""
    for name, words in AMOUNTS.items():
        findings.compare(where, f"điểm ({words})", printed[name], computed[name])
    for code in sorted({*printed["losses"], *computed["losses"]}):
        one, other = (account["losses"].get(code, ZERO) for account in (printed, computed))
        findings.compare(where, f"điểm mất ({code})", one, other)


def check_group(tree: Row, group: Row, rows: list[Row], findings: Findings) -> None:
    """Compare the order, ranks, mean and ends of a peer group. Equals stand in the order of the bundle."""
    where, indices = group["group"], [number(row["index"]) for row in rows]
    known = [index for index in indices if index is not None]
    ordered = [*sorted(known, reverse=True), *[None] * (len(rows) - len(known))]
    findings.compare(where, "thứ tự", indices, ordered)
    rank, last = 0, None
    for place, (row, index) in enumerate(zip(rows, indices), start=1):
        if index is not None and (tree["ties"] == "ordinal" or index != last):
            rank = rank + 1 if tree["ties"] == "dense" else place
        last = index
        findings.compare(row["unit"], "xếp hạng", row["rank"], None if index is None else rank)
    mean = sum(known, ZERO) / len(known) if known else None
    findings.compare(where, "trung bình", number(group["mean"]), mean)
    findings.compare(where, "cao nhất", number(group["highest"]), max(known, default=None))
    findings.compare(where, "thấp nhất", number(group["lowest"]), min(known, default=None))


def rounded(amount: Fraction, places: int, rule: str) -> Fraction:
    """Return an amount rounded by the rule of its set; amounts below zero are treated as those above."""
    whole, rest = divmod(abs(amount) * 10**places, 1)
    half_goes_up = rule == "half_up" or (rule == "half_even" and whole % 2 == 1)
    least = {"up": ZERO, "down": Fraction(1)}.get(rule, Fraction(1, 2))
    up = rest > least or (rest == least and half_goes_up)
    return Fraction(whole + up, 10**places) * (-1 if amount < 0 else 1)


def decimal(amount: Fraction, places: int) -> str:
    """Return a rounded amount as it is printed: 1.234,50."""
    whole, rest = divmod(abs(int(amount * 10**places)), 10**places)
    sign = "-" if amount < 0 else ""
    return f"{sign}{whole:,}".replace(",", ".") + (f",{rest:0{places}d}" if places else "")


def lies_in(band: Row, index: Fraction) -> bool:
    """Tell whether an index lies in the band of a class."""
    low, high = number(band["low"]), number(band["high"])
    above = low is None or index > low or (band["low_closed"] and index == low)
    return above and (high is None or index < high or (band["high_closed"] and index == high))


def check_tables(documents: Row, members: dict[str, bytes], findings: Findings) -> None:
    """Compare every cell of the CSV tables with the JSON documents."""
    for path, rows in csv_tables(documents).items():
        found = list(csv.reader(io.StringIO(members.get(path, b"").decode("utf-8-sig"), newline="")))
        findings.compare(path, "số dòng", len(found), len(rows))
        for line, (one, other) in enumerate(zip(found, rows), start=1):
            for name, printed, computed in zip(rows[0], [*one, *[None] * len(other)], other):
                findings.compare(f"{path} dòng {line}: {' · '.join(other[:2])}", name, printed, computed)


def main() -> int:
    """Verify a bundle and say what was found; returns the exit code."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    parser = argparse.ArgumentParser(description="Kiểm chứng gói công bố Chỉ số cải cách hành chính.")
    parser.add_argument("bundle", nargs="?", type=Path, default=Path(__file__).parent, metavar="GÓI")
    parser.add_argument("--root", default="", metavar="MÃ", help="mã gốc in trong quyết định công bố")
    asked, findings = parser.parse_args(), Findings()
    try:
        members = members_at(asked.bundle)
        wrong = list(check_seal(members, asked.root))
        root = json.loads(members["manifest.json"])["root"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError, zipfile.BadZipFile) as error:
        print(f"Không đọc được gói: {error!r:.200}")
        return 2
    try:
        documents = {path: json.loads(data) for path, data in members.items() if path.endswith(".json")}
        release = documents["release.json"]
        print(f"{release['province']}, năm {release['year']}, bản công bố số {release['number']}")
        check_tables(documents, members, findings)
        check_figures(documents, findings)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        wrong.append(f"không đọc tiếp được số liệu: {error!r:.200}")
    for one in [*wrong, *findings.wrong]:
        print(f"✗ {one}")
    print(f"Mã gốc: {short(root)}")
    print(f"Số liệu: khớp {findings.compared - len(findings.wrong)}/{findings.compared}")
    print("Chưa kiểm tra: chữ ký; việc chấm điểm theo quy tắc của bộ tiêu chí (dùng cchc release verify).")
    return 1 if wrong or findings.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
