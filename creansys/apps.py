from django.apps import AppConfig


class CreansysConfig(AppConfig):
    name = "creansys"
