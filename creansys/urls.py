"""Every address of the service."""

from django.urls import include, path

from creansys import health
from portal.views.authenticity import letter

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics_page),
    path("styleguide/", include("web.urls")),
    path("hooks/", include("messaging.urls")),
    path("hooks/", include("funds.urls")),
    path("api/v1/", include(("creansys.api", "api"))),
    path("operators/", include("creansys.operators.urls")),
    path("", include("agencies.urls")),
    path("v/<slug:agency>/", include("portal.views.debtor.urls")),
    path("v/<slug:agency>/<str:code>/", letter, name="authenticity"),
    path("<slug:agency>/portal/", include("portal.urls")),
    path("<slug:agency>/office/", include("office.urls")),
]
