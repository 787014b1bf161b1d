"""The moves a claim may make stand twice, in Python and in a trigger: they are the same table."""

import re

import pytest
from django.db import connection

from claims.rules import MOVES


@pytest.mark.django_db
def test_the_trigger_knows_the_moves_of_the_rules():
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'claims_known_move'")
        [(body,)] = cursor.fetchall()
    assert set(re.findall(r"\('(\w+)', '(\w+)'\)", body)) == {(was, to) for was, tos in MOVES.items() for to in tos}


@pytest.mark.django_db
def test_the_trigger_is_on_and_watches_the_stage():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname = 'claims_claim_known_move'")
        [(told,)] = cursor.fetchall()
    assert "BEFORE UPDATE OF stage ON public.claims_claim" in told
