"""Which entry a message asks for, how sure that is, and why."""
