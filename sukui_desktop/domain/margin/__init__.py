"""Why a project is in or out, and how few marks would have changed the list."""
