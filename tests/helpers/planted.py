"""Bugs to plant, each one slip in a file of a back end: what stands there, and what a tired hand would write."""

MEANING = "engines/meaning.py"
CLOSURES = "engines/writer.py"
SOURCE = "engines/source.py"
FUNCTIONS = "engines/tables/functions.py"
TRUTHS = "engines/tables/truths.py"
LOWER = "engines/tables/lower.py"
CALENDAR = "engines/calendar.py"
DAYS = "base/days.py"
COLUMNS_OF_DAYS = "engines/tables/days.py"

#: By back end: file, text, and the text that is planted.
PLANTED = {
    "closures": [
        (MEANING, "abs(a) // abs(b)", "a // abs(b)"),
        (
            MEANING,
            "if b == 0:\n        return None\n    quotient",
            "if b == 0:\n        return 0\n    quotient",
        ),
        (CALENDAR, "return None if on < birth else", "return 0 if on < birth else"),
        (CALENDAR, "(end - start).days", "(start - end).days"),
        (MEANING, '"startsWith": str.startswith', '"startsWith": str.endswith'),
        (MEANING, "lambda text, part: part in text", "lambda text, part: text in part"),
        (MEANING, "return found if found or _whole(values) else None", "return found"),
        (MEANING, "return None if isinstance(value, PartialList) else len(value)", "return len(value)"),
        (CLOSURES, '("False", "True") if connective == "&&"', '("True", "False") if connective == "&&"'),
        (CLOSURES, 'f"elif {condition.text} is False:", no', 'f"elif {condition.text} is not True:", no'),
        (CLOSURES, "{' or '.join(unknown)}", "{' and '.join(unknown)}"),
        (CLOSURES, "total=not inexact)", "total=True)"),
        (CALENDAR, "count(last, near), count(first, far)", "count(first, near), count(last, far)"),
        (CALENDAR, "    if lo > hi:\n        return None\n", ""),
        (
            DAYS,
            "True if self.hi < lo else False if self.lo >= hi",
            "True if self.lo < lo else False if self.lo >= hi",
        ),
        (DAYS, "a_hi < b_lo or b_hi < a_lo", "a_hi <= b_lo or b_hi < a_lo"),
        (CLOSURES, 'on_unknown=f"{name} = None; continue"', 'on_unknown="continue"'),
        (
            SOURCE,
            '"elif {body} is None: {name}u = True"),\n        ("{name} = (Partial',
            '"elif {body} is None: pass"),\n        ("{name} = (Partial',
        ),
        (CLOSURES, '"<=": "<=",', '"<=": "<",'),
    ],
    "tables": [
        (COLUMNS_OF_DAYS, '"<=": le', '"<=": lt'),
        (COLUMNS_OF_DAYS, "compares(hi, low), True", "compares(lo, low), True"),
        (COLUMNS_OF_DAYS, "count(last, near), count(first, far)", "count(first, near), count(last, far)"),
        (COLUMNS_OF_DAYS, "apart = (hi < low)", "apart = (hi <= low)"),
        (FUNCTIONS, 'same if function == "=="', 'same if function == "!="'),
        (FUNCTIONS, "_fitting(_wide(a) - _wide(b))", "_fitting(_wide(b) - _wide(a))"),
        (COLUMNS_OF_DAYS, "end.delta(start", "start.delta(end"),
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
