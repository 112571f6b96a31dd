"""`python -m sukui_desktop` is `sukui`."""

from __future__ import annotations

import sys

from sukui_desktop.programs.entry_point import main

if __name__ == "__main__":
    sys.exit(main())
