"""Workers: how they are started, here and elsewhere, and what is known of them."""
