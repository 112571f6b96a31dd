"""What is done before the day: templates, meetings, projects, roster and agenda."""
