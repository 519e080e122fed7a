"""How fast is it, and how does that compare? `python -m tests.bench` measures and says so."""
