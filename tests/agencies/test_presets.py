"""Presets: each file loads, says the prices and days that it must, and makes an agency."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import transaction

from agencies.models import AuditEntry, Entity
from agencies.options import option
from agencies.scope import acting_for
from creansys import presets
from creansys.presets import SlugTaken, load

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SOURCE = presets.FOLDER.joinpath("directe.toml").read_text()


def prices(name: str) -> dict[str, tuple[str, str | None]]:
    return {line.code: (str(line.value), line.cap and str(line.cap)) for line in load(name).tariff}


def acts(name: str, code: str) -> list[tuple[int, str]]:
    return [(step.day, step.act) for cycle in load(name).cycles if cycle.code == code for step in cycle.steps]


def test_there_are_five_presets():
    assert presets.NAMES == ("assurance", "creansys", "directe", "recogest", "trois-phases")


@pytest.mark.parametrize("name", presets.NAMES)
def test_every_preset_loads(name):
    preset = load(name)
    assert preset.entities
    assert preset.cycles
    assert preset.agency.slug == name


def test_the_prices_of_creansys():
    assert prices("creansys") == {
        "joining": ("50.00", None),
        "paynow-single": ("10.00", None),
        "paynow-pack-25": ("175.00", None),
        "paynow-pack-50": ("250.00", None),
        "paynow-pack-75": ("338.00", None),
        "paynow-pack-100": ("400.00", None),
        "amicable-success": ("10.00", "250.00"),
        "certificate-of-non-recovery": ("15.00", None),
        "judicial-success": ("20.00", "1000.00"),
    }


def test_each_number_of_claims_a_year_up_to_a_hundred_has_one_advice():
    lines = [line for line in load("creansys").tariff if line.advised_to is not None]
    advice = [[line.quantity for line in lines if line.advised_from <= n <= line.advised_to] for n in range(101)]
    assert all(len(found) == 1 for found in advice)
    assert [advice[n] for n in (10, 11, 25, 26, 50, 51, 75, 76, 100)] == [
        [n] for n in (1, 25, 25, 50, 50, 75, 75, 100, 100)
    ]


def test_packs_last_a_year_and_premium_is_offered_from_a_hundred():
    packs = [line for line in load("creansys").tariff if (line.quantity or 1) > 1]
    assert {line.valid_months for line in packs} == {12}
    assert load("creansys").premium_offered_from == 100


def test_the_prices_of_directe():
    assert prices("directe") == {
        "opening": ("8.00", None),
        "reminder": ("5.00", None),
        "call": ("0.00", None),
        "success": ("10.00", None),
    }


@pytest.mark.parametrize("name", ["trois-phases", "recogest", "assurance"])
def test_the_others_agree_their_fees_by_contract(name):
    assert prices(name) == {}


@pytest.mark.parametrize(
    ("code", "days"),
    [
        ("large-known", ["2026-03-17", "2026-03-22", "2026-03-27", "2026-04-01"]),
        ("large-new", ["2026-03-12", "2026-03-22", "2026-03-27"]),
        ("small-known", ["2026-03-22", "2026-04-01", "2026-04-06", "2026-04-11"]),
        ("small-new", ["2026-03-12", "2026-03-17", "2026-03-22", "2026-03-27"]),
    ],
)
def test_the_cycles_of_directe_from_a_due_date(code, days):
    planned = [date(2026, 3, 2) + timedelta(days=day) for day, _ in acts("directe", code)]
    assert [day.isoformat() for day in planned] == days
    assert acts("directe", code)[-1][1] == "formal-notice"


def test_what_makes_a_claim_large_and_a_customer_a_repeat_offender():
    grading = load("directe").grading
    assert (grading.large_from, grading.repeat_within_months) == (Decimal("1000.00"), 24)


def test_the_amicable_phase_of_creansys():
    assert acts("creansys", "amicable") == [
        (0, "call"),
        (1, "sms"),
        (1, "email"),
        (5, "call"),
        (10, "sms"),
        (15, "call"),
        (20, "visit"),
        (27, "email"),
        (32, "partner-letter"),
        (55, "call"),
        (60, "end"),
    ]


def test_a_visit_wants_a_sum_and_an_address():
    [visit] = [step for step in load("creansys").cycles[0].steps if step.act == "visit"]
    assert (visit.minimum, visit.needs_good_address) == (Decimal("500.00"), True)


@pytest.mark.parametrize(
    ("name", "code", "days"),
    [
        ("trois-phases", "amicable", [0, 5, 8, 8, 15, 20, 35, 45]),
        ("recogest", "amicable", [0, 7, 14, 21, 28, 43]),
        ("assurance", "dunning", [3, 10, 20, 30, 45]),
    ],
)
def test_the_days_of_the_other_cycles(name, code, days):
    assert [day for day, _ in acts(name, code)] == days


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        (
            'name = "Relance Directe"\ncountry',
            'nom = "x"\nname = "y"\ncountry',
            "directe.toml: agency: unknown key 'nom'",
        ),
        ('slug = "directe"', "", "directe.toml: agency: missing key 'slug'"),
        ('value = "8.00"', "value = 8.0", r"directe.toml: tariff\[0\]: value: 8.0 is not of type Decimal"),
        ('value = "8.00"', 'value = "8"', "two decimals"),
        ('value = "8.00"', 'value = "eight"', "is not a number"),
        ('due = "opening"', 'due = "never"', "'never' is none of"),
        ('"999000011"', '"999000012"', "enterprise_number '999000012' fails its check digits"),
        ("always_creditor", "always_creditors", "options: unknown key 'payee.always_creditors'"),
        ('"payee.always_creditor" = true', '"payee.always_creditor" = 1', "not of the option's type"),
        ('{ day = 20, act = "letter"', '{ day = 40, act = "letter"', "cycle large-known: the days"),
        ("[agency]", "[agency", "directe.toml: "),
    ],
)
def test_a_wrong_file_is_refused_naming_file_and_key(was, becomes, told):
    assert was in SOURCE
    with pytest.raises(presets.PresetError, match=told):
        presets.parse(SOURCE.replace(was, becomes, 1), "directe.toml")


@pytest.mark.django_db
def test_an_agency_gets_its_entities_and_options():
    made = presets.create(name="directe", at=NOW, options={"security.require_totp": False})
    with acting_for(made.pk):
        assert list(Entity.objects.values_list("name", "trust_iban")) == [
            ("Relance Directe", "FR7699999000010000000000309")
        ]
        assert option("payee.always_creditor", NOW.date()) is True
        assert option("stages", NOW.date()) == ["amicable", "judicial"]
        assert option("security.require_totp", NOW.date()) is False
        assert AuditEntry.objects.filter(kind="agency.created").exists()


@pytest.mark.django_db
def test_one_preset_makes_two_agencies_under_two_slugs():
    first = presets.create(name="creansys", at=NOW)
    second = presets.create(name="creansys", at=NOW, slug="nord", title="Nord Recouvrement")
    assert (first.slug, second.slug, second.name) == ("creansys", "nord", "Nord Recouvrement")
    with acting_for(second.pk):
        assert set(Entity.objects.values_list("name", flat=True)) == {"CREANSYS", "CREANSYS France"}


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["accounts", "No Spaces", "x"])
def test_a_slug_that_no_address_may_have_is_refused(slug):
    with pytest.raises(ValidationError):
        presets.create(name="creansys", at=NOW, slug=slug)


@pytest.mark.real_commits
def test_a_taken_slug_is_refused_and_leaves_nothing(owner_sql):
    presets.create(name="creansys", at=NOW)
    assert presets.create(name="directe", at=NOW, slug="creansys") == SlugTaken("creansys")
    assert owner_sql("SELECT count(*), max(preset) FROM agencies_agency") == [(1, "creansys")]
    assert owner_sql("SELECT count(*) FROM agencies_entity") == [(2,)]


@pytest.mark.real_commits
def test_the_slug_of_a_suspended_agency_is_taken_too(owner_sql):
    presets.create(name="creansys", at=NOW)
    owner_sql("UPDATE agencies_agency SET suspended_on = '2026-03-03'")
    assert presets.create(name="creansys", at=NOW) == SlugTaken("creansys")


def run(*arguments: str) -> dict:
    out = StringIO()
    try:
        call_command("create_agency", *arguments, "--json", stdout=out)
    except CommandError as error:
        return json.loads(out.getvalue() or "{}") | {"exit": error.returncode}
    return json.loads(out.getvalue()) | {"exit": 0}


@pytest.mark.django_db
def test_the_command_makes_an_agency_and_mails_its_manager(django_capture_on_commit_callbacks, mailoutbox, client):
    with django_capture_on_commit_callbacks(execute=True):
        told = run("--preset", "creansys", "--slug", "nord", "--manager", "ada@example.test")
    assert (told["exit"], told["agency"]) == (0, "nord")
    assert told["invitation"] in mailoutbox[0].body
    assert client.get(urlsplit(told["invitation"]).path).status_code == 200


@pytest.mark.django_db
def test_the_command_refuses_a_taken_slug_with_a_reason():
    run("--preset", "creansys")
    told = run("--preset", "directe", "--slug", "creansys")
    assert told["exit"] == 1
    assert told["refused"][0]["code"] == "slug-taken"
    assert "creansys" in told["refused"][0]["reason"]


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [("--slug", "api"), ("--manager", "nobody")])
def test_the_command_tells_misuse_apart(wrong):
    with transaction.atomic():
        assert run("--preset", "creansys", *wrong)["exit"] == 2
