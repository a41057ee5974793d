"""Reading a questionnaire from a file, through its door: our TOML, our Excel workbook, or an XLSForm."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePath

from cchc.core.surveys.questionnaires.content import canonical_text, questions_of
from cchc.core.surveys.questionnaires.document import QuestionDocument
from cchc.core.surveys.questionnaires.reading import read_questionnaire
from cchc.core.surveys.questionnaires.values import QuestionSet
from cchc.core.words.messages import Fault, Faults, Message, Notice, Place
from cchc.files.doors import Door
from cchc.files.kinds import FileKind
from cchc.files.sandbox import Limits
from cchc.files.spreadsheets import visible_sheets
from cchc.surveys.exchange.questionnaire_texts import read_questionnaire_toml
from cchc.surveys.exchange.questionnaire_workbook import SETTINGS_SHEET, read_questionnaire_workbook
from cchc.surveys.exchange.xlsform_in import SURVEY_SHEET, read_xlsform

MOST_BYTES = 5_000_000
MOST_TEXT = 500_000


@dataclass(frozen=True, slots=True)
class QuestionnaireFile:
    """A questionnaire without faults, read from a file: its canonical text, how much it asks, and what of the file was
    left out because the format has no place for it."""

    code: str
    title: str
    items: int
    text: str
    lost: tuple[Notice, ...] = ()

    @property
    def questions(self) -> QuestionSet:
        """The questionnaire."""
        return questions_of(self.text)


def read_questionnaire_file(
    source: bytes | Path, file: str, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> QuestionnaireFile:
    """Return the questionnaire in a .toml or .xlsx file, given as bytes or as a path.

    Raises `Faults` with everything wrong in it and where. `progress` is called once, at the end.
    """
    content = source if isinstance(source, bytes) else bytes_of_questionnaire(source)
    faults: list[Fault] = []
    lost: list[Notice] = []
    document = _document(content, file, faults, lost)
    read = read_questionnaire(document)
    faults += [*_too_long(document), *read.faults]
    if faults:
        raise Faults(sorted(faults, key=lambda fault: fault.place.line or 0))
    progress(1, 1)
    questions = read.questions
    return QuestionnaireFile(
        questions.code, questions.title, len(questions.items), canonical_text(questions), tuple(lost)
    )


# The longest known questionnaire has 90 items and 30 kilobytes; pyxform is the costliest reader of the three.
QUESTIONNAIRE_FILE = Door(
    read_questionnaire_file,
    (FileKind.XLSX, FileKind.TOML),
    MOST_BYTES,
    Limits(memory=700_000_000, computing=20, clock=40, answer=4 * MOST_TEXT),
)


def questionnaire_at(path: Path) -> QuestionnaireFile:
    """Return the questionnaire of a .toml or .xlsx file. Raises `Faults` with everything wrong in it."""
    return QUESTIONNAIRE_FILE.read(path, path.name)


def bytes_of_questionnaire(path: Path) -> bytes:
    """Return the bytes of a questionnaire file. Raises `Faults` when it cannot be opened."""
    try:
        if path.stat().st_size <= MOST_BYTES:
            return path.read_bytes()
        why = Message("the file is too large for a questionnaire")
    except OSError:
        why = Message("“{file}” cannot be opened: check its name and that you may read it.", file=str(path))
    raise Faults([Fault(Place(file=path.name), path.name, Message("a questionnaire (.xlsx or .toml)"), why)])


def _document(content: bytes, file: str, faults: list[Fault], lost: list[Notice]) -> QuestionDocument:
    """Return the texts of a questionnaire file with their places. Raises `Faults` when nothing can be read."""
    suffix = PurePath(file).suffix.lower()
    if suffix == ".toml":
        return read_questionnaire_toml(_decoded(content, file), file, faults)
    if suffix != ".xlsx":
        expected = Message("a file ending in .xlsx or .toml")
        why = Message("this is no questionnaire file")
        raise Faults([Fault(Place(file=file), suffix or file, expected, why)])
    if is_xlsform(content, file):
        return read_xlsform(content, file, faults, lost)
    return read_questionnaire_workbook(content, file, faults)


def is_xlsform(content: bytes, file: str) -> bool:
    """Return whether a workbook is an XLSForm: it has the sheet of one, and not the first sheet of ours."""
    sheets = visible_sheets(content, file)
    return SURVEY_SHEET in sheets and SETTINGS_SHEET not in sheets


def _decoded(content: bytes, file: str) -> str:
    """Return the text of a TOML file, which is UTF-8. Raises `Faults` for other encodings."""
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        why = Message("the file is not UTF-8; save it as UTF-8")
        raise Faults([Fault(Place(file=file, line=line), "", Message("UTF-8 text"), why)]) from None


def _too_long(document: QuestionDocument) -> list[Fault]:
    """Return the fault of a questionnaire with more text than the pages could work with."""
    rows = [document.settings, *(row for rows in document.tables.values() for row in rows)]
    length = sum(len(field.text) for fields in rows for field in fields.values())
    if length <= MOST_TEXT:
        return []
    expected = Message("at most {most} signs in all texts together", most=MOST_TEXT)
    why = Message("no questionnaire holds so much text; divide it")
    return [Fault(document.place, str(length), expected, why)]
