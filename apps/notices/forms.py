"""What a person chooses to hear, and to see."""

from django import forms

from apps.notices.choices import OPTIONAL, NoticeKind

CHOICES = [(kind.value, kind.label) for kind in OPTIONAL]


class PreferencesForm(forms.Form):
    """The kinds that are wanted in the application and by mail; whatever is not named is switched off."""

    aplikasi = forms.MultipleChoiceField(choices=CHOICES, required=False)
    surel = forms.MultipleChoiceField(choices=CHOICES, required=False)

    @property
    def wanted(self) -> dict[NoticeKind, tuple[bool, bool]]:
        in_app, by_mail = self.cleaned_data["aplikasi"], self.cleaned_data["surel"]
        return {kind: (kind in in_app, kind in by_mail) for kind in OPTIONAL}


class FilterForm(forms.Form):
    """Which notices the list shows."""

    jenis = forms.ChoiceField(label="Jenis", choices=[("", "Semua jenis"), *NoticeKind.choices], required=False)
    keadaan = forms.ChoiceField(label="Keadaan", choices=[("", "Semua"), ("baru", "Belum dibaca")], required=False)
