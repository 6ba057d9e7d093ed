"""
Rule packs: law as data, loaded, checked and ready to be judged.

`model` says what packs are made of, `normalise` makes plain conditions of what an author wrote,
and `load` reads a pack whole; it is imported only when one is read.
"""
