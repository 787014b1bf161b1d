"""A list page: cursors that cannot be forged, pages that neither repeat nor lose a row, SQL an index can serve."""

from datetime import UTC
from itertools import chain

import pytest
from django.contrib.contenttypes.models import ContentType
from hypothesis import given
from hypothesis import strategies as st

from web.parts import Cell, Row
from web.tables import Column, Cursor, Filter, Listing, Page, Wish, beyond

NUMBER, APP = Column("number", "N°", sort="model"), Column("app", "App", sort="app_label", descending=True)
STAGE = Filter("stage", "Stade", "app_label", [("p", "PAYNOW"), ("a", "Amiable")])
LIST = Listing("claims", [NUMBER, APP, Column("what", "Quoi")], "number", [STAGE], size=3)
VALUES = st.one_of(
    st.text(), st.integers(), st.decimals(allow_nan=False), st.dates(), st.datetimes(timezones=st.just(UTC))
)


@given(VALUES, st.integers(1, 2**62), st.booleans())
def test_a_cursor_comes_back_as_it_went(value, pk, back):
    sealed = LIST._seal(Cursor(value, pk, back), NUMBER)
    assert LIST.read({"at": sealed}).cursor == Cursor(value, pk, back)


@pytest.mark.parametrize("wrong", ["", "abc", "WyJudW1iZXIiXQ:x:y"])
def test_a_forged_cursor_leads_to_the_first_page(wrong):
    assert LIST.read({"at": wrong}).cursor is None


def test_a_cursor_of_another_list_or_sort_is_dropped():
    cursor = Cursor("x", 1)
    other = Listing("parties", LIST.columns, "number")
    assert LIST.read({"at": other._seal(cursor, NUMBER)}).cursor is None
    assert LIST.read({"at": LIST._seal(cursor, NUMBER), "sort": "app"}).cursor is None


def test_a_url_asks_only_for_what_the_list_offers():
    wish = LIST.read({"sort": "-what", "stage": "drop table", "other": "1"})
    assert (wish.sort, wish.descending, dict(wish.chosen)) == (NUMBER, False, {})


def test_the_first_click_follows_the_column_and_the_second_turns():
    heads = LIST.view("", page=Page([], None, None), wish=LIST.read({"sort": "-app"}), row=_row).headings
    assert [(head.url, head.order) for head in heads] == [
        ("?sort=number", "none"),
        ("?sort=app", "descending"),
        ("", "none"),
    ]


def test_chips_keep_the_sort_and_forget_the_place():
    wish = LIST.read({"sort": "app", "stage": "a", "at": LIST._seal(Cursor("x", 1), APP)})
    chip = LIST.view("", page=Page([], None, None), wish=wish, row=_row).chips[0]
    assert (chip.value, chip.clear_url, chip.options[0].url) == ("Amiable", "?sort=app", "?sort=app&stage=p")


def test_the_query_uses_the_index_and_never_counts():
    rows = ContentType.objects.filter(beyond("model", Cursor("m", 7), down=True)).order_by("-model", "-pk")
    sql = str(rows.query)
    assert '"model" <= ' in sql
    assert "COUNT" not in sql
    assert "OFFSET" not in sql


@pytest.mark.django_db
@pytest.mark.parametrize("asked", [{}, {"sort": "-number"}, {"sort": "app"}, {"sort": "-app"}])
def test_pages_forward_and_back_show_each_row_once(asked, django_assert_num_queries):
    wish, seen, back = LIST.read(asked), [], []
    while wish:
        with django_assert_num_queries(1):
            page = LIST.fetch(ContentType.objects.all(), wish)
        seen.append([row.pk for row in page.rows])
        last, wish = page, page.next and Wish(wish.sort, wish.descending, cursor=page.next)
    while last.previous:
        last = LIST.fetch(ContentType.objects.all(), Wish(*_sort(asked), cursor=last.previous))
        back.insert(0, [row.pk for row in last.rows])
    assert list(chain(*seen)) == list(_ordered(asked).values_list("pk", flat=True))
    assert back == seen[:-1]


@pytest.mark.django_db
def test_a_filter_narrows_and_stays_in_the_links():
    listing = Listing("types", [NUMBER], "number", [Filter("app", "App", "app_label", [("auth", "Auth")])], size=1)
    wish = listing.read({"app": "auth"})
    page = listing.fetch(ContentType.objects.all(), wish)
    view = listing.view("Types", page, wish, _row)
    assert [row.app_label for row in page.rows] == ["auth"]
    assert view.next_url.startswith("?sort=number&app=auth&at=")
    assert (view.previous_url, view.rows[0].cells) == ("", [Cell("group")])


def test_a_list_without_a_sortable_default_is_a_bug():
    with pytest.raises(ValueError, match="not a sortable column"):
        Listing("x", [Column("a", "A")], "a").read({})


def _sort(asked):
    wish = LIST.read(asked)
    return wish.sort, wish.descending


def _ordered(asked):
    sort, descending = _sort(asked)
    mark = "-" if descending else ""
    return ContentType.objects.order_by(mark + sort.sort, mark + "pk")


def _row(one):
    return Row(str(one.pk), "", [Cell(one.model)])
