from dataclasses import replace
from decimal import Decimal

import pytest

from formats.errors import BadValue
from law.mentions import IMPOSED_SENTENCE, L111_8_SECOND, L111_8_THIRD, lacking, mentions
from law.options import Options
from messaging.letters import content
from messaging.letters.content import MentionsMissing, html, printed_mentions
from messaging.letters.email import mail
from messaging.letters.fit import fit
from messaging.letters.letter import Recipient, StatementRow
from messaging.letters.words import WORDS
from tests.messaging.letters import CHARGES, CREDITOR, invoice, letter

NOTICES = [
    ("paynow", "be_consumer"),
    ("paynow", "be_business"),
    ("paynow", "fr_consumer"),
    ("paynow", "fr_business"),
    ("first_reminder", "be_consumer"),
]
WITH_PAPER = [notice for notice in NOTICES if notice != ("paynow", "be_business")]


@pytest.mark.parametrize(("notice", "audience"), WITH_PAPER)
@pytest.mark.parametrize("write", [html, lambda it: mail(it).html])
@pytest.mark.parametrize("language", WORDS)
def test_every_mandatory_mention_is_printed(notice, audience, write, language):
    it = letter(2, audience, notice, language=language)
    assert it.paper is not None
    assert mentions(it.paper)
    assert lacking(it.paper, printed_mentions(write(it)), language) == ()


@pytest.mark.parametrize("key", [mention.key for mention in mentions("be-agency-notice")])
def test_a_template_that_drops_a_mention_is_stopped(key):
    page = html(letter(2))
    with pytest.raises(MentionsMissing) as stopped:
        content.check_mentions(
            letter(2), page.replace(f'data-mention="{key}"', "").replace(f"{key} ", "").replace(key, "")
        )
    assert key in stopped.value.keys


def test_the_imposed_sentence_stands_alone_unless_the_agency_may_leave_it_out():
    typeset = IMPOSED_SENTENCE.replace("'", "’")
    assert printed_mentions(html(letter()))["imposed-sentence"] == typeset
    without = letter(options=Options(print_imposed_sentence=False))
    assert "imposed-sentence" not in printed_mentions(html(without))


@pytest.mark.parametrize("audience", ["fr_consumer", "fr_business"])
def test_a_french_letter_reproduces_both_paragraphs(audience):
    printed = printed_mentions(html(letter(1, audience)))["l111-8"].replace("’", "'")
    assert L111_8_SECOND in printed
    assert L111_8_THIRD in printed


def test_belgian_and_french_letters_do_not_borrow_each_other_s_law():
    assert "L111-8" not in html(letter(1, "be_consumer"))
    assert "XIX" not in html(letter(1, "fr_consumer", charges=()))


def test_a_first_reminder_asks_the_principal_and_announces_the_rest():
    it = letter(2, "be_consumer", "first_reminder", charges=(), later_charges=CHARGES)
    said = printed_mentions(html(it))["balance"]
    assert "203,00" in said
    assert "260,90" in said


def test_a_first_reminder_without_clause_says_that_nothing_is_added():
    said = printed_mentions(html(letter(1, "be_consumer", "first_reminder", charges=())))["balance"]
    assert "aucune indemnité forfaitaire" in said


def test_what_a_creditor_calls_itself_is_never_markup():
    page = html(letter(creditor=replace(CREDITOR, name="<img src=x> & Fils")))
    assert "<img src=x>" not in page
    assert "&lt;img src=x&gt; &amp; Fils" in page


def test_a_language_without_letters_is_refused():
    with pytest.raises(BadValue, match="no_letters_in"):
        html(replace(letter(), language="it"))


def test_long_rows_go_to_the_annex_uncut():
    rows = tuple(invoice(n, number=f"FACT/CLIENT/2026/NOVEMBRE/{n:034}") for n in range(1, 9))
    it = letter(invoices=tuple(replace(row, description="Livraison de boissons, " * 5) for row in rows))
    assert fit(it).annex
    assert all(row.number in html(it) for row in rows)


@pytest.mark.parametrize(
    "changes",
    [
        {"invoices": ()},
        {"total": Decimal("1.00")},
        {"statement": (StatementRow(label="Principal", amount=Decimal("1.00")),)},
    ],
)
def test_a_letter_that_does_not_add_up_is_a_bug(changes):
    with pytest.raises(ValueError, match=r"ground|add up"):
        letter(**changes)


def test_an_address_has_at_most_six_lines():
    with pytest.raises(ValueError, match="1 to 6"):
        Recipient(address=("x",) * 7)


@pytest.mark.parametrize(("notice", "audience"), NOTICES)
def test_the_mail_says_what_the_letter_says(notice, audience):
    it = letter(12, audience, notice, later_charges=CHARGES if notice == "first_reminder" else ())
    written = mail(it)
    for text in (it.payment.reference, "10 décembre 2026", it.authenticity.code, it.invoices[11].number):
        assert text in " ".join(written.text.split()).replace("\u00a0", " ")
        assert text in written.html.replace("\u00a0", " ")
    assert "<" not in written.text


def test_the_subject_of_a_mail_names_no_debt():
    assert mail(letter()).subject == "Brasserie du Nord SA : votre dossier 2026-000123"
