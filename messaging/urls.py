"""Where providers call; the agency is in clear in the address."""

from django.urls import path

from messaging import views

app_name = "messaging"
urlpatterns = [
    path("<slug:agency>/sms/status/<uuid:uid>/", views.sms_status, name="sms_status"),
    path("<slug:agency>/email/bounce/", views.email_bounce, name="email_bounce"),
    path("<slug:agency>/email/received/", views.email_received, name="email_received"),
    path("<slug:agency>/sms/reply/", views.sms_reply, name="sms_reply"),
]
