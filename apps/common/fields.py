"""Fields that forms of several rooms share."""

from typing import Any

from django import forms


class VersionField(forms.IntegerField):
    """Which version of a row somebody has read, unseen on the page; no larger than a row can count."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 0, "max_value": 2**31 - 1, **kwargs})
