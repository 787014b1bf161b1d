"""Every address of the API, version 1."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView

from claims import api as claims

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(authentication_classes=(), permission_classes=()), name="schema"),
    path("imports/", claims.Imports.as_view(), name="imports"),
    path("imports/<uuid:uid>/", claims.OneImport.as_view(), name="import"),
    path("claims/", claims.Claims.as_view(), name="claims"),
    path("claims/<uuid:uid>/", claims.OneClaim.as_view(), name="claim"),
    path("claims/<uuid:uid>/statement/", claims.ClaimStatement.as_view(), name="claim_statement"),
    path("claims/<uuid:uid>/events/", claims.ClaimEvents.as_view(), name="claim_events"),
    path("claims/<uuid:uid>/documents/", claims.ClaimDocuments.as_view(), name="claim_documents"),
]
