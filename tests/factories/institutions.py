"""Institutions, universities and agencies."""

import factory
from factory.django import DjangoModelFactory

from apps.institutions.groups import lay_out_groups
from apps.institutions.models import Agency, Category, Institution, Province, Succession, University


class ProvinceFactory(DjangoModelFactory[Province]):
    class Meta:
        model = Province
        django_get_or_create = ("code",)

    code = "99"
    name = "Provinsi Contoh"
    zone = "WIB"
    timezone = "Asia/Jakarta"


class InstitutionFactory(DjangoModelFactory[Institution]):
    """A kabupaten with its groups laid out."""

    class Meta:
        model = Institution
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"99.{n:02}")
    slug = factory.Sequence(lambda n: f"kabupaten-contoh-{n}")
    name = factory.Sequence(lambda n: f"Kabupaten Contoh {n}")
    category = Category.REGENCY
    province = factory.SubFactory(ProvinceFactory)

    @factory.post_generation
    def groups(self: Institution, create: bool, extracted: None, **kwargs: object) -> None:
        if create:
            lay_out_groups([self])


def succeed(former: Institution, later: Institution) -> None:
    """Make one institution carry on the work of another."""
    Succession.objects.create(former=former, later=later)


class UniversityFactory(DjangoModelFactory[University]):
    class Meta:
        model = University

    name = factory.Sequence(lambda n: f"Universitas Contoh {n}")
    city = "Kota Contoh"


class AgencyFactory(DjangoModelFactory[Agency]):
    class Meta:
        model = Agency

    code = factory.Sequence(lambda n: f"lembaga-{n}")
    name = factory.Sequence(lambda n: f"Lembaga Contoh {n}")
