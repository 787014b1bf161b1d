"""The message catalogs: found in our sources, merged into `locale/`, compiled: Babel alone, no gettext binaries."""

import io
import os
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SKIPPED = {".venv", "var", "tests", "bench", "staticfiles", "node_modules", "migrations"}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# French speaks everywhere; the other languages speak where debtors and creditors read what is sent to them, and there
# they are complete as well.
FOR_DEBTORS = (
    "amicable/rules/plans.py",
    "amicable/services/disputing.py",
    "amicable/services/planning.py",
    "amicable/services/promising.py",
    "claims/explaining.py",
    "claims/models/halt.py",
    "files/services.py",
    "portal/views/debtor/*.py",
    "templates/429.html",
    "templates/base.html",
    "templates/components/banner.html",
    "templates/components/field*.html",
    "templates/components/file_drop.html",
    "templates/components/form_errors.html",
    "templates/components/statement.html",
    "templates/components/theme_switch.html",
    "templates/components/toasts.html",
    "templates/debtor/*.html",
    "templates/portal/authenticity*.html",
    "templates/shell_public.html",
    "web/fields.py",
)
FOR_CREDITORS = (  # the papers and mails that creditors get
    "billing/services/drawing.py",
    "billing/services/packs.py",
    "billing/services/sending.py",
    "billing/wording.py",
    "claims/naming.py",
    "reports/columns.py",
    "reports/models/charter.py",
    "reports/services/activity.py",
    "reports/services/final.py",
    "reports/services/papers.py",
    "reports/wording.py",
    "templates/billing/*.txt",
    "templates/letters/activity.html",
    "templates/letters/invoice.html",
    "templates/reports/*.txt",
    "web/marks.py",
)


def wanted(language: str) -> tuple[str, ...]:
    """The files whose messages a language must hold, as patterns."""
    return ("*",) if language == "fr" else FOR_DEBTORS + FOR_CREDITORS


def sources(root: Path) -> Iterator[tuple[Path, bytes]]:
    """Every Python file and template of ours, as Python source a tokenizer can read, in a stable order."""
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root)
        if SKIPPED & set(inside.parts) or any(part.startswith(".") for part in inside.parts):
            continue
        if path.suffix == ".py":
            yield inside, path.read_bytes()
        elif "templates" in inside.parts and path.suffix in (".html", ".txt"):
            told = templatize(path.read_text(), origin=str(inside))
            # What is left of the markup would read as broken indentation.
            yield inside, "\n".join(line.lstrip() for line in told.splitlines()).encode()


def found(root: Path, language: str = "fr") -> Catalog:
    """A template catalog of the messages under `root` that a language must hold."""
    catalog = Catalog(project="CREANSYS", header_comment="", fuzzy=False)
    for inside, source in sources(root):
        if not any(inside.match(pattern) for pattern in wanted(language)):
            continue
        for line, msgid, comments, context in extract("python", io.BytesIO(source), KEYWORDS, ("Translators:",)):
            catalog.add(msgid, locations=[(str(inside), line)], auto_comments=comments, context=context)
    return catalog


def read(path: Path, language: str) -> Catalog:
    """The catalog on disk, or an empty one."""
    if not path.exists():
        return Catalog(language, "django", "", "CREANSYS", "1", language_team=language, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain="django")


def update(root: Path, path: Path, language: str) -> Catalog:
    """Merge what was found into the catalog on disk: translations are kept, unused ones marked `#~`, none guessed."""
    catalog = read(path, language)
    catalog.update(found(root, language), no_fuzzy_matching=True, update_creation_date=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=110, sort_output=True, include_lineno=False)
    return catalog


def complaints(root: Path, path: Path, language: str) -> list[str]:
    """What keeps the catalog from being complete: messages missing, empty, fuzzy, or with other placeholders."""
    catalog = read(path, language)
    wrong = []
    for message in found(root, language):
        if not message.id:
            continue
        kept = catalog.get(message.id, message.context)
        if problem := _problem(kept, catalog):
            wrong.append(f"{_name(message)}: {problem} ({message.locations[0][0]})")
    return wrong


def compile_all(folder: Path) -> list[Path]:
    """Write `django.mo` beside every `django.po` under `folder`; fuzzy translations are left out."""
    made = []
    for path in sorted(folder.glob("*/LC_MESSAGES/django.po")):
        target, draft = path.with_suffix(".mo"), path.with_suffix(f".{os.getpid()}.mo")
        with draft.open("wb") as file:
            write_mo(file, read(path, path.parent.parent.name))
        draft.replace(target)  # whoever reads meanwhile has the whole of it, old or new
        made.append(target)
    return made


def _problem(kept: Message | None, catalog: Catalog) -> str:
    if kept is None:
        return "missing"
    texts = kept.string if isinstance(kept.string, tuple | list) else (kept.string,)
    if not all(texts) or (kept.pluralizable and len(texts) < catalog.num_plurals):
        return "empty"
    if kept.fuzzy:
        return "fuzzy"
    return "; ".join(str(error) for error in kept.check(catalog))


def _name(message: Message) -> str:
    text = message.id[0] if isinstance(message.id, tuple | list) else message.id
    return repr(text) + (f" [{message.context}]" if message.context else "")
