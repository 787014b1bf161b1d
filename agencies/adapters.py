"""How people sign in to the platform, and the mail this takes: the platform's own, never an agency's outbox."""

from functools import partial
from typing import Any
from urllib.parse import urlsplit

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import translation

from agencies.callers import client_address
from agencies.models import ROLE_NAMES, Agency
from agencies.services import INVITATION_DAYS, Invited, pseudonym, remember_failed_sign_in

log = structlog.get_logger(__name__)

ASKED_BY_ANYBODY = ("account/email/password_reset_key", "account/email/unknown_account")
MAILS_AN_HOUR = 3


class PlatformAdapter(DefaultAccountAdapter):
    """Signing up is closed, limits never lock out an account, mail is in its reader's language."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: a seat comes by invitation."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The client's address; proxies are believed when TRUSTED_PROXIES names them."""
        forwarded = request.headers.get("X-Forwarded-For", "")
        address = client_address(request.META.get("REMOTE_ADDR", ""), forwarded, settings.TRUSTED_PROXIES)
        if address is None:
            raise PermissionDenied("the client has no address")
        return address

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # Failures count per account and caller: whoever hammers an account shuts out themselves, not its owner.
        return f"{self.get_client_ip(request)}:{credentials.get('email', '').strip().lower()}"

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Remember it, whether or not the account exists: both take the same time."""
        remember_failed_sign_in(email=credentials.get("email", ""), ip=self.get_client_ip(request))

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **given: Any) -> HttpResponseBase:
        """From here on, pages outside any agency speak the user's language too."""
        response = super().post_login(request, user, **given)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            getattr(user, "language", settings.LANGUAGE_CODE),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail of text and HTML, in the language of its reader.

        Mail that anybody may ask for by writing an address is withheld past three an hour; nobody is locked out by
        that, since the links sent before still work, and the page answers the same.
        """
        if template_prefix in ASKED_BY_ANYBODY and _asked_too_often(email):
            log.warning("platform_mail.withheld", kind=template_prefix, to_whom=pseudonym(email))
            return
        language = context.get("language") or getattr(context.get("user"), "language", settings.LANGUAGE_CODE)
        site = {"name": "CREANSYS", "domain": urlsplit(settings.PUBLIC_URL).netloc}
        with translation.override(language):
            self.render_mail(template_prefix, email, {"email": email, "current_site": site, **context}).send()


def _asked_too_often(email: str) -> bool:
    key = f"platform_mail:{pseudonym(email)}"
    cache.add(key, 0, timeout=3600)
    return cache.incr(key) > MAILS_AN_HOUR


def invitation_link(agency: Agency, token: str) -> str:
    """The address that opens an invitation: the agency in clear, then the token."""
    return settings.PUBLIC_URL + reverse("invitation", args=[agency.slug, token])


def mail_invitation(*, agency: Agency, invited: Invited) -> None:
    """Send the link to the person invited, in the agency's language, once the invitation is durable."""
    offer = invited.invitation
    context = {
        "agency": agency.name,
        "role": ROLE_NAMES[offer.role],
        "days": INVITATION_DAYS,
        "link": invitation_link(agency, invited.token),
        "language": agency.language,
    }
    transaction.on_commit(partial(PlatformAdapter().send_mail, "account/email/invitation", offer.email, context))
