"""
Rule packs: law as data, loaded, checked and ready to be judged.

`model` says what a pack is; `load` reads one, and is imported only when one is read.
"""
