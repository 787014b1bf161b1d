"""English, for readers of neither country's languages; institutions by the names that they use in English."""

from messaging.letters.vocabulary import Words

ENGLISH = Words(
    salutation="Dear Sir or Madam,",
    farewell="Yours faithfully",
    subjects={
        "paynow": "Formal notice to pay",
        "first_reminder": "First payment reminder, free of charge",
        "visit": "Document handed over at a home visit",
    },
    on_behalf_of="on behalf of",
    mail_subject="{creditor}: your file {reference}",
    colon=":",
    our_reference="Our file",
    our_reference_within="our file",
    date="Date",
    creditor="Creditor",
    customer_number="Customer no.",
    vat="VAT",
    phone="Tel.",
    register="CBE",
    to_pay="To pay",
    by="No later than",
    to="To",
    invoice="Invoice",
    invoices="Invoices",
    invoice_date="Date",
    due_date="Due date",
    description="For",
    balance="Still due",
    invoices_in_annex="{count} invoices due from {first} to {last}, listed in the annex",
    total="Total to pay",
    only="Total to pay ({label} only)",
    charges="Amount that would then be claimed",
    charges_to_come=(
        "If payment has not arrived by that date, {creditor} may also claim, under the penalty clause of its terms:"
    ),
    no_charges_to_come=(
        "If payment has not arrived by that date, no lump sum will be added: the terms of {creditor} provide for none."
    ),
    how_to_pay="How to pay",
    payee="Payee",
    reference="Payment reference",
    amount="Amount",
    scan="Code to scan with your banking app",
    object_title="Object, or ask for time",
    write_to="Write to us:",
    or_at_address=" or by letter.",
    genuine="Is this letter genuine? Check it:",
    code="Code",
    code_within="code",
    page="Page",
    annex="Annex: the invoices in detail",
    annex_subtotal="Total of the invoices",
    activity="Amicable debt collection agency",
    registration="Registered with FPS Economy under no. {number}",
    insurance="Professional liability: {insurer}, policy {policy}",
    supervisor="Supervising administration",
    supervisors={
        "BE": "FPS Economy, Directorate-General for Economic Inspection, North Gate, Boulevard du Roi Albert II 16, "
        "1000 Brussels, 0800 120 33, economie.fgov.be"
    },
    privacy=(
        "Personal data: {agency} processes those of this file, received from {creditor}, to collect the debt "
        "(contract, legitimate interest), passes them to the creditor and, where "
        "needed, to bailiffs and lawyers, and keeps them until "
        "the debt is time-barred. Access, correction, objection: {email}. Complaints: {authority}."
    ),
    authorities={"BE": "Data Protection Authority", "FR": "CNIL"},
    imposed_announced="Translation:",
    imposed_translation=(
        "This letter does NOT concern a summons to court or a seizure. It is not a judicial collection procedure."
    ),
    l111_8_title="French Code des procédures civiles d’exécution, art. L111-8, second and third paragraphs:",
    l111_8_announced="Translation (the French text alone is binding):",
    l111_8_translation=(
        "The costs of collection without an enforceable title remain with the creditor, except for an act that the law "
        "requires of it. Any clause to the contrary is deemed unwritten, unless a statute provides otherwise.",
        "However, a creditor who shows that its steps were necessary may ask the enforcement judge to leave all or "
        "part of these costs with the debtor in bad faith.",
    ),
)
