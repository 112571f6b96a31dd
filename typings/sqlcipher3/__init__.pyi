"""What we use of sqlcipher3 0.6: the DB-API of SQLite, on encrypted files."""

from sqlcipher3 import dbapi2 as dbapi2
from sqlcipher3.dbapi2 import *
