"""Addresses of reports and of the forms that people build."""

from django.urls import path

from congvu.judgement.reports.web import forms, pages

app_name = "reports"
urlpatterns = [
    path("", pages.home, name="home"),
    path("lap/", pages.ask, name="ask"),
    path("mau/", forms.home, name="forms"),
    path("mau/moi/", forms.edit, name="new_form"),
    path("mau/<int:form_id>/", forms.edit, name="form"),
    path("mau/<int:form_id>/<slug:verb>/", forms.act, name="form_act"),
    path("<int:report_id>/", pages.show, name="report"),
    path("<int:report_id>/dong/", pages.rows, name="rows"),
    path("<int:report_id>/tep/<slug:kind>/", pages.file, name="file"),
    path("<int:report_id>/lap-lai/", pages.make_again, name="again"),
    path("<int:report_id>/nhan-xet/", pages.remark, name="remark"),
]
