"""A database engine for settings.DATABASES: Django's, which asks less often whether its connection still stands."""
