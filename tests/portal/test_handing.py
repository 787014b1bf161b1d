"""A creditor hands a file over: it is judged, signed, loaded; mistakes come back with their reasons."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from agencies.scope import acting_for
from claims import tasks
from claims.intake.remembered import remembered
from claims.models import Claim, Import
from claims.queries.timeline import timeline
from claims.services import bordereau, handing
from files.models import File
from formats.columns import recognise
from jobs.models import Job

HEAD = "N° facture;Client;Rue;Code postal;Ville;Pays;E-mail;Date facture;Échéance;Solde dû"
GOOD = "P-1;Brasserie des Quais;Quai 4;7500;Tournai;Belgique;;01/01/2026;31/01/2026;250,00"
NO_NAME = "P-2;;Rue 1;7000;Mons;Belgique;;01/01/2026;31/01/2026;40,00"
NO_DATE = "P-3;Taverne;Rue 1;7000;Mons;Belgique;;01/01/2026;31/02/2026;40,00"
FORMULA = "P-4;=1+1;Rue 1;7000;Mons;Belgique;;01/01/2026;31/01/2026;zero"
SIGNED = {"name": "Anne Maes", "agreed": "on"}


def sheet(*rows: str, head: str = HEAD) -> SimpleUploadedFile:
    return SimpleUploadedFile("list.csv", "\n".join([head, *rows]).encode(), "text/csv")


def handed(creditor, *rows: str, **options) -> str:
    """The address of the preview of a file."""
    return creditor.post(creditor.at("lists/new/"), {"file": sheet(*rows, **options)}).url


def signed(creditor, side, *rows: str) -> Import:
    """A file handed over, signed and loaded as the worker does it."""
    creditor.post(handed(creditor, *rows) + "sign/", SIGNED)
    with acting_for(side.pk):
        job = Job.objects.latest("pk")
    load(side, job)
    with acting_for(side.pk):
        return Import.objects.select_related("file").latest("pk")


def load(side, job: Job) -> None:
    ids = {"file_id": int(job.kind.partition(":")[2]), "contract_id": side.contract.pk}
    tasks.import_signed(agency_id=side.pk, job_id=job.pk, name="Anne Maes", **ids)


def test_every_row_is_judged_before_anything_is_loaded(creditor, ours):
    page = creditor.get(handed(creditor, GOOD, NO_NAME, NO_DATE))
    assert [figure.value for figure in page.context["figures"]][:4] == ["1", "0", "2", "1"]
    assert [row.key for row in page.context["rows"].rows] == ["3", "4"]
    with acting_for(ours.pk):
        assert Claim.objects.filter(debtor__name="Brasserie des Quais").count() == 0


def test_signing_loads_the_list_and_is_the_written_order(creditor, ours):
    made = signed(creditor, ours, GOOD, NO_NAME)
    assert (made.claims, made.refused, made.accepted_as) == (1, 1, "Anne Maes")
    assert made.member_id == made.accepted_by_id == ours.creditor_member.pk
    with acting_for(ours.pk):
        job = Job.objects.latest("pk")
    assert creditor.get(creditor.at(f"jobs/{job.uid}/")).url == creditor.at(f"lists/{made.uid}/")


@pytest.mark.parametrize("given", [{}, {"name": "Anne Maes"}, {"name": "Anne", "agreed": "on"}])
def test_nothing_is_loaded_without_name_and_tick(creditor, ours, given):
    answer = creditor.post(handed(creditor, GOOD) + "sign/", given)
    with acting_for(ours.pk):
        assert (answer.status_code, Job.objects.exclude(pk=ours.job.pk).count()) == (422, 0)


def test_a_double_click_is_one_job(creditor, ours):
    address = handed(creditor, GOOD) + "sign/"
    first, second = creditor.post(address, SIGNED), creditor.post(address, SIGNED)
    assert first.url == second.url


def test_the_same_file_twice_makes_nothing_twice(creditor, ours):
    signed(creditor, ours, GOOD)
    again = signed(creditor, ours, GOOD)
    assert (again.claims, again.duplicates) == (0, 1)


def test_a_task_that_runs_twice_loads_once(creditor, ours):
    signed(creditor, ours, GOOD)
    with acting_for(ours.pk):
        job, lists = Job.objects.latest("pk"), Import.objects.count()
    with pytest.raises(Exception, match="is not running"):
        load(ours, job)
    with acting_for(ours.pk):
        assert Import.objects.count() == lists
        assert Job.objects.get(pk=job.pk).state == Job.State.DONE


def test_refused_rows_come_back_with_reasons_and_run_nothing(creditor, ours):
    made = signed(creditor, ours, GOOD, FORMULA)
    text = creditor.get(creditor.at(f"lists/{made.uid}/refused.csv")).content.decode("utf-8-sig")
    head, row = text.splitlines()
    assert len(head.split(";")) == len(HEAD.split(";")) + 1
    assert row.startswith("P-4;'=1+1;")
    assert "P-1" not in text


def test_a_column_we_did_not_know_is_said_once(creditor, ours):
    head = HEAD.replace("Solde dû", "Machin")
    address = handed(creditor, GOOD, head=head)
    assert creditor.get(address).context["error"]
    place = head.split(";").index("Machin")
    creditor.post(address + "columns/", {f"column-{place}": "balance_due"})
    assert creditor.get(address).context["judged"].count("ready") == 1
    assert creditor.get(handed(creditor, GOOD, head=head)).context["judged"].count("ready") == 1


def test_what_is_remembered_moves_with_its_heading():
    heading = ["Montant", "N° facture"]
    kept = {"Montant": "balance_due", "N° facture": ""}
    assert remembered(heading, recognise(heading), kept) == {"balance_due": 0, "invoice_number": None} | (
        {"total": None} if "total" in recognise(heading).fields else {}
    )


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"\x00\x01\x02", b"PK\x03\x04broken"])
def test_what_is_no_table_is_refused_with_words(creditor, data):
    answer = creditor.post(creditor.at("lists/new/"), {"file": SimpleUploadedFile("x.csv", data)})
    assert answer.status_code == 422
    assert answer.context["error"]


def drawn_up(side, made: Import) -> Import:
    """The list with its bordereau."""
    with acting_for(side.pk):
        bordereau.draw_up(import_id=made.pk)
        return Import.objects.select_related("bordereau").get(pk=made.pk)


def test_a_list_that_the_agency_loaded_waits_for_the_creditor(creditor, ours):
    made = drawn_up(ours, ours.handed)
    address = creditor.at(f"lists/{made.uid}/")
    assert [table.rows[0].url for table in creditor.get(creditor.at()).context["tables"]] == [address]
    creditor.post(address, SIGNED | {"shown": made.bordereau.sha256})
    with acting_for(ours.pk):
        assert Import.objects.get(pk=made.pk).accepted_as == "Anne Maes"
    assert creditor.get(creditor.at()).context["tables"] == []


def test_nothing_is_signed_before_its_bordereau_is_there(creditor, ours):
    answer = creditor.post(creditor.at(f"lists/{ours.handed.uid}/"), SIGNED)
    assert (answer.status_code, len(answer.context["refused"])) == (409, 2)
    with acting_for(ours.pk):
        assert Import.objects.get(pk=ours.handed.pk).accepted_at is None


def test_another_bordereau_than_the_one_shown_is_not_signed(creditor, ours):
    made = drawn_up(ours, ours.handed)
    answer = creditor.post(creditor.at(f"lists/{made.uid}/"), SIGNED | {"shown": "0" * 64})
    assert answer.status_code == 409
    with acting_for(ours.pk):
        assert Import.objects.get(pk=made.pk).accepted_at is None


def test_the_page_links_what_is_signed(creditor, ours):
    made = drawn_up(ours, ours.handed)
    page = creditor.get(creditor.at(f"lists/{made.uid}/")).content.decode()
    assert creditor.at(f"files/{made.bordereau.uid}/") in page
    assert f'value="{made.bordereau.sha256}"' in page


@pytest.mark.parametrize("act", ["columns/", "sign/"])
def test_another_creditors_file_is_out_of_reach(stranger, ours, act):
    answer = stranger.post(stranger.at(f"lists/new/{ours.handed.file.uid}/{act}"), SIGNED)
    signing = stranger.post(stranger.at(f"lists/{ours.handed.uid}/"), SIGNED)
    assert (answer.status_code, signing.status_code) == (404, 404)
    with acting_for(ours.pk):
        assert Import.objects.get(pk=ours.handed.pk).accepted_at is None
        assert Job.objects.exclude(pk=ours.job.pk).count() == 0


def test_the_bordereau_is_drawn_up_once_and_is_the_creditors(creditor, ours):
    made = signed(creditor, ours, GOOD)
    for _ in range(2):
        tasks.draw_up(agency_id=ours.pk, import_id=made.pk)
    with acting_for(ours.pk):
        file = Import.objects.select_related("bordereau").get(pk=made.pk).bordereau
        assert (file.pk, File.objects.filter(mime="application/pdf").count()) == (made.bordereau_id, 1)
    assert creditor.get(creditor.at(f"files/{file.uid}/")).content.startswith(b"%PDF")
    creditor.force_login(ours.other_member.user)
    assert creditor.get(creditor.at(f"files/{file.uid}/")).status_code == 404


def test_the_bordereau_names_claims_amounts_terms_and_signature(creditor, ours):
    made = signed(creditor, ours, GOOD)
    with acting_for(ours.pk):
        made = Import.objects.get(pk=made.pk)
        text = bordereau.page(
            made, rows=list(bordereau.rows_of(made)), enclosed={}, signature=bordereau.Signature("Anne Maes", made.at)
        )
    for told in ("Anne Maes", "Brasserie des Quais", "P-1", "250,00", made.file.sha256, "Rémunération", "Reversement"):
        assert told in text


def test_the_story_of_a_claim_names_the_bordereau_that_was_signed(creditor, ours):
    made = signed(creditor, ours, GOOD)
    with acting_for(ours.pk):
        made = Import.objects.select_related("bordereau").get(pk=made.pk)
        told = {one.kind: one.detail for one in timeline(Claim.objects.get(source=made).pk)}
    assert told["ordered"]["sha256"] == made.bordereau.sha256


def test_the_bordereau_of_a_long_list_is_made_and_signed_by_its_own_task(creditor, ours, monkeypatch):
    monkeypatch.setattr(handing, "AT_ONCE", 0)
    made = signed(creditor, ours, GOOD)
    assert (made.bordereau_id, made.accepted_at) == (None, None)
    seat = ours.creditor_member.pk
    tasks.draw_up(agency_id=ours.pk, import_id=made.pk, name="Anne Maes", member_id=seat)
    with acting_for(ours.pk):
        made = Import.objects.get(pk=made.pk)
    assert (made.accepted_as, made.accepted_by_id, made.bordereau_id is None) == ("Anne Maes", seat, False)


def test_the_contract_page_lists_its_bordereaux(creditor, ours):
    made = drawn_up(ours, ours.handed)
    rows = creditor.get(creditor.at("contract/")).context["orders"].rows
    assert [row.url for row in rows] == [creditor.at(f"lists/{made.uid}/")]
