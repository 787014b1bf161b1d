"""The style guide, mounted at /styleguide/."""

from django.urls import path

from web import views

app_name = "web"
urlpatterns = [
    path("", views.styleguide, name="styleguide"),
    path("erreur/<str:code>/", views.error, name="error"),
    path("<str:page>/", views.styleguide, name="styleguide_page"),
]
