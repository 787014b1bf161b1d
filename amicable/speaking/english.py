"""The amicable stage in English."""

from amicable.speaking.vocabulary import Speech

ENGLISH = Speech(
    headings={
        "friendly": "A friendly reminder",
        "neutral": "Payment reminder",
        "firm": "Urgent reminder",
        "formal-notice": "Formal notice to pay",
        "delivery-stop-notice": "Notice that deliveries will stop",
    },
    openings={
        "friendly": (
            "It seems that the following has not been paid yet: {total} to {creditor}. Perhaps an invoice went astray, "
            "or a transfer was left waiting? Please pay by {deadline}, or tell us what is in the way."
        ),
        "neutral": (
            "Since our last message we have not received your payment of {total} to {creditor}. Please pay by "
            "{deadline}, or call us to agree on a way forward."
        ),
        "firm": (
            "You still owe {creditor} {total}, and our steps have had no result. We ask you to pay by {deadline}. "
            "Instalments remain possible if you ask for them before that day."
        ),
        "formal-notice": "On behalf of {creditor} we give you formal notice to pay {total} by {deadline}.",
        "delivery-stop-notice": (
            "{creditor} has asked us to tell you that current deliveries or services will be suspended unless {total} "
            "is paid by {deadline}."
        ),
    },
    closings={
        "friendly": "Already paid? Thank you; please tell us when, and we will close the file.",
        "neutral": "Already paid? Tell us when, and we will check. Without an answer we will be in touch again.",
        "firm": (
            "Without payment or an answer by that day, the amicable phase ends and {creditor} decides what follows."
        ),
        "formal-notice": ("Without payment or a reasoned objection by that day, {creditor} decides what follows."),
        "delivery-stop-notice": (
            "Deliveries resume on payment. A passing difficulty? Propose instalments to us before that day."
        ),
    },
    dispute="You disagree? Give us your reasons and papers: our steps are suspended until you have an answer.",
    facilities="You need time? Propose instalments to us, free of charge.",
    documents="Copies of the invoices: simply ask.",
    first_letter="Our first letter: reference {number}, of {day}.",
    others="You have other open files with the same creditor, to be paid separately:",
    other="File {number}, reference {reference}",
    all_together="Total of your files",
    sms={
        "friendly": (
            "{agency} for {creditor}: {total} seem unpaid ({files}). Please pay to {iban}, reference {reference}, or "
            "call {phone}."
        ),
        "neutral": (
            "{agency} for {creditor}: we are waiting for {total} ({files}). IBAN {iban}, reference {reference}. A "
            "question, more time? {phone}."
        ),
        "firm": (
            "{agency} for {creditor}: {total} remain due ({files}). Pay to {iban}, reference {reference}, or call "
            "{phone} soon."
        ),
    },
    sms_files="{count} files",
    sms_first_letter=" Our letter of {day}, ref. {number}.",
    sms_page=" Your file: {url}",
)
