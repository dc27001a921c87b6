"""Every address of the application. Indonesian, since people read and type them."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    # An address is looked for from here downwards, so where people work all day stands first.
    path("mandiri/", include("apps.self_assessment.urls")),
    path("dokumen/", include("apps.desk_review.urls")),
    path("", include("apps.portal.urls")),
    path("", include("apps.accounts.doors")),
    path("", include("apps.accounts.urls")),
    path("beranda/", include("apps.dashboard.urls")),
    path("", include("apps.notices.urls")),
    path("pekerjaan/", include("apps.jobs.urls")),
    path("", include("apps.institutions.urls")),
    path("evaluasi/", include("apps.evaluations.urls")),
    path("harmonisasi/", include("apps.harmonisation.urls")),
    path("interviu/", include("apps.interview.urls")),
    path("visitasi/", include("apps.visitation.urls")),
    path("konsolidasi/", include("apps.consolidation.urls")),
    path("periode/", include("apps.periods.urls")),
    path("sosialisasi/", include("apps.socialisation.urls")),
    path("kendali/", include("apps.coordination.urls")),
    path("hasil/", include("apps.results.urls")),
    path("mutu/", include("apps.quality.urls")),
    path("penetapan-penghargaan/", include("apps.awards.urls")),
    path("keputusan/", include("apps.decrees.urls")),
    path("laporan/", include("apps.reports.urls")),
    path("tindak-lanjut/", include("apps.follow_up.urls")),
    path("bantuan/", include("apps.helpdesk.urls")),
    path("pendampingan/", include("apps.follow_up.assistance_urls")),
]
