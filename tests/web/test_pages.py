"""Whole pages: the style guide, the errors, signing in."""

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.usefixtures("french")
GUIDE = ["", "portail/", "public/"]
BODIES = {
    "400": "Rien n’a été enregistré",
    "403": "un gestionnaire",
    "404": "l’accueil",
    "429": "cinq minutes",
    "500": "rechargez",
}


@pytest.mark.parametrize("page", GUIDE)
def test_the_style_guide_draws_every_shell(shown, client, page):
    answer = client.get(f"/styleguide/{page}")
    assert answer.status_code == 200
    assert 'class="skip"' in answer.text
    assert '<html lang="fr"' in answer.text


@pytest.mark.parametrize("page", [*GUIDE, "erreur/404/"])
def test_the_style_guide_does_not_exist_in_production(client, settings, page):
    settings.DEMO = False
    assert client.get(f"/styleguide/{page}").status_code == 404


def test_an_unknown_page_of_the_guide_is_not_found(shown, client):
    assert client.get("/styleguide/ailleurs/").status_code == 404


@pytest.mark.parametrize(("code", "words"), BODIES.items())
def test_an_error_says_in_french_what_to_do_next(code, words):
    drawn = render_to_string(f"{code}.html")
    assert words in drawn
    assert f"Erreur {code}" in " ".join(drawn.split())


def test_an_expired_form_gets_its_own_words():
    client = Client(enforce_csrf_checks=True)
    answer = client.post(reverse("account_login"), {})
    assert answer.status_code == 403
    assert "Ce formulaire a expiré" in answer.text


def test_a_broken_page_asks_neither_the_database_nor_the_request():
    client = Client(raise_request_exception=False)
    assert "de notre côté" in render_to_string("500.html")
    assert client.get("/nowhere/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["account_login", "account_reset_password", "account_reset_password_done", "account_signup"]
)
def test_the_door_speaks_french_without_script(client, name):
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert answer.text.count("<h1>") == 1
    assert 'class="narrow"' in answer.text
