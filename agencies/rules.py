"""Who may do what: roles and the permissions that each carries."""

from enum import StrEnum


class Role(StrEnum):
    """The role of a seat (DOMAIN, *Member*)."""

    MANAGER = "manager"
    AGENT = "agent"
    ACCOUNTANT = "accountant"
    CREDITOR = "creditor"
    PARTNER = "partner"

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """For a model field."""
        return [(role.value, role.value) for role in cls]


OUTSIDE_ROLES = (Role.CREDITOR.value, Role.PARTNER.value)
GUARDED_ROLES = (Role.MANAGER.value, Role.ACCOUNTANT.value)  # may be asked for a second step when signing in

_AGENT = {
    "office.see", "claims.see", "claims.work", "claims.import", "creditors.see", "letters.hand_over", "money.see"
}  # fmt: skip
PERMISSIONS: dict[str, frozenset[str]] = {
    Role.MANAGER: frozenset(
        _AGENT
        | {
            "creditors.edit",
            "members.edit",
            "settings.edit",
            "audit.see",
            "figures.see",
            "law.override",
            "keys.edit",
            "people.erase",
            "money.book",
        }
    ),
    Role.AGENT: frozenset(_AGENT),
    Role.ACCOUNTANT: frozenset({"office.see", "claims.see", "creditors.see", "money.see", "money.book"}),
    Role.CREDITOR: frozenset(
        {"portal.see", "claims.see", "claims.import", "claims.decide", "keys.edit", "colleagues.edit", "wishes.edit"}
    ),
    Role.PARTNER: frozenset({"claims.see"}),
}


def may(role: str, permission: str) -> bool:
    """Whether `role` carries `permission`; an unknown role carries none."""
    return permission in PERMISSIONS.get(role, frozenset())
