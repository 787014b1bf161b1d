"""One entry of a CAMT file, with the payments in it."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

from lxml import etree

from formats.bank.model import Movement, Payment
from formats.bank.references import Reference, in_text, structured
from formats.bank.source import iban_of, one_line
from formats.errors import Unreadable

Fields = dict[str, list[str]]
"""Texts by path of local names below an element: {"Refs/EndToEndId": ["…"]}. A currency stands under "Amt@"."""

_UNREAD = frozenset(
    re.findall(
        r"\w+",
        "PstlAdr BkTxCd Chrgs InitgPty RltdAgts RltdDts TxDtls Intrst CcyXchg Tax RltdPric RltdQties SplmtryData "
        "CtctDtls PrvtId OrgId Svcr CardTx Avlbty LclInstrm Purp",
    )
)
_AMOUNT = re.compile(r"[0-9]{1,18}(?:\.[0-9]{0,5})?|\.[0-9]{1,5}", re.ASCII)
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T.*|Z|[+-][0-9:]+)?", re.ASCII)
_SILENT = ("", "NOTPROVIDED", "NOT PROVIDED", "NOTAVAILABLE", "NONREF")
_BELGIAN_ISSUER = "BBA"
_SUB_FAMILY = "{*}BkTxCd/{*}Domn/{*}Fmly/{*}SubFmlyCd"
_CHARGES = frozenset(("CHRG", "COMM", "FEES", "INTR"))
"""ISO 20022 external code set, bank transaction sub-families that every family has for what the bank itself takes."""


@lru_cache(maxsize=1024)
def local_name(tag: str) -> str:
    """A tag without its namespace."""
    return tag.rpartition("}")[2]


def gathered(element: etree._Element, prefix: str = "") -> Fields:
    """Every text below an element that a payment needs, by path."""
    found: Fields = {}
    _gather(element, prefix, found)
    return found


def _gather(element: etree._Element, prefix: str, found: Fields) -> None:
    if len(element) == 0 and prefix:  # a child of the statement without children of its own: `Id`, `CreDtTm`
        _keep(found, prefix.rstrip("/"), element)
    for child in element:
        name = local_name(child.tag)
        if name in _UNREAD:
            continue
        if len(child):
            _gather(child, f"{prefix}{name}/", found)
        else:
            _keep(found, prefix + name, child)


def _keep(found: Fields, path: str, element: etree._Element) -> None:
    text = element.text
    if text and (text := text.strip()):
        found.setdefault(path, []).append(text)
        if path.endswith("Amt") and (currency := element.get("Ccy")):
            found.setdefault(f"{path}@", []).append(currency)


def amount_of(fields: Fields, place: str, path: str = "Amt") -> Decimal:
    """The unsigned amount at a path. Raises Unreadable missing_field, bad_amount."""
    written = fields.get(path)
    if not written:
        raise Unreadable("missing_field", f"{path}, {place}")
    if not _AMOUNT.fullmatch(written[0]):
        raise Unreadable("bad_amount", place)
    return Decimal(written[0])


def currency_of(fields: Fields) -> str:
    """The currency of the amount."""
    return next(iter(fields.get("Amt@", [])), "")


def day_in(fields: Fields, prefix: str, place: str = "statement") -> date | None:
    """A date or the day of a time; None when none is said. Raises Unreadable bad_date."""
    written = fields.get(f"{prefix}Dt") or fields.get(f"{prefix}DtTm")
    if not written:
        return None
    known = _DAY.fullmatch(written[0])
    try:
        return date.fromisoformat(known.group(1) if known else "")
    except ValueError as error:
        raise Unreadable("bad_date", place) from error


def movement(element: etree._Element, *, own: str, fallback: date | None, place: str) -> Movement:
    """One `Ntry`. `own` is the account's IBAN, to tell the other side by. Raises Unreadable naming `place`."""
    said = gathered(element)
    amount, reversal = _signed(said, place), said.get("RvslInd", [""])[0] in ("true", "1")
    booked_on = day_in(said, "BookgDt/", place) or day_in(said, "ValDt/", place) or fallback
    if booked_on is None:
        raise Unreadable("missing_field", f"BookgDt, {place}")
    parts = [
        _payment(gathered(one), amount, currency_of(said), own, reversal, place) for one in element.iter("{*}TxDtls")
    ]
    whole = parts[0] if len(parts) == 1 else Payment(amount=amount)
    return Movement(
        amount=amount,
        currency=currency_of(said),
        booked_on=booked_on,
        value_on=day_in(said, "ValDt/", place),
        pending=_status(said) != "BOOK",
        reversal=reversal,
        charge=element.findtext(_SUB_FAMILY) in _CHARGES,
        bank_reference=_first(said, "AcctSvcrRef", "NtryRef") or whole.bank_reference,
        end_to_end=whole.end_to_end,
        references=whole.references,
        text=whole.text or one_line(*said.get("AddtlNtryInf", [])),
        name=whole.name,
        account=whole.account,
        return_reason=whole.return_reason,
        batch_count=_count(said),
        parts=tuple(parts) if len(parts) > 1 else (),
        place=place,
    )


