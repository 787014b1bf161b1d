from django.apps import AppConfig


class PaynowConfig(AppConfig):
    name = "paynow"
