"""Users (global), and what they are inside an agency: parties, members, invitations, keys."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies import rules
from agencies.models.owned import Owned, Walls, owned_key
from core.ids import uuid7

ROLE_NAMES: dict[str, Any] = {
    rules.Role.MANAGER: _("manager"),
    rules.Role.AGENT: _("agent"),
    rules.Role.ACCOUNTANT: _("accountant"),
    rules.Role.CREDITOR: _("creditor"),
    rules.Role.PARTNER: _("partner"),
}


class UserManager(BaseUserManager["User"]):
    """Users are known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user with a lower-cased address; without a password, only a reset lets them in."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find by address, whatever its case."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. What they may see is decided by their memberships, never here."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(max_length=2, default="fr")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)  # platform operators
    date_joined = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]


class Party(Owned):
    """Whoever works with the agency from outside: the only thing that walls, members, messages and files know."""

    walls = Walls.PARTY

    class Kind(models.TextChoices):
        CREDITOR = "creditor", _("creditor")
        PARTNER = "partner", _("partner")

    uid = models.UUIDField(default=uuid7, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=160)
    archived_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "uid"], name="agencies_party_one_uid")]

    def __str__(self) -> str:
        return self.name


class Member(Owned):
    """A user's seat in one agency, with one role; creditors' and partners' seats name their party."""

    walls = Walls.PARTY

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    party = owned_key("agencies.Party", null=True, blank=True)
    role = models.CharField(max_length=12, choices=rules.Role.choices())
    team = owned_key("agencies.Entity", null=True, blank=True)  # whose files an agent's queue begins with
    since = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "user"], condition=models.Q(ended_on=None), name="agencies_member_one_seat"
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=rules.OUTSIDE_ROLES, party__isnull=False)
                | (~models.Q(role__in=rules.OUTSIDE_ROLES) & models.Q(party__isnull=True)),
                name="agencies_member_party_fits_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.role})"

    def may(self, permission: str) -> bool:
        """Whether the role carries `permission` (agencies/rules.py)."""
        return rules.may(self.role, permission)


class Invitation(Owned):
    """An offer of a seat, sent by e-mail; the token is kept as a hash."""

    walls = Walls.INNER

    email = models.EmailField()
    party = owned_key("agencies.Party", null=True, blank=True)
    role = models.CharField(max_length=12, choices=rules.Role.choices())
    token_hash = models.CharField(max_length=64)
    invited_by = owned_key("agencies.Member", null=True)
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "token_hash"], name="agencies_invitation_one_token")]


class ApiKey(Owned):
    """A key for the API, acting for one party or for the agency; shown once, kept as a hash."""

    walls = Walls.PARTY

    party = owned_key("agencies.Party", null=True, blank=True)
    label = models.CharField(max_length=80)
    key_hash = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    made_by = owned_key("agencies.Member", null=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "key_hash"], name="agencies_apikey_one_key")]


class SignInFailure(models.Model):
    """A sign-in that failed. It belongs to no agency: the address may be anybody's, and is kept as a keyed hash."""

    recorded_at = models.DateTimeField(auto_now_add=True)
    user_id = models.BigIntegerField(null=True)  # the account aimed at, where there is one
    address = models.CharField(max_length=64)
    ip = models.GenericIPAddressField()

    class Meta:
        indexes = [models.Index(fields=["user_id", "-id"], name="agencies_signinfailure_latest")]

    def __str__(self) -> str:
        return f"{self.recorded_at} {self.ip}"
