"""Who may open what stands above agencies, and the addresses of the machinery."""

from tests.architecture.access import FOUND, MISSING, MOVED, POSTED, SHUT

APART = {
    "healthz", "readyz", "metrics",  # tests/creansys/test_health.py
    "messaging:email_bounce",  # tests/messaging/test_bounces.py: POST alone, sealed
    "messaging:email_received",  # tests/messaging/test_mails.py: POST alone, sealed
    "funds:payment_told",  # tests/funds/test_provider_calls.py: POST alone, sealed
    "messaging:sms_status", "messaging:sms_reply",  # tests/messaging/test_sms_hooks.py: POST alone, signed
}  # fmt: skip
ABOVE = {  # name → (anonymous, signed in); no page of these shows a row of an agency without a seat or a token
    "account_change_password": (MOVED, FOUND),
    "account_inactive": (FOUND, FOUND),
    "account_login": (FOUND, MOVED),
    "account_logout": (MOVED, FOUND),
    "account_reauthenticate": (MOVED, FOUND),
    "account_reset_password": (FOUND, FOUND),
    "account_reset_password_done": (FOUND, FOUND),
    "account_reset_password_from_key": (FOUND, FOUND),
    "account_reset_password_from_key_done": (FOUND, FOUND),
    "account_set_password": (MOVED, MOVED),
    "account_signup": (FOUND, MOVED),
    "home": (MOVED, FOUND),
    "invitation": (410, 410),
    "mfa_activate_totp": (MOVED, MOVED),  # the password is asked for again first
    "mfa_authenticate": (MOVED, MOVED),
    "mfa_deactivate_totp": (MOVED, MISSING),
    "mfa_download_recovery_codes": (MOVED, MISSING),
    "mfa_generate_recovery_codes": (MOVED, MOVED),
    "mfa_index": (MOVED, FOUND),
    "mfa_reauthenticate": (MOVED, MOVED),
    "mfa_view_recovery_codes": (MOVED, MISSING),
    "usersessions_list": (MOVED, FOUND),
    "authenticity": (MISSING, MISSING),
    "debtor:check": (SHUT, SHUT),  # that link is no link of ours; tests/portal/test_debtor.py has the rest
    "debtor:code": (SHUT, SHUT),
    "debtor:file": (SHUT, SHUT),  # nobody passed the second check: members do not either
    "debtor:leave": (POSTED, POSTED),
    "debtor:call": (SHUT, SHUT),
    "debtor:details": (SHUT, SHUT),
    "debtor:done": (SHUT, SHUT),
    "debtor:object": (SHUT, SHUT),
    "debtor:paid": (SHUT, SHUT),
    "debtor:papers": (SHUT, SHUT),
    "debtor:pay": (SHUT, SHUT),
    "debtor:pay_back": (SHUT, SHUT),
    "debtor:pay_go": (SHUT, SHUT),
    "debtor:plan": (SHUT, SHUT),
    "debtor:qr": (SHUT, SHUT),
    "debtor:rights": (SHUT, SHUT),
    "debtor:who": (SHUT, SHUT),
    "debtor:ways": (SHUT, SHUT),
    "debtor:why": (SHUT, SHUT),
    "operators:agencies": (MOVED, MISSING),  # a member who is no operator; tests/operators has the rest
    "operators:agency": (MOVED, MISSING),
    "operators:enter": (MOVED, MISSING),
    "operators:found": (MOVED, MISSING),
    "operators:health": (MOVED, MISSING),
    "operators:leave": (MOVED, MISSING),
    "operators:log": (MOVED, MISSING),
    "operators:resume": (MOVED, MISSING),
    "operators:suspend": (MOVED, MISSING),
    "web:error": (MISSING, MISSING),
    "web:styleguide": (MISSING, MISSING),
    "web:styleguide_page": (MISSING, MISSING),
}
NOWHERE = "01900000-0000-7000-8000-000000000000"
DEBTOR = {"agency": "ours", "uid": NOWHERE}
ABOVE_PARTS = {  # what fills the addresses above agencies
    **{f"debtor:{page}": DEBTOR for page in ("file", "leave", "pay", "qr", "rights", "who", "why")},
    **{f"debtor:{page}": DEBTOR for page in ("call", "details", "object", "paid", "papers", "plan", "ways")},
    "debtor:done": {**DEBTOR, "what": "plan"},
    **{f"debtor:{page}": {**DEBTOR, "payment": NOWHERE} for page in ("pay_back", "pay_go")},
    **{f"debtor:{page}": {"agency": "ours", "link": "no-such-link"} for page in ("check", "code")},
    "account_reset_password_from_key": {"uidb36": "1", "key": "no-such-key"},
    "authenticity": {"agency": "ours", "code": "no-such-code"},
    "invitation": {"agency": "ours", "token": "no-such-token"},
    "operators:agency": {"slug": "ours"},
    "operators:resume": {"slug": "ours"},
    "operators:suspend": {"slug": "ours"},
    "web:error": {"code": "404"},
    "web:styleguide_page": {"page": "no-such-page"},
}
