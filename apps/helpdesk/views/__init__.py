"""Views of the help desk."""
