"""Where an address may be looked for: the registers of the country, never who lives or works with the debtor."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amicable.rules.tracing import SOURCES, source_refusal, sources_for

DAY = date(2026, 3, 2)
COUNTRIES, KINDS = ("BE", "FR", "LU"), ("consumer", "business", "unknown")


def refused(key, country="BE", kind="business", contact_from=DAY, on=DAY):
    found = source_refusal(key, country=country, kind=kind, contact_from=contact_from, on=on)
    return found.rule if found else ""


@pytest.mark.parametrize(("country", "key"), [("BE", "kbo"), ("BE", "moniteur"), ("FR", "sirene"), ("FR", "rne")])
def test_the_registers_of_a_country_are_open_for_its_businesses(country, key):
    assert refused(key, country) == ""
    assert refused(key, country, "consumer") == "tracing-unfit"
    assert refused(key, "FR" if country == "BE" else "BE") == "tracing-unfit"


@pytest.mark.parametrize("key", ["relatives", "neighbours", "employer", "relatives_fr", "employer_fr", "networks"])
def test_nobody_around_the_debtor_is_asked(key):
    country = "FR" if key.endswith("_fr") else "BE"
    found = source_refusal(key, country=country, kind="consumer", contact_from=DAY, on=DAY)
    assert (found.rule, found.source) == ("tracing-third-party", SOURCES[key].rule)


@pytest.mark.parametrize("key", ["national_register", "ficoba"])
def test_what_is_kept_for_bailiffs_is_not_ours(key):
    assert refused(key, "BE" if key == "national_register" else "FR") == "tracing-partner-only"


@pytest.mark.parametrize("contact_from", [None, DAY + timedelta(days=1)])
def test_the_debtor_is_not_asked_during_a_wait(contact_from):
    found = source_refusal("debtor", country="BE", kind="consumer", contact_from=contact_from, on=DAY)
    assert (found.rule, found.allowed_from) == ("tracing-wait", contact_from)
    assert refused("debtor", kind="consumer") == ""
    assert refused("directory", kind="consumer", contact_from=contact_from) == ""


@given(st.sampled_from(COUNTRIES), st.sampled_from(KINDS), st.sampled_from(sorted(SOURCES)))
def test_what_is_listed_as_open_is_not_refused_and_nothing_else_passes(country, kind, key):
    listed = {source.key for source in sources_for(country, kind) if source.leave == "open"}
    assert (refused(key, country, kind) == "") == (key in listed)
    assert SOURCES[key].rule
