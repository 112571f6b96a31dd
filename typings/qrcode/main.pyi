"""One QR code: data in, square of dark and light modules out."""

class QRCode:
    version: int
    border: int
    modules_count: int
    def __init__(
        self,
        version: int | None = None,
        error_correction: int = ...,
        box_size: int = 10,
        border: int = 4,
        image_factory: None = None,
        mask_pattern: int | None = None,
    ) -> None: ...
    def add_data(self, data: str | bytes, optimize: int = 20) -> None: ...
    def make(self, fit: bool = True) -> None: ...
    def get_matrix(self) -> list[list[bool]]: ...
