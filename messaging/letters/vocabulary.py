"""What a language must be able to say before letters are written in it. A field left out is an error at import."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The fixed words of a letter. Braces stand for what the letter fills in; they are the same in every language.

    `…_within` is the word as it stands inside a sentence. What French law words for everybody (`imposed_translation`,
    `l111_8_translation`) is printed in French first, then here, each translation announced as one; empty in French.
    """

    salutation: str
    farewell: str
    subjects: Mapping[str, str]
    on_behalf_of: str
    mail_subject: str
    colon: str
    nouns_are_capitals: bool = False

    our_reference: str
    our_reference_within: str
    date: str
    creditor: str
    customer_number: str
    vat: str
    phone: str
    register: str  # the Belgian enterprise register, before an enterprise number

    to_pay: str
    by: str
    to: str
    invoice: str
    invoices: str
    invoice_date: str
    due_date: str
    description: str
    balance: str
    invoices_in_annex: str
    total: str
    only: str
    charges: str
    charges_to_come: str
    no_charges_to_come: str

    how_to_pay: str
    payee: str
    reference: str
    amount: str
    scan: str
    object_title: str
    write_to: str
    or_at_address: str
    genuine: str
    code: str
    code_within: str
    page: str
    annex: str
    annex_subtotal: str

    activity: str
    registration: str
    insurance: str
    supervisor: str
    supervisors: Mapping[str, str]  # the supervising administration and its contact details, by country of the entity
    privacy: str
    authorities: Mapping[str, str]  # for data protection, by country of the entity

    imposed_announced: str = ""
    imposed_translation: str = ""
    l111_8_title: str
    l111_8_announced: str = ""
    l111_8_translation: tuple[str, ...] = ()
