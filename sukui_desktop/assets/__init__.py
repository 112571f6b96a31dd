"""What the program ships beside its code: one door to every font, message, template and style."""

from sukui_desktop.assets.resources import open_resource, read_resource, resource_path

__all__ = ["open_resource", "read_resource", "resource_path"]
