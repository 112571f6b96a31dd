"""The nouns as SQLAlchemy 2 mapped classes: the same tables serve a station's SQLite and the centre's PostgreSQL."""
