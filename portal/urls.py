"""The creditor's pages, mounted at /<agency>/portal/."""

from django.urls import path

from portal.views import acts, claims, contract, exports, handing, home, imports, notes, papers, people, saved

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("claims/", claims.claims, name="claims"),
    path("views/<str:of>/", saved.view_save, name="view_save"),
    path("views/<str:of>/<int:view>/", saved.view, name="view"),
    path("views/<str:of>/<int:view>/delete/", saved.view_drop, name="view_drop"),
    path("claims/export/<str:extension>/", claims.export, name="export"),
    path("claims/exports/<uuid:job>/", exports.exported, name="exported"),
    path("claims/<int:number>/", claims.claim, name="claim"),
    path("claims/<int:number>/decide/", acts.decide, name="decide"),
    path("claims/<int:number>/payment/", acts.payment, name="payment"),
    path("claims/<int:number>/withdraw/", acts.withdraw, name="withdraw"),
    path("claims/<int:number>/kind/", acts.kind, name="kind"),
    path("claims/<int:number>/document/", acts.paper, name="paper"),
    path("claims/<int:number>/messages/", notes.note, name="note"),
    path("lists/", imports.imports, name="imports"),
    path("lists/new/", handing.upload, name="upload"),
    path("lists/new/example.csv", handing.template, name="template"),
    path("lists/new/<uuid:file>/", handing.preview, name="preview"),
    path("lists/new/<uuid:file>/columns/", handing.columns, name="columns"),
    path("lists/new/<uuid:file>/sign/", handing.sign, name="sign"),
    path("lists/new/<uuid:file>/refused.csv", handing.refused, name="refused"),
    path("lists/<uuid:made>/", imports.one, name="import"),
    path("lists/<uuid:made>/refused.csv", imports.refused, name="import_refused"),
    path("jobs/<uuid:job>/", handing.job, name="job"),
    path("files/<uuid:file>/", papers.file, name="file"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.colleague_invite, name="colleague_invite"),
    path("people/<int:seat>/end/", people.colleague_end, name="colleague_end"),
    path("keys/new/", people.key_new, name="key_new"),
    path("keys/<int:key>/revoke/", people.key_revoke, name="key_revoke"),
    path("contract/preferences/", contract.preferences, name="preferences"),
    path("contract/", contract.contract, name="contract"),
]
