"""
The condition language: text to tree, tree to text, tree to types.

Pure: it knows no records, no datasets and no law. README.md beside this file is its specification.
`syntax.parse` and `printing.to_text` read and write a condition, `check.check` gives it types.
"""
