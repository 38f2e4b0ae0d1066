"""What a message asks here and now, after the turns before it."""
