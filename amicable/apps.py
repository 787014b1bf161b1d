from django.apps import AppConfig


class AmicableConfig(AppConfig):
    name = "amicable"
