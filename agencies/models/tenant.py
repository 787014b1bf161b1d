"""The agency that subscribes, and the legal persons through which it acts."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.models.owned import Owned, Walls

RESERVED_SLUGS = ("accounts", "api", "static", "styleguide", "healthz", "readyz", "metrics", "v", "hooks", "operators")
slug_shape = RegexValidator(r"\A[a-z][a-z0-9-]{1,38}\Z", _("Use 2 to 39 lower-case letters, digits and hyphens."))


class Agency(models.Model):
    """A collection agency: the tenant. Visible only from inside itself, or to its own members at login."""

    slug = models.CharField(max_length=39, unique=True, validators=[slug_shape])
    name = models.CharField(max_length=120)
    preset = models.CharField(max_length=30)
    country = models.CharField(max_length=2)
    language = models.CharField(max_length=2, default="fr")
    accent = models.CharField(max_length=7, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    suspended_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(slug__in=RESERVED_SLUGS), name="agencies_agency_slug_not_reserved"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Entity(Owned):
    """A legal person of the agency; every contract and claim names one. It signs letters, holds the trust account."""

    walls = Walls.SHARED

    name = models.CharField(max_length=120)
    legal_form = models.CharField(max_length=60, blank=True)
    country = models.CharField(max_length=2)
    street = models.CharField(max_length=120)
    postcode = models.CharField(max_length=12)
    city = models.CharField(max_length=80)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    website = models.CharField(max_length=120, blank=True)
    enterprise_number = models.CharField(max_length=14, blank=True)
    vat_number = models.CharField(max_length=14, blank=True)
    fps_registration = models.CharField(max_length=40, blank=True)
    fps_registered_on = models.DateField(null=True, blank=True)
    fps_struck_off_on = models.DateField(null=True, blank=True)
    insurer = models.CharField(max_length=80, blank=True)
    insurance_policy = models.CharField(max_length=40, blank=True)
    insured_from = models.DateField(null=True, blank=True)
    insured_until = models.DateField(null=True, blank=True)
    prosecutor = models.CharField(max_length=80, blank=True)
    declared_to_prosecutor_on = models.DateField(null=True, blank=True)
    trust_iban = models.CharField(max_length=34, blank=True)
    trust_bic = models.CharField(max_length=11, blank=True)
    own_iban = models.CharField(max_length=34, blank=True)
    own_bic = models.CharField(max_length=11, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="agencies_entity_one_name")]

    def __str__(self) -> str:
        return self.name
