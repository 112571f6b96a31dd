"""From a count to a list under a ceiling, or to a motion passed or not."""
