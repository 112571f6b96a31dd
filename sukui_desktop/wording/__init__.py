"""Korean wording: money, times, rules, results, reasons and attendance in words, the same on screens and papers."""
