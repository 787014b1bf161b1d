"""The translations command: finds, merges, checks and compiles."""

from io import StringIO

import pytest
from babel.messages.mofile import read_mo
from django.core.management import CommandError, call_command

from web import catalog

VIEW = """from django.utils.translation import gettext as _, ngettext, pgettext_lazy
A = _("Claim")
B = ngettext("%(n)d letter", "%(n)d letters", 2)
C = pgettext_lazy("month", "May")
"""
PAGE = """{% load i18n %}
  {% if a %}
      {% translate "Hello" %} {% translate "May" context "verb" %}
{% blocktranslate count n=n %}{{ n }} file{% plural %}{{ n }} files{% endblocktranslate %}{% endif %}
"""


@pytest.fixture
def project(tmp_path, settings):
    (tmp_path / "app").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / ".venv").mkdir()
    (tmp_path / "app" / "views.py").write_text(VIEW)
    (tmp_path / "templates" / "page.html").write_text(PAGE)
    (tmp_path / ".venv" / "theirs.py").write_text('_("Not ours")')
    settings.BASE_DIR, settings.LOCALE_PATHS = tmp_path, [tmp_path / "locale"]
    return tmp_path


@pytest.fixture
def po(project):
    call_command("translations", "update", stdout=StringIO())
    return project / "locale" / "fr" / "LC_MESSAGES" / "django.po"


def fill(po, **more):
    texts = {"Claim": "Créance", "Hello": "Bonjour", **more}
    source = po.read_text()
    for msgid, text in texts.items():
        source = source.replace(f'msgid "{msgid}"\nmsgstr ""', f'msgid "{msgid}"\nmsgstr "{text}"')
    source = source.replace('msgid "May"\nmsgstr ""', 'msgid "May"\nmsgstr "Mai"')
    for n, word in (("%(n)d", "lettre"), ("%(n)s", "fichier")):
        source = source.replace('msgstr[0] ""\nmsgstr[1] ""', f'msgstr[0] "{n} {word}"\nmsgstr[1] "{n} {word}s"', 1)
    po.write_text(source)


def test_finds_plurals_and_contexts_in_python_and_templates_of_ours(project):
    ids = {(message.context, message.id) for message in catalog.found(project) if message.id}
    assert ids == {
        (None, "Claim"),
        (None, ("%(n)d letter", "%(n)d letters")),
        ("month", "May"),
        ("verb", "May"),
        (None, "Hello"),
        (None, ("%(n)s file", "%(n)s files")),
    }


def test_an_empty_translation_is_refused_by_name(po):
    with pytest.raises(CommandError, match="'Claim': empty"):
        call_command("translations", "check")


def test_a_complete_catalog_passes(po):
    fill(po)
    out = StringIO()
    call_command("translations", "check", stdout=out)
    assert out.getvalue() == "fr: complete\n"


def test_a_lost_placeholder_is_refused(po):
    fill(po)
    po.write_text(
        po.read_text().replace('"%(n)d lettre"', '"une lettre"').replace('"%(n)d lettres"', '"%(x)d lettres"')
    )
    with pytest.raises(CommandError, match="letter"):
        call_command("translations", "check")


def test_a_message_not_in_the_catalog_is_missing(po, project):
    fill(po)
    (project / "app" / "more.py").write_text('_("New")')
    with pytest.raises(CommandError, match=r"'New': missing \(app/more.py\)"):
        call_command("translations", "check")


def test_a_fuzzy_translation_is_refused(po):
    fill(po)
    po.write_text(po.read_text().replace('msgid "Claim"', '#, fuzzy\nmsgid "Claim"'))
    with pytest.raises(CommandError, match="'Claim': fuzzy"):
        call_command("translations", "check")


def test_updating_keeps_translations_and_marks_what_is_unused(po, project):
    fill(po)
    (project / "app" / "views.py").write_text('_("Claim")')
    call_command("translations", "update", stdout=StringIO())
    text = po.read_text()
    assert 'msgid "Claim"\nmsgstr "Créance"' in text
    assert '#~ msgctxt "month"' in text


def test_updating_twice_changes_nothing(po):
    before = po.read_text()
    call_command("translations", "update", stdout=StringIO())
    assert po.read_text() == before


def test_compiles_what_django_reads(po):
    fill(po)
    call_command("translations", "compile", stdout=StringIO())
    with po.with_suffix(".mo").open("rb") as file:
        assert read_mo(file).get("Claim").string == "Créance"


@pytest.mark.parametrize("language", ["nl", "de"])
def test_what_debtors_read_is_complete_in_their_languages(language):
    call_command("translations", "check", language=language, stdout=StringIO())
