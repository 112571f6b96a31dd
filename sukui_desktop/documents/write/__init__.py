"""Documents as files: PDF, spreadsheets, JSON and Pabulib."""