def _status(said: Fields) -> str:
    """Booked where nothing is said: some banks leave it out."""
    return _first(said, "Sts", "Sts/Cd", "Sts/Prtry") or "BOOK"


def _signed(said: Fields, place: str) -> Decimal:
    """The sign is the entry's own, of a reversal too."""
    side = said.get("CdtDbtInd", [""])[0]
    if side not in ("CRDT", "DBIT"):
        raise Unreadable("missing_field", f"CdtDbtInd, {place}")
    amount = amount_of(said, place)
    return amount if side == "CRDT" else -amount


def _first(said: Fields, *paths: str) -> str:
    return next((said[path][0] for path in paths if path in said), "")


def _count(said: Fields) -> int:
    """How many payments the bank says are in the entry: the sum over its batches."""
    told = [*said.get("NtryDtls/Btch/NbOfTxs", []), *said.get("Btch/NbOfTxs", [])]
    return sum(int(one) for one in told if one.isascii() and one.isdigit() and len(one) < 16)


def _payment(said: Fields, whole: Decimal, currency: str, own: str, reversal: bool, place: str) -> Payment:
    name, account = _other_side(said, whole > 0, own, reversal)
    text = one_line(*(one for one in said.get("RmtInf/Ustrd", []) if one.upper() not in _SILENT))
    return Payment(
        amount=_part_amount(said, whole, currency, place),
        bank_reference=_first(said, "Refs/AcctSvcrRef", "Refs/TxId"),
        end_to_end=_spoken(_first(said, "Refs/EndToEndId")),
        references=_references(said) + in_text(text),
        text=text or one_line(*said.get("RmtInf/Strd/AddtlRmtInf", []), *said.get("AddtlTxInf", [])),
        name=name,
        account=account,
        return_reason=_first(said, "RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry", "RtrInf/RtrRsn/Cd", "RtrInf/RtrRsn/Prtry"),
    )


def _spoken(reference: str) -> str:
    return "" if reference.upper() in _SILENT else reference


def _part_amount(said: Fields, whole: Decimal, currency: str, place: str) -> Decimal | None:
    """In the entry's currency, with the part's own sign where it gives one; None when only another currency is told."""
    for path in ("Amt", "AmtDtls/TxAmt/Amt"):
        if said.get(path) and said.get(f"{path}@", [currency])[0] == currency:
            amount = amount_of(said, place, path)
            credit = said.get("CdtDbtInd", ["CRDT" if whole > 0 else "DBIT"])[0] == "CRDT"
            return amount if credit else -amount
    return None


def _references(said: Fields) -> tuple[Reference, ...]:
    written: Sequence[str] = said.get("RmtInf/Strd/CdtrRefInf/Ref") or said.get("RmtInf/Strd/CdtrRefInf/CdtrRef") or ()
    return tuple(structured(one) for one in written)


def _other_side(said: Fields, credit: bool, own: str, reversal: bool) -> tuple[str, str]:
    """(name, account) of who paid or was paid: a reversal keeps the parties of what it takes back.

    Whoever has our own account is not the other side, whatever the roles say.
    """
    roles = ("Dbtr", "Cdtr") if credit != reversal else ("Cdtr", "Dbtr")
    for role in roles:
        names = (role, f"{role}/Pty", f"Ultmt{role}", f"Ultmt{role}/Pty")
        name = _first(said, *(f"RltdPties/{one}/Nm" for one in names))
        account = _first(said, f"RltdPties/{role}Acct/Id/IBAN", f"RltdPties/{role}Acct/Id/Othr/Id")
        account = iban_of(account) or account
        if (name or account) and (not own or account != own):
            return name, account
    return "", ""
