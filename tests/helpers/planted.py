"""Bugs to plant, each one slip in a file of a back end: what stands there, and what a tired hand would write."""

MEANING = "engines/meaning.py"
CLOSURES = "engines/closures.py"
SOURCE = "engines/source.py"
FUNCTIONS = "engines/tables/functions.py"
TRUTHS = "engines/tables/truths.py"
LOWER = "engines/tables/lower.py"

#: By back end: file, text, and the text that is planted.
PLANTED = {
    "closures": [
        (MEANING, "abs(a) // abs(b)", "a // abs(b)"),
        (
            MEANING,
            "if b == 0:\n        return None\n    quotient",
            "if b == 0:\n        return 0\n    quotient",
        ),
        (MEANING, "return None if on < birth else", "return 0 if on < birth else"),
        (MEANING, "(end - start).days", "(start - end).days"),
        (MEANING, '"startsWith": str.startswith', '"startsWith": str.endswith'),
        (MEANING, "lambda text, part: part in text", "lambda text, part: text in part"),
        (MEANING, "return False if _whole(values) else None", "return False"),
        (MEANING, "return None if isinstance(value, PartialList) else len(value)", "return len(value)"),
        (CLOSURES, '("False", "True") if connective == "&&"', '("True", "False") if connective == "&&"'),
        (CLOSURES, 'f"elif {condition.text} is False:", no', 'f"elif {condition.text} is not True:", no'),
        (CLOSURES, '" or ".join(dict.fromkeys(unknown))', '" and ".join(dict.fromkeys(unknown))'),
        (CLOSURES, 'on_unknown=f"{name} = None; continue"', 'on_unknown="continue"'),
        (
            SOURCE,
            '"elif {body} is None: {name}u = True"),\n        ("{name} = (Partial',
            '"elif {body} is None: pass"),\n        ("{name} = (Partial',
        ),
        (CLOSURES, '"<=": "<=",', '"<=": "<",'),
    ],
    "tables": [
        (FUNCTIONS, '"<=": lambda a, b: a <= b', '"<=": lambda a, b: a < b'),
        (FUNCTIONS, 'left == right if function == "=="', 'left == right if function == "!="'),
        (FUNCTIONS, "_fitting(_wide(a) - _wide(b))", "_fitting(_wide(b) - _wide(a))"),
        (FUNCTIONS, "end.delta(start", "start.delta(end"),
        (FUNCTIONS, "text.startswith(part)),", "text.endswith(part)),"),
        (FUNCTIONS, "text.contains(part)", "part.contains(text)"),
        (
            FUNCTIONS,
            "(unsure(source), None), else_=source.expr.length()",
            "(source.expr.isnull(), None), else_=source.expr.length()",
        ),
        (TRUTHS, "FALSE, UNKNOWN, TRUE = 0, 1, 2", "FALSE, UNKNOWN, TRUE = 1, 0, 2"),
        (TRUTHS, "codes.maxs().fill_null(FALSE)", "codes.mins().fill_null(FALSE)"),
        (TRUTHS, "codes.mins().fill_null(TRUE)", "codes.mins().fill_null(FALSE)"),
        (TRUTHS, "Array(kept, unsure(source) | _some_unknown(codes))", "Array(kept, unsure(source))"),
        (TRUTHS, "return _joined(parts, True, or_)", "return _joined(parts, True, and_)"),
        (TRUTHS, "return ~value if isinstance(value, Value)", "return value if isinstance(value, Value)"),
        (
            LOWER,
            '(known, truth(there)), else_=ibis.null("boolean")',
            '(known, ~truth(there)), else_=ibis.null("boolean")',
        ),
    ],
}
