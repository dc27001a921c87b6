"""A whole year, rehearsed by scripted people through the pages of a running application."""
