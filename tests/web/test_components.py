"""Components: what they say to eyes, to screen readers and to browsers without scripts."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.template import Context, Template
from django.utils.html import escape

from web import marks, samples
from web.parts import Action, Cell, Consequence, Heading, Row, TableView

pytestmark = pytest.mark.usefixtures("french")
TODAY = date(2026, 11, 21)


def draw(source, **context):
    return Template("{% load ui %}" + source).render(Context({"csrf_token": "TOKEN", **context}))


def test_what_comes_from_people_is_escaped():
    nasty = "<script>alert(1)</script>"
    table = TableView("T", [Heading("A")], [Row("1", "#", [Cell(nasty, note=nasty)], nasty)])
    assert nasty not in draw("{% data_table t selectable=True %}", t=table) + marks.badge(nasty)
    assert escape(nasty) in draw("{% data_table t %}", t=table)


def test_filters_write_for_the_reader():
    drawn = draw("{{ a|eur }} {{ d|day }} {{ d|long_day }}", a=Decimal("1234.5"), d=TODAY)
    assert drawn == "1\u202f234,50\u202f€ 21/11/2026 21\u00a0novembre\u00a02026"


@pytest.mark.parametrize("stage", marks.STAGES)
def test_a_stage_has_its_hue_its_icon_and_its_name(stage):
    drawn = marks.stage_badge(stage)
    assert f'class="badge stage-{stage}"' in drawn
    assert f"#stage-{stage}" in drawn
    assert str(marks.STAGES[stage]) in drawn


@pytest.mark.parametrize(
    ("days", "look"), [(-1, "is-danger"), (0, "is-attention"), (7, "is-attention"), (8, "is-quiet")]
)
def test_a_deadline_says_when_and_how_soon(days, look):
    until = date.fromordinal(TODAY.toordinal() + days)
    drawn = marks.deadline(until, TODAY)
    assert look in drawn
    assert f'datetime="{until}"' in drawn
    assert str(until.year) in drawn.split('title="')[1]


def test_an_icon_is_silent_unless_it_speaks_alone():
    assert 'aria-hidden="true"' in marks.icon("check")
    assert 'role="img" aria-label="fait"' in marks.icon("check", "fait")


def test_a_post_action_is_a_form_of_its_own_with_its_token():
    drawn = draw("{% act a %}", a=Action("Lever", "/x/", "post"))
    assert '<form method="post" action="/x/">' in drawn
    assert 'value="TOKEN"' in drawn


def test_a_page_header_passes_the_token_on():
    assert "TOKEN" in draw('{% page_header "T" action=a %}', a=Action("Lever", "/x/", "post"))


def test_the_dialog_counts_what_will_happen():
    drawn = draw('{% confirm "k" "Envoyer ?" a c %}', a=Action("Oui", "/x/", "post"), c=[Consequence(38, "lettres")])
    assert '<dialog id="k"' in drawn
    assert "<b>38</b><span>lettres</span>" in drawn
    assert 'href="#"' in drawn


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (samples.EMPTY, "Aucun dossier contesté"),
        (samples.LOADING, 'aria-busy="true"'),
        (samples.FAILED, 'role="alert"'),
        (samples.table(), 'aria-sort="ascending"'),
    ],
)
def test_a_table_has_four_states(table, words):
    assert words in draw("{% data_table t %}", t=table)


def test_each_cell_knows_its_column_on_a_phone():
    assert draw("{% data_table t %}", t=samples.table()).count('data-label="Reste dû"') == len(samples.CLAIMS)


def test_a_wrong_field_points_to_its_error():
    drawn = draw("{% field f.vat %}", f=samples.form())
    assert 'aria-invalid="true"' in drawn
    assert 'aria-describedby="id_vat_error"' in drawn
    assert 'id="id_vat_error"' in drawn


def test_a_field_never_counts_on_a_placeholder():
    form = samples.form()
    form.fields["creditor"].widget.attrs["placeholder"] = "Nom"
    assert "placeholder" not in draw("{% field f.creditor %}", f=form)


def test_a_toast_offers_the_way_back():
    drawn = draw("{% toasts m %}", m=[Message(messages.SUCCESS, "Suspendu.", extra_tags="undo:/u/")])
    assert 'action="/u/"' in drawn
    assert "TOKEN" in drawn
    assert "tone-ok" in drawn


def test_a_refusal_names_rule_source_and_date():
    drawn = draw('{% include "components/refusal.html" with refusal=r only %}', r=samples.REFUSAL)
    assert samples.REFUSAL.rule in drawn
    assert samples.REFUSAL.source in drawn
    assert "8\u00a0décembre\u00a02026" in drawn


def test_a_statement_adds_up_to_its_total():
    drawn = draw(
        '{% include "components/statement.html" with lines=s.STATEMENT total=s.STATEMENT_TOTAL on=d only %}',
        s=samples,
        d=TODAY,
    )
    assert "1\u202f284,50\u202f€" in drawn
    assert drawn.count("<details>") == 2
