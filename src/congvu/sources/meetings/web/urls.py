"""Addresses of meetings."""

from django.urls import path

from congvu.sources.meetings.web import acts, pages

app_name = "meetings"
urlpatterns = [
    path("", pages.home, name="home"),
    path("moi/", pages.call, name="call"),
    path("vang/", pages.absences, name="absences"),
    path("<int:meeting_id>/", pages.show, name="page"),
    path("<int:meeting_id>/diem-danh/", pages.attendance, name="attendance"),
    path("<int:meeting_id>/ket-luan/", pages.conclude, name="conclude"),
    path("<int:meeting_id>/tep/<int:file_id>/", pages.download, name="file"),
    path("<int:meeting_id>/<slug:verb>/", acts.act, name="act"),
]
