"""What the ministry types about a period. Moments are typed and shown in WIB."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.forms import BaseFormSet, formset_factory, model_to_dict

from apps.periods.choices import WINDOW_STAGES, stage_choices
from apps.periods.models import EvaluationPeriod
from apps.periods.queries import Window, label_of, out_of_order
from apps.rules.stages import Stage

MOMENT = "%Y-%m-%dT%H:%M"
SPARE_ROWS = 2
LEAST_IN_A_TEAM = 2
MOST_PERCENT = 100
LONGEST_NAME = 120
STAGES = [("", "Pilih tahap"), *stage_choices(WINDOW_STAGES)]


def moment_input() -> forms.DateTimeInput:
    return forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local"})


class PeriodForm(forms.ModelForm):
    """A period's own columns; its windows are a form of their own."""

    class Meta:
        model = EvaluationPeriod
        fields = (
            "instrument", "year", "name", "simulation_label", "levels_are_public", "assessors_per_team",
            "assessor_capacity", "conflict_same_province", "conflict_alumni_counts", "votes_required",
            "objection_days", "desk_review_shown", "interview_shown", "visitation_shown", "consolidation_shown",
            "visit_jump", "visit_gap", "visit_near_floor", "visit_award_places", "visit_drawn_percent", "visit_seed",
        )  # fmt: skip
        localized_fields = ("visit_jump", "visit_gap", "visit_near_floor", "visit_drawn_percent")
        labels = {"instrument": "Instrumen", "simulation_label": "Tanda simulasi"}
        help_texts = {
            "year": "Tahun adalah nama periode. Kapan pekerjaan dilakukan ditentukan jadwal.",
            "levels_are_public": "Tanpa ini, umum melihat indeks, predikat, dan nilai tiap bagian saja.",
            "assessors_per_team": "Paling sedikit sebanyak ini; biasanya dari dua perguruan tinggi.",
            "desk_review_shown": "Sejak kapan instansi membaca tingkat dan alasan tahap ini, indikator demi indikator.",
            "interview_shown": "Jawaban atas usulan tingkat dan berita acara selalu terbuka bagi instansi.",
            "visitation_shown": "Berita acara visitasi selalu terbuka bagi instansi yang menandatanganinya.",
            "consolidation_shown": "Sebelum terbit, tingkat ini menunjukkan hasil akhir.",
            "visit_jump": "Diusulkan bila indeksnya naik sedikitnya sebesar ini. Aturan yang kosong tidak dipakai.",
            "visit_gap": "Diusulkan bila penilaian mandiri sedikitnya sebesar ini di atas penilaian dokumen.",
            "visit_near_floor": "Diusulkan bila indeksnya paling jauh sebesar ini dari batas suatu predikat.",
            "visit_award_places": "Diusulkan sampai peringkat ini dalam kategori atau menurut peningkatan.",
            "visit_drawn_percent": "Bagian dari semua instansi pada jalur evaluasi. Nol: tanpa undian.",
            "visit_seed": "Diumumkan sebelum undian; benih yang sama menghasilkan daftar yang sama.",
            "assessor_capacity": "Sebanyak ini dibagikan kepada seorang asesor; selebihnya hanya dengan tangan.",
            "conflict_same_province": "Menurut provinsi perguruan tingginya.",
            "conflict_alumni_counts": "Alumni lembaga pendidikan instansi menyatakannya sebelum menilai.",
            "objection_days": "Sesudah konsolidasi diserahkan. 0 berarti tanpa masa sanggah.",
            "votes_required": "Banyaknya instansi tim koordinasi nasional yang harus menyetujui hasil akhir.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instrument"].empty_label = "Pilih instrumen"  # type: ignore[attr-defined]
        self.fields["assessors_per_team"].widget.attrs["min"] = LEAST_IN_A_TEAM
        self.fields["objection_days"].required = False
        self.fields["simulation_label"].help_text = (
            "Kosong berarti periode resmi. Selain itu diawali kata SIMULASI dan tercetak pada setiap halaman, "
            "PDF, dan ekspor. Setelah periode dibuka, tanda ini tidak dapat diubah."
        )

    def clean_simulation_label(self) -> str:
        label = " ".join(self.cleaned_data["simulation_label"].split()).upper()
        if label and not label.startswith("SIMULASI"):
            raise forms.ValidationError("Tanda simulasi diawali kata SIMULASI.")
        return label

    def clean_assessors_per_team(self) -> int:
        number: int = self.cleaned_data["assessors_per_team"]
        if number < LEAST_IN_A_TEAM:
            raise forms.ValidationError(f"Sekurang-kurangnya {LEAST_IN_A_TEAM}, supaya penilaian tidak di satu tangan.")
        return number

    def clean_assessor_capacity(self) -> int:
        return _at_least_one(self.cleaned_data["assessor_capacity"])

    def clean_visit_drawn_percent(self) -> Decimal:
        percent: Decimal = self.cleaned_data["visit_drawn_percent"]
        if not 0 <= percent <= MOST_PERCENT:
            raise forms.ValidationError("Antara 0 dan 100.")
        return percent

    def clean_objection_days(self) -> int:
        return self.cleaned_data["objection_days"] or 0

    def clean_votes_required(self) -> int:
        return _at_least_one(self.cleaned_data["votes_required"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("visit_drawn_percent") and not data.get("visit_seed"):
            self.add_error("visit_seed", "Undian memerlukan benih.")
        year = data.get("year")
        if year and data.get("simulation_label") == "":
            official = EvaluationPeriod.objects.filter(year=year, simulation_label="")
            if official.exclude(pk=self.instance.pk).exists():
                self.add_error("year", f"Sudah ada periode resmi tahun {year}.")
        return data


def settings_after(source: EvaluationPeriod, *, is_rehearsal: bool) -> dict[str, Any]:
    """What a period made after another begins with: every setting, a year on; a rehearsal is of the same year.

    The seed of a draw is not copied: it is announced anew.
    """
    settings = model_to_dict(source, PeriodForm.Meta.fields) | {"visit_seed": ""}
    if is_rehearsal:
        return settings | {"name": f"Gladi {source.name}"[:LONGEST_NAME], "simulation_label": "SIMULASI GLADI"}
    year = source.year + 1
    name = source.name.replace(str(source.year), str(year)) if str(source.year) in source.name else source.name
    return settings | {"year": year, "name": name}


class SourceForm(forms.Form):
    """The period that a new one is made after, and whether it is to rehearse that one."""

    dari = forms.ModelChoiceField(
        EvaluationPeriod.objects.all(),
        to_field_name="slug",
        label="Periode yang disalin",
        empty_label="Tanpa periode terdahulu",
        required=False,
    )
    gladi = forms.BooleanField(label="Sebagai gladi: simulasi pada tahun dan jadwal yang sama", required=False)

    @property
    def source(self) -> EvaluationPeriod | None:
        return self.cleaned_data.get("dari") if self.is_valid() else None

    @property
    def is_rehearsal(self) -> bool:
        return self.is_valid() and self.cleaned_data["gladi"]


class WindowForm(forms.Form):
    """One window; a row without both moments is left out."""

    stage = forms.ChoiceField(label="Tahap", choices=STAGES, required=False)

    batch = forms.IntegerField(label="Gelombang", min_value=0, max_value=99, initial=0, required=False)
    opens_at = forms.DateTimeField(label="Dibuka (WIB)", widget=moment_input(), required=False)
    closes_at = forms.DateTimeField(label="Ditutup (WIB)", widget=moment_input(), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        opens, closes = data.get("opens_at"), data.get("closes_at")
        if self.errors or (not opens and not closes):
            return data
        if not data.get("stage"):
            self.add_error("stage", "Pilih tahapnya.")
        if not opens:
            self.add_error("opens_at", "Isi saat dibuka, atau kosongkan keduanya.")
        elif not closes:
            self.add_error("closes_at", "Isi saat ditutup, atau kosongkan keduanya.")
        elif closes <= opens:
            self.add_error("closes_at", "Saat ditutup harus sesudah saat dibuka.")
        return data

    def window(self) -> Window | None:
        data = self.cleaned_data
        if not data.get("opens_at") or not data.get("stage"):
            return None
        return Window(Stage(data["stage"]), data.get("batch") or 0, data["opens_at"], data["closes_at"])


class BaseSchedule(BaseFormSet):
    """The whole schedule: no window twice, and stages in their order."""

    def clean(self) -> None:
        if any(self.errors):
            return
        windows = self.windows()
        keys = [(one.stage, one.batch) for one in windows]
        if twice := [label_of(stage, batch) for stage, batch in dict.fromkeys(keys) if keys.count((stage, batch)) > 1]:
            raise forms.ValidationError(f"Jadwal ini tertulis dua kali: {', '.join(twice)}.")
        if sentences := out_of_order(windows):
            raise forms.ValidationError(sentences)

    def windows(self) -> list[Window]:
        return [window for form in self.forms if (window := form.window())]


_Schedule = formset_factory(WindowForm, formset=BaseSchedule, extra=SPARE_ROWS, max_num=60, absolute_max=80)


def schedule_form(data: Mapping[str, Any] | None, windows: list[Window]) -> BaseSchedule:
    """The schedule as a form: what was sent, or these windows and an empty row for every other stage."""
    return cast(BaseSchedule, _Schedule(data, initial=_rows(windows)))


def _rows(windows: list[Window]) -> list[dict[str, Any]]:
    present = {(one.stage, one.batch): one for one in windows}
    keys = sorted(
        present.keys() | {(stage, 0) for stage in WINDOW_STAGES},
        key=lambda key: (WINDOW_STAGES.index(key[0]), key[1]),
    )
    return [
        {"stage": stage, "batch": batch}
        | ({"opens_at": found.opens_at, "closes_at": found.closes_at} if (found := present.get((stage, batch))) else {})
        for stage, batch in keys
    ]


def _at_least_one(number: int) -> int:
    if number < 1:
        raise forms.ValidationError("Sekurang-kurangnya 1.")
    return number
