"""How a cell looks."""

class Font:
    def __init__(self, name: str | None = None, sz: float | None = None, b: bool | None = None, *, bold: bool | None = None, size: float | None = None) -> None: ...

class Alignment:
    def __init__(
        self, horizontal: str | None = None, vertical: str | None = None, *, wrap_text: bool | None = None
    ) -> None: ...
