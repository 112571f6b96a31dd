"""Check-in (접수): the tab at which people are found, admitted and given a slip."""
