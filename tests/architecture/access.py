"""Who may open what: one line for every address of the service, and one for every task.

An address inside an agency is listed in INSIDE with the status that each visitor gets (things.py fills its parts); one
above agencies and one of the machinery in above.py. A new address fails the tests until it has its line.
"""

from dataclasses import dataclass

FOUND, MOVED, REFUSED, SHUT, MISSING, POSTED = 200, 302, 401, 403, 404, 405


@dataclass(frozen=True, slots=True)
class Access:
    """The status of a GET: for nobody, a member (agent in the office, creditor in the portal, key in the API) whose
    thing it is, another creditor of the same agency, and the same kind of member of another agency."""

    member: int
    anonymous: int = MOVED
    other_creditor: int = MISSING
    other_agency: int = MISSING


INSIDE: dict[str, Access] = {
    "office:audit": Access(SHUT),  # managers only, as all that are shut here
    "office:certificate": Access(FOUND),  # says why it is refused; 409 when asked for all the same
    "office:bulk_done": Access(MISSING),  # that job is no act on many; tests/office/test_bulk.py
    "office:bulk_undo": Access(POSTED),
    "office:claim": Access(FOUND),
    "office:claim_address": Access(FOUND),
    "office:claim_allocation": Access(SHUT),
    "office:claim_call": Access(FOUND),
    "office:claim_contact": Access(FOUND),
    "office:claim_mark": Access(POSTED),
    "office:claim_dispute": Access(FOUND),
    "office:claim_dispute_decide": Access(MISSING),  # nothing is disputed; tests/office/test_arranging.py
    "office:claim_dispute_withdraw": Access(MISSING),
    "office:claim_escalate": Access(FOUND),
    "office:claim_give_back": Access(MISSING),  # it is before no manager; tests/office/test_errands.py
    "office:claim_visit_plan": Access(FOUND),
    "office:claim_checked": Access(MOVED),  # it has no number; tests/office/test_visits.py
    "office:claim_halt": Access(FOUND),
    "office:claim_halt_lift": Access(MISSING),  # it comes from no halt; tests/office/test_halting.py
    "office:halt_done": Access(MISSING),  # that job stops nobody; tests/office/test_halted_lists.py
    "office:halt_example": Access(FOUND),
    "office:halt_list": Access(FOUND),
    "office:halt_preview": Access(MISSING),  # that file is a creditor's; tests/office/test_halted_lists.py
    "office:claim_hand_over": Access(FOUND),
    "office:claim_hold": Access(FOUND),
    "office:claim_kind": Access(MOVED),  # it is known
    "office:claim_paper": Access(FOUND),
    "office:claim_law": Access(SHUT),
    "office:claim_papers_ask": Access(FOUND),
    "office:claim_payment": Access(FOUND),
    "office:claim_payments": Access(FOUND),
    "office:claim_plan": Access(FOUND),
    "office:claim_plan_end": Access(MISSING),  # no plan runs
    "office:claim_promise": Access(FOUND),
    "office:claim_promise_cancel": Access(MISSING),  # nothing is promised
    "office:claim_release": Access(FOUND),
    "office:claim_take": Access(POSTED),
    "office:claim_trace": Access(MOVED),  # a search runs
    "office:claim_visit": Access(MOVED),  # none is to be made
    "office:claim_write": Access(FOUND),
    "office:claims": Access(FOUND),
    "office:claims_bulk": Access(POSTED),
    "office:complete_file": Access(POSTED),
    "office:complaint": Access(MISSING),  # there is none; tests/office/test_arranging.py
    "office:complaint_new": Access(FOUND),
    "office:complaints": Access(FOUND),
    "office:complaints_export": Access(FOUND),
    "office:creditor": Access(FOUND),
    "office:contract_end": Access(SHUT),
    "office:contract_tariff": Access(SHUT),
    "office:creditor_account": Access(SHUT),
    "office:creditor_contract": Access(SHUT),
    "office:creditor_edit": Access(SHUT),
    "office:creditor_grant": Access(SHUT),
    "office:creditor_money": Access(FOUND),
    "office:creditor_money_csv": Access(FOUND),
    "office:creditor_money_pdf": Access(POSTED),
    "office:creditor_new": Access(SHUT),
    "office:creditor_plans": Access(SHUT),
    "office:creditor_preferences": Access(SHUT),
    "office:creditor_terms": Access(SHUT),
    "office:creditors": Access(FOUND),
    "office:bank": Access(FOUND),
    "office:bank_file": Access(FOUND),
    "office:bank_new": Access(SHUT),
    "office:books": Access(SHUT),
    "office:chart": Access(SHUT),  # accountants and managers
    "office:chart_account": Access(SHUT),
    "office:chart_file": Access(SHUT),
    "office:charts": Access(SHUT),
    "office:month": Access(SHUT),
    "office:month_close": Access(SHUT),
    "office:month_made": Access(SHUT),
    "office:month_papers": Access(SHUT),
    "office:month_write": Access(POSTED),
    "office:month_zip": Access(SHUT),
    "office:months": Access(SHUT),
    "office:movement_explain": Access(SHUT),
    "office:part_move": Access(SHUT),
    "office:account_confirm": Access(SHUT),
    "office:remittance": Access(FOUND),
    "office:money_paper": Access(MISSING),  # that job is no paper; tests/office/test_accounts.py
    "office:remittance_advice": Access(POSTED),
    "office:remittance_approve": Access(SHUT),
    "office:remittance_hand_over": Access(SHUT),
    "office:remittance_line": Access(FOUND),
    "office:remittance_new": Access(SHUT),
    "office:remittance_status": Access(SHUT),
    "office:remittance_withdraw": Access(SHUT),
    "office:remittances": Access(FOUND),
    "office:receipt": Access(FOUND),
    "office:claim_received": Access(FOUND),
    "office:receipt_deposit": Access(SHUT),
    "office:receipt_aside": Access(SHUT),
    "office:receipt_attribute": Access(SHUT),
    "office:receipt_returned": Access(SHUT),
    "office:receipt_take": Access(POSTED),
    "office:receipts": Access(FOUND),
    "office:cycle": Access(SHUT),
    "office:cycle_archive": Access(SHUT),
    "office:cycle_copy": Access(SHUT),
    "office:cycle_edit": Access(SHUT),
    "office:cycle_name": Access(SHUT),
    "office:cycle_new": Access(SHUT),
    "office:cycle_publish": Access(SHUT),
    "office:cycle_settle": Access(SHUT),
    "office:cycles": Access(SHUT),
    "office:export": Access(POSTED),
    "office:exported": Access(MISSING),  # that job is no export; tests/claims/test_export.py
    "office:file": Access(FOUND),
    "office:insurance": Access(FOUND),
    "office:claim_insurance": Access(FOUND),
    "office:claim_bundle": Access(POSTED),
    "office:creditor_insurance": Access(FOUND),
    "office:charter": Access(FOUND),
    "office:charter_pledge": Access(SHUT),
    "office:charter_reason": Access(FOUND),
    "office:report": Access(FOUND),
    "office:report_draw": Access(FOUND),
    "office:report_send": Access(FOUND),
    "office:report_setting": Access(SHUT),
    "office:report_setting_end": Access(SHUT),
    "office:report_setting_new": Access(SHUT),
    "office:report_settings": Access(FOUND),
    "office:reports": Access(FOUND),
    "office:reports_due": Access(FOUND),
    "office:policy": Access(SHUT),
    "office:policy_new": Access(SHUT),
    "office:import": Access(FOUND),
    "office:import_attest": Access(SHUT),
    "office:import_new": Access(FOUND),
    "office:import_preview": Access(FOUND),
    "office:import_refused": Access(FOUND),
    "office:imports": Access(FOUND),
    "office:fees": Access(FOUND),
    "office:figures": Access(SHUT),
    "office:figures_export": Access(SHUT),
    "office:invitation_withdraw": Access(SHUT),
    "office:invoice": Access(FOUND),
    "office:invoice_credit": Access(SHUT),  # whoever books money alone
    "office:invoice_paid": Access(SHUT),
    "office:invoices": Access(FOUND),
    "office:job": Access(FOUND),
    "office:key_new": Access(SHUT),
    "office:key_revoke": Access(SHUT),
    "office:keys": Access(SHUT),
    "office:law": Access(SHUT),
    "office:letter_text": Access(SHUT),
    "office:letter_preview": Access(SHUT),
    "office:letter_text_restore": Access(SHUT),
    "office:letter_texts": Access(SHUT),
    "office:law_new": Access(SHUT),
    "office:member": Access(SHUT),
    "office:member_end": Access(SHUT),
    "office:member_invite": Access(SHUT),
    "office:members": Access(SHUT),
    "office:message": Access(FOUND),
    "office:message_proof": Access(MISSING),  # it is not registered
    "office:message_address": Access(POSTED),
    "office:message_settle": Access(MOVED),  # it is not parked
    "office:inbox": Access(FOUND),
    "office:note": Access(FOUND),
    "office:notes": Access(FOUND),
    "office:notes_all": Access(FOUND),
    "office:notes_settle": Access(POSTED),
    "office:received": Access(FOUND),
    "office:received_attach": Access(POSTED),
    "office:received_handled": Access(POSTED),
    "office:option": Access(SHUT),
    "office:options": Access(SHUT),
    "office:online": Access(FOUND),
    "office:outbox": Access(FOUND),
    "office:partner_letter": Access(MOVED),  # none is asked for
    "office:payers": Access(FOUND),
    "office:person": Access(FOUND),
    "office:person_copy": Access(POSTED),
    "office:person_erase": Access(SHUT),
    "office:person_profile": Access(FOUND),
    "office:person_request": Access(FOUND),
    "office:privacy": Access(FOUND),
    "office:privacy_export": Access(FOUND),
    "office:privacy_request": Access(MISSING),  # there is none; tests/office/test_privacy.py
    "office:print_run": Access(FOUND),
    "office:print_run_close": Access(FOUND),
    "office:print_run_hand_over": Access(FOUND),
    "office:print_run_withdraw": Access(FOUND),
    "office:print_run_zip": Access(FOUND),
    "office:print_runs": Access(FOUND),
    "office:queue": Access(FOUND),
    "office:queue_next": Access(POSTED),
    "office:speech": Access(SHUT),
    "office:speech_restore": Access(SHUT),
    "office:tariff": Access(SHUT),
    "office:tariff_edit": Access(SHUT),
    "office:tariff_new": Access(SHUT),
    "office:tariffs": Access(SHUT),
    "office:today": Access(FOUND),
    "office:tour": Access(FOUND),
    "office:toured": Access(MISSING),  # that job is no route sheet; tests/office/test_visits.py
    "office:letters_returned": Access(FOUND),
    "office:tracing": Access(FOUND),
    "office:tracing_found": Access(FOUND),
    "office:tracing_ask": Access(MISSING),  # no provider in the tests; tests/office/test_enquiries.py
    "office:tracing_not_found": Access(FOUND),
    "office:tracing_proposal": Access(MISSING),  # nothing is proposed; tests/office/test_enquiries.py
    "office:tracing_refuse": Access(MISSING),
    "office:tracings": Access(FOUND),
    "office:visits": Access(FOUND),
    "office:visits_calendar": Access(FOUND),
    "office:view": Access(MISSING),  # one's own, or none; tests/agencies/test_saved_views.py
    "office:view_drop": Access(POSTED),
    "office:view_save": Access(POSTED),
    "portal:account": Access(FOUND, other_creditor=FOUND),  # its own
    "portal:account_csv": Access(FOUND, other_creditor=FOUND),
    "portal:account_pdf": Access(POSTED, other_creditor=POSTED),
    "portal:asked": Access(MOVED),  # nothing is
    "portal:certificate": Access(MOVED),  # its amicable stage has not ended
    "portal:complete_file": Access(POSTED, other_creditor=POSTED),
    "portal:claim": Access(FOUND),
    "portal:claims": Access(FOUND, other_creditor=FOUND),  # its own
    "portal:colleague_end": Access(MISSING),  # one's own seat, or none; tests/portal/test_people.py
    "portal:colleague_invite": Access(FOUND, other_creditor=FOUND),
    "portal:columns": Access(POSTED, other_creditor=POSTED),
    "portal:contract": Access(FOUND, other_creditor=FOUND),
    "portal:decide": Access(MOVED),  # nothing is asked
    "portal:dispute": Access(MOVED),  # nothing is disputed
    "portal:export": Access(POSTED, other_creditor=POSTED),
    "portal:exported": Access(MISSING),  # that job is no export; tests/claims/test_export.py
    "portal:file": Access(FOUND),
    "portal:home": Access(FOUND, other_creditor=FOUND),
    "portal:insurance": Access(FOUND, other_creditor=FOUND),  # its own
    "portal:claim_insurance": Access(FOUND),
    "portal:claim_bundle": Access(POSTED, other_creditor=POSTED),
    "portal:policy": Access(MISSING),  # there is none; tests/portal/test_insurance.py
    "portal:policy_new": Access(FOUND, other_creditor=FOUND),
    "portal:import": Access(FOUND),
    "portal:import_refused": Access(FOUND),
    "portal:imports": Access(FOUND, other_creditor=FOUND),
    "portal:invoice": Access(FOUND),
    "portal:invoices": Access(FOUND, other_creditor=FOUND),
    "portal:order": Access(MISSING),  # no tariff was recorded; tests/portal/test_packs.py
    "portal:job": Access(FOUND),
    "portal:key_new": Access(FOUND, other_creditor=FOUND),
    "portal:key_revoke": Access(MISSING),  # there is none; tests/portal/test_people.py
    "portal:kind": Access(MOVED),  # it is known
    "portal:note": Access(FOUND),
    "portal:paper": Access(FOUND),
    "portal:payment": Access(FOUND),
    "portal:people": Access(FOUND, other_creditor=FOUND),
    "portal:preferences": Access(FOUND, other_creditor=FOUND),
    "portal:plan": Access(MOVED),  # none waits for approval
    "portal:preview": Access(FOUND),
    "portal:money_paper": Access(MISSING),  # that job is no paper; tests/portal/test_account.py
    "portal:refused": Access(FOUND),
    "portal:remittance": Access(FOUND),
    "portal:remittance_advice": Access(POSTED, other_creditor=POSTED),
    "portal:remittance_csv": Access(FOUND),
    "portal:remittances": Access(FOUND, other_creditor=FOUND),  # its own
    "portal:report": Access(FOUND),
    "portal:report_setting": Access(FOUND),
    "portal:report_setting_end": Access(FOUND),
    "portal:report_setting_new": Access(FOUND),
    "portal:report_settings": Access(FOUND, other_creditor=FOUND),  # its own
    "portal:reports": Access(FOUND, other_creditor=FOUND),  # its own
    "portal:sign": Access(POSTED, other_creditor=POSTED),
    "portal:template": Access(FOUND, other_creditor=FOUND),
    "portal:upload": Access(FOUND, other_creditor=FOUND),
    "portal:view": Access(MISSING),  # one's own, or none; tests/agencies/test_saved_views.py
    "portal:view_drop": Access(POSTED, other_creditor=POSTED),
    "portal:view_save": Access(POSTED, other_creditor=POSTED),
    "portal:withdraw": Access(FOUND),
    "api:claim": Access(FOUND, REFUSED),
    "api:claim_decision": Access(POSTED, REFUSED, POSTED, POSTED),  # POST alone, as all of these
    "api:claim_documents": Access(FOUND, REFUSED),
    "api:claim_events": Access(FOUND, REFUSED),
    "api:claim_items": Access(FOUND, REFUSED),
    "api:claim_notes": Access(FOUND, REFUSED),
    "api:claim_notices": Access(FOUND, REFUSED),
    "api:claim_payments": Access(FOUND, REFUSED),
    "api:claim_statement": Access(FOUND, REFUSED),
    "api:claims": Access(FOUND, REFUSED, FOUND, FOUND),  # each sees its own
    "api:creditor": Access(FOUND, REFUSED),
    "api:creditors": Access(FOUND, REFUSED, FOUND, FOUND),
    "api:decisions": Access(FOUND, REFUSED, FOUND, FOUND),
    "api:docs": Access(FOUND, FOUND, FOUND, FOUND),
    "api:file": Access(FOUND, REFUSED),
    "api:import": Access(FOUND, REFUSED),
    "api:import_acceptance": Access(POSTED, REFUSED, POSTED, POSTED),
    "api:import_rows": Access(FOUND, REFUSED),
    "api:imports": Access(FOUND, REFUSED, FOUND, FOUND),
    "api:job": Access(FOUND, REFUSED),
    "api:nowhere": Access(MISSING, MISSING),
    "api:schema": Access(FOUND, FOUND, FOUND, FOUND),
}


ACROSS = {  # tasks that enter no agency, or enter it themselves
    "amicable.bulk",
    "amicable.enquire",
    "claims.bordereau",
    "claims.export",
    "claims.file",
    "claims.halts",
    "claims.import",
    "creansys.anchor",
    "creansys.due",
    "creansys.figures",
    "creansys.forget",
    "creansys.match",
    "creansys.person",
    "funds.look_online",
    "funds.read_settlement",
    "messaging.deliver",
    "messaging.fetch",
    "messaging.fetch_agency",
    "messaging.sweep",
    "messaging.sweep_agency",
    "reports.write_month",
}
