"""Every address of the API, version 1."""

from django.urls import path, re_path
from drf_spectacular.views import SpectacularAPIView

from agencies.api import Nowhere
from claims.api import claims, deciding, imports, jobs, notes, papers
from clients import api as clients
from creansys import documentation
from files import api as files
from paynow import api as paynow

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(authentication_classes=(), permission_classes=()), name="schema"),
    path("docs/", documentation.docs, name="docs"),
    path("creditors/", clients.Creditors.as_view(), name="creditors"),
    path("creditors/<uuid:creditor_uid>/", clients.OneCreditor.as_view(), name="creditor"),
    path("imports/", imports.Imports.as_view(), name="imports"),
    path("imports/<uuid:import_uid>/", imports.OneImport.as_view(), name="import"),
    path("imports/<uuid:import_uid>/rows/", imports.ImportRows.as_view(), name="import_rows"),
    path("imports/<uuid:import_uid>/acceptance/", imports.ImportAcceptance.as_view(), name="import_acceptance"),
    path("jobs/<uuid:job_uid>/", jobs.OneJob.as_view(), name="job"),
    path("claims/", claims.Claims.as_view(), name="claims"),
    path("claims/<uuid:uid>/", claims.OneClaim.as_view(), name="claim"),
    path("claims/<uuid:uid>/items/", claims.ClaimItems.as_view(), name="claim_items"),
    path("claims/<uuid:uid>/statement/", claims.ClaimStatement.as_view(), name="claim_statement"),
    path("claims/<uuid:uid>/events/", claims.ClaimEvents.as_view(), name="claim_events"),
    path("claims/<uuid:uid>/notices/", paynow.ClaimNotices.as_view(), name="claim_notices"),
    path("claims/<uuid:uid>/documents/", papers.ClaimDocuments.as_view(), name="claim_documents"),
    path("claims/<uuid:uid>/notes/", notes.ClaimNotes.as_view(), name="claim_notes"),
    path("claims/<uuid:uid>/payments/", deciding.ClaimPayments.as_view(), name="claim_payments"),
    path("claims/<uuid:uid>/decision/", deciding.ClaimDecision.as_view(), name="claim_decision"),
    path("decisions/", deciding.Decisions.as_view(), name="decisions"),
    path("files/<uuid:file_uid>/", files.OneFile.as_view(), name="file"),
    re_path("", Nowhere.as_view(), name="nowhere"),  # whatever is left, line ends too
]
