"""Addresses of the working calendar and of the faults of the machine."""

from django.urls import path

from congvu.kernel.duties.web import calendar, outages

app_name = "calendar"
urlpatterns = [
    path("", calendar.show, name="home"),
    path("su-co/", outages.show, name="outages"),
    path("moi/", calendar.write, name="new"),
    path("<int:draft_id>/", calendar.preview, name="draft"),
    path("<int:draft_id>/sua/", calendar.write, name="edit"),
    path("<int:draft_id>/cong-bo/", calendar.publish, name="publish"),
    path("<int:draft_id>/bo/", calendar.drop, name="drop"),
    path("<int:version_id>/thu-hoi/", calendar.undo, name="undo"),
]
