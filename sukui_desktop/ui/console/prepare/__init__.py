"""The 준비 tab: meeting, agenda, projects and roster before the doors open."""
