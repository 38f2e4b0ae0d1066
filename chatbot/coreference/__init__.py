"""Whom a request may mean without naming them: each rule proposes how it would read if it named them."""
