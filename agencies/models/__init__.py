"""Tenants, their legal persons, who works in them, and what they set."""

from agencies.models.owned import Owned, OwnedManager, Walls
from agencies.models.people import ROLE_NAMES, ApiKey, Invitation, Member, Party, SignInFailure, User
from agencies.models.settings import AuditEntry, Counter, IdempotentRequest, LawOverride, Option, SavedView
from agencies.models.tenant import Agency, Entity

__all__ = [
    "ROLE_NAMES",
    "Agency",
    "ApiKey",
    "AuditEntry",
    "Counter",
    "Entity",
    "IdempotentRequest",
    "Invitation",
    "LawOverride",
    "Member",
    "Option",
    "Owned",
    "OwnedManager",
    "Party",
    "SavedView",
    "SignInFailure",
    "User",
    "Walls",
]
