"""Shipped files and sentences: fonts, messages, templates, styles, practice data."""

from sukui_desktop.assets.resources import open_resource, read_resource, resource_path

__all__ = ["open_resource", "read_resource", "resource_path"]
