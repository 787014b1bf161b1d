"""The addresses of the platform's operators."""

from django.urls import path

from creansys.operators.views import acts, reads

app_name = "operators"
urlpatterns = [
    path("", reads.agency_list, name="agencies"),
    path("enter/", acts.enter, name="enter"),
    path("leave/", acts.leave, name="leave"),
    path("health/", reads.health_page, name="health"),
    path("log/", reads.log, name="log"),
    path("agencies/new/", acts.found_agency, name="found"),
    path("agencies/<slug:slug>/", reads.agency, name="agency"),
    path("agencies/<slug:slug>/suspend/", acts.suspend_agency, name="suspend"),
    path("agencies/<slug:slug>/resume/", acts.resume_agency, name="resume"),
]
