"""Which address belongs to which room."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from congvu.config.registry import API_ROUTERS, may_see
from congvu.faces.api.docs import DocsPage
from congvu.faces.api.root import build
from congvu.faces.web import views

api = build(API_ROUTERS)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("congvu.faces.web.urls")),
    # accounts are made and reset by an administrator: nothing here is sent by mail
    re_path(r"^tai-khoan/(?:password/reset|email|signup)/", views.ask_administrator),
    path("tai-khoan/", include("allauth.urls")),
    path("to-chuc/", include("congvu.faces.web.organisation.urls")),
    path("viec/", include("congvu.kernel.duties.web.urls")),
    path("", include("congvu.kernel.notices.web.urls")),
    path("lich/", include("congvu.kernel.duties.web.calendar_urls")),
    path("lanh-dao/", include("congvu.kernel.duties.web.leader_urls")),
    path("so-cai/", include("congvu.kernel.ledger.web.urls"), {"sight": may_see}),
    path("api/docs", DocsPage(api), name="api-docs"),
    path("api/", api.urls),
    path("bao-cao/", include("congvu.judgement.reports.web.urls")),
    path("viec-nen/", include("congvu.kit.work.urls")),
    path("nhap-xuat/", include("congvu.faces.exchange.web.urls")),
    path("van-ban/", include("congvu.sources.directives.web.urls")),
    path("chuong-trinh/", include("congvu.sources.programmes.web.urls")),
    path("hop/", include("congvu.sources.meetings.web.urls")),
    path("vuong-mac/", include("congvu.sources.obstacles.web.urls")),
    path("quy-che/", include("congvu.sources.regulations.web.urls")),
]

handler400 = views.error_400
handler403 = views.error_403
handler404 = views.error_404
handler500 = views.error_500
