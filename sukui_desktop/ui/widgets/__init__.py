"""What two or more windows share: labels, tables, charts, dialogs, refusals."""
