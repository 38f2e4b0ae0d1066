"""Knowledge goes out in other forms, and comes in from them."""
