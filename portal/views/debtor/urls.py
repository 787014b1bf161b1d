"""The debtor's addresses, mounted at /v/<agency>/, beside the page of a letter's code."""

from django.urls import path

from portal.views.debtor import acting, entering, paying, reaching, reading

app_name = "debtor"
urlpatterns = [
    path("open/<str:link>/", entering.check, name="check"),
    path("open/<str:link>/code/", entering.code, name="code"),
    path("file/<uuid:uid>/", reading.file, name="file"),
    path("file/<uuid:uid>/why/", reading.why, name="why"),
    path("file/<uuid:uid>/pay/", paying.pay, name="pay"),
    path("file/<uuid:uid>/pay/code.png", reading.qr, name="qr"),
    path("file/<uuid:uid>/pay/<uuid:payment>/", paying.pay_back, name="pay_back"),
    path("file/<uuid:uid>/pay/<uuid:payment>/go/", paying.pay_go, name="pay_go"),
    path("file/<uuid:uid>/who/", reading.who, name="who"),
    path("file/<uuid:uid>/rights/", reading.rights, name="rights"),
    path("file/<uuid:uid>/object/", acting.object_, name="object"),
    path("file/<uuid:uid>/paid/", acting.paid, name="paid"),
    path("file/<uuid:uid>/plan/", acting.plan, name="plan"),
    path("file/<uuid:uid>/papers/", acting.papers, name="papers"),
    path("file/<uuid:uid>/call/", reaching.call, name="call"),
    path("file/<uuid:uid>/details/", reaching.details, name="details"),
    path("file/<uuid:uid>/ways/", reaching.ways, name="ways"),
    path("file/<uuid:uid>/done/<slug:what>/", acting.done, name="done"),
    path("file/<uuid:uid>/leave/", reading.leave, name="leave"),
]
