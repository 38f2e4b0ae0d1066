"""The doors: the command line and the chat. Only what stands here prints."""
