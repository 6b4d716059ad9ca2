"""The internal pages, in Wagtail's admin (see `imports.wagtail_hooks`)."""

from django.urls import path

from imports.views import batches, corrected, feeds

app_name = "imports"

urlpatterns = [
    path("aide/", feeds.HelpView.as_view(), name="help"),
    path("", feeds.FeedListView.as_view(), name="feeds"),
    path("flux/<int:pk>/", feeds.FeedView.as_view(), name="feed"),
    path("flux/<int:pk>/envoyer/", feeds.UploadView.as_view(), name="upload"),
    path("flux/<int:pk>/recuperer/", feeds.PullView.as_view(), name="pull"),
    path("flux/<int:pk>/jeton/", feeds.TokenView.as_view(), name="token"),
    path("flux/<int:pk>/modele.xlsx", feeds.TemplateView.as_view(), name="template"),
    path("flux/<int:pk>/schema.json", feeds.SchemaView.as_view(), name="schema"),
    path("<int:pk>/", batches.BatchView.as_view(), name="batch"),
    path("<int:pk>/colonnes/", batches.MappingView.as_view(), name="mapping"),
    path("<int:pk>/lignes/", batches.ExcludeView.as_view(), name="exclude"),
    path("<int:pk>/confirmer/", batches.ConfirmView.as_view(), name="confirm"),
    path("<int:pk>/abandonner/", batches.CancelView.as_view(), name="cancel"),
    path("<int:pk>/annuler/", batches.UndoView.as_view(), name="undo"),
    path("<int:pk>/fichier/", batches.OriginalView.as_view(), name="original"),
    path("<int:pk>/a-corriger.xlsx", corrected.CorrectedView.as_view(), name="corrected"),
    path("<int:pk>/a-corriger/", corrected.CorrectionView.as_view(), name="correction"),
]
