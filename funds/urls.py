"""Where the payment provider calls; the agency is in clear in the address."""

from django.urls import path

from funds import views

app_name = "funds"
urlpatterns = [path("<slug:agency>/payments/", views.payment_told, name="payment_told")]
