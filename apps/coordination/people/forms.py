"""The upload of a list of people."""

from django import forms


class PeopleFileForm(forms.Form):
    """What is in the file decides whether it is taken, not its name."""

    file = forms.FileField(
        label="Berkas xlsx",
        help_text="Lembar pertama dibaca, paling banyak 5 MB. Rumus dibaca sebagai teks.",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )
