"""Addresses of the ways in and out."""

from django.urls import path

from congvu.faces.exchange.web import exports, imports, sources, tray, webhooks

app_name = "exchange"
urlpatterns = [
    path("", imports.home, name="home"),
    path("nhap/<slug:kind>/", imports.bring, name="bring"),
    path("nhap/<slug:kind>/mau.xlsx", imports.template, name="template"),
    path("lan/<int:run_id>/", imports.run, name="run"),
    path("lan/<int:run_id>/cot/", imports.columns, name="columns"),
    path("lan/<int:run_id>/ghi/", imports.write, name="write"),
    path("lan/<int:run_id>/loi/", imports.faults, name="faults"),
    path("xuat/", exports.home, name="exports"),
    path("xuat/<int:run_id>/", exports.show, name="export"),
    path("xuat/<int:run_id>/tep/", exports.download, name="export_file"),
    path("hop/", tray.home, name="tray"),
    path("hop/<int:arrival_id>/<slug:verb>/", tray.act, name="arrival"),
    path("nguon/", sources.home, name="sources"),
    path("nguon/moi/<slug:kind>/", sources.edit, name="source_new"),
    path("nguon/<int:source_id>/", sources.edit, name="source"),
    path("nguon/<int:source_id>/<slug:verb>/", sources.act, name="source_act"),
    path("webhook/", webhooks.home, name="webhooks"),
    path("webhook/moi/", webhooks.edit, name="webhook_new"),
    path("webhook/<int:row_id>/", webhooks.edit, name="webhook"),
    path("webhook/<int:row_id>/<slug:verb>/", webhooks.act, name="webhook_act"),
]
