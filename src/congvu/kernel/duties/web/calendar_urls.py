"""Addresses of the working calendar."""

from django.urls import path

from congvu.kernel.duties.web import calendar

app_name = "calendar"
urlpatterns = [
    path("", calendar.show, name="home"),
    path("moi/", calendar.write, name="new"),
    path("<int:draft_id>/", calendar.preview, name="draft"),
    path("<int:draft_id>/sua/", calendar.write, name="edit"),
    path("<int:draft_id>/cong-bo/", calendar.publish, name="publish"),
    path("<int:draft_id>/bo/", calendar.drop, name="drop"),
    path("<int:version_id>/thu-hoi/", calendar.undo, name="undo"),
]
