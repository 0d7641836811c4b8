"""Jobs: what their tasks run, on which elements, and what becomes of the results."""
