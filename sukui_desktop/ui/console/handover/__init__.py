"""The 보내기 tab: documents, a safe copy and the public result leave the room from here."""
