"""What two or more windows share: pages, refusals, tables and buttons that must not differ between them."""
