"""Addresses of programmes: the programme, its items, drafts with their stages, the advisory log, targets."""

from django.urls import path

from congvu.sources.programmes.web import advisory, dossiers, entries, programme, targets

app_name = "programmes"
urlpatterns = [
    path("", programme.home, name="home"),
    path("hom-nay/", programme.today, name="today"),
    path("tuan/", programme.week, name="week"),
    path("dang-ky/", entries.register, name="register"),
    path("duyet/", entries.approve, name="approve"),
    path("muc/<int:entry_id>/", entries.entry, name="entry"),
    path("muc/<int:entry_id>/sua/", entries.edit, name="edit"),
    path("muc/<int:entry_id>/<slug:verb>/", entries.act, name="entry_act"),
    path("ho-so/", dossiers.index, name="dossiers"),
    path("ho-so/mo/", dossiers.begin, name="begin"),
    path("ho-so/<int:dossier_id>/", dossiers.show, name="dossier"),
    path("ho-so/<int:dossier_id>/<slug:verb>/", dossiers.act, name="dossier_act"),
    path("nhat-ky/", advisory.index, name="advisory"),
    path("nhat-ky/<int:duty_id>/", advisory.log, name="log"),
    path("nhat-ky/<int:duty_id>/so-sanh/", advisory.compare, name="compare"),
    path("nhat-ky/<int:duty_id>/ban/<int:version>/", advisory.download, name="version"),
    path("chi-tieu/", targets.index, name="targets"),
    path("chi-tieu/dat/", targets.create, name="target_new"),
    path("chi-tieu/<int:target_id>/", targets.show, name="target"),
    path("chi-tieu/<int:target_id>/<slug:verb>/", targets.act, name="target_act"),
]
