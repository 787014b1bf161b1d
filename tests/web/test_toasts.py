"""What was done is said once, on the next page, with a way back where there is one."""

from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import RequestFactory

from web.toasts import toast


def said(**options):
    request = RequestFactory().post("/")
    request._messages = CookieStorage(request)
    toast(request, "Dossier suspendu.", **options)
    return next(iter(request._messages))


def test_a_way_back_travels_with_the_words():
    assert said(undo_url="/annuler/").extra_tags == "undo:/annuler/"


def test_most_things_need_none():
    message = said(level=messages.ERROR)
    assert (message.message, message.level_tag, message.extra_tags) == ("Dossier suspendu.", "error", "")
