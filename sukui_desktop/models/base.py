"""What every table shares: the city and the meeting begin every key, so that the store can be split by them."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import BigInteger, Dialect, LargeBinary, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator


class TextTuple(TypeDecorator[tuple[str, ...]]):
    """A tuple of texts in one column, as compact JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        """Write the tuple."""
        return None if value is None else json.dumps(list(value), ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[str, ...] | None:
        """Read the tuple."""
        return None if value is None else tuple(json.loads(value))


class Base(DeclarativeBase):
    """The root of the mapped classes; int is 64 bits wide (won and milliseconds need it)."""

    type_annotation_map = {  # noqa: RUF012 (SQLAlchemy reads a plain dict here)
        int: BigInteger,
        bytes: LargeBinary,
        tuple[str, ...]: TextTuple,
    }


class InMeeting:
    """Mix-in: the first two columns of every key (design.md §5)."""

    city_id: Mapped[str] = mapped_column(Text, primary_key=True, sort_order=-2)
    meeting_id: Mapped[str] = mapped_column(Text, primary_key=True, sort_order=-1)
