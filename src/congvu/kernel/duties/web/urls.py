"""Addresses of duties: the list, the duty, its moves, its parts, the body."""

from django.urls import path

from congvu.kernel.duties.web import asking, body, breakdown, inbox, map, move, page, rebalancing, unit_late

app_name = "duties"
urlpatterns = [
    path("", inbox.show, name="inbox"),
    path("don-vi/", body.show, name="body"),
    path("don-vi/dieu-chinh/", rebalancing.show, name="rebalance"),
    path("so-do/", map.show, name="map"),
    path("don-vi/tre/", unit_late.show, name="unit_late"),
    path("<int:duty_id>/", page.show, name="page"),
    path("<int:duty_id>/chia/", breakdown.break_down, name="break_down"),
    path("<int:duty_id>/tep/<int:file_id>/", page.download, name="download"),
    path("<int:duty_id>/giai-trinh/", asking.answer, name="answer"),
    path("<int:duty_id>/yeu-cau-giai-trinh/", asking.ask, name="ask"),
    path("<int:duty_id>/<slug:verb>/", move.move, name="move"),
]
