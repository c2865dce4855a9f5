// Words of spreadsheets, databases and other languages, with the words that mean the same here.

/// What authors write who know other tools. Looked up in lower case, and only where the word has no meaning of its own.
package enum OtherWords {
    /// Words that begin a declaration.
    static let declarations: [String: String] = [
        "include": "import", "use": "import", "using": "import", "load": "import", "const": "let", "var": "let",
        "define": "let", "constant": "let", "check": "rule", "validate": "rule", "validation": "rule", "sheet": "table",
        "source": "table", "dataset": "table", "rating": "scheme", "waiver": "waive", "exempt": "waive",
    ]

    /// Words that begin a clause of a rule.
    static let clauses: [String: String] = [
        "if": "when", "where": "when", "given": "when", "provided": "when", "check": "require", "assert": "require",
        "must": "require", "should": "require", "ensure": "require", "expect": "require", "validate": "require",
        "test": "require", "then": "require", "msg": "message", "say": "message", "report": "message",
        "error": "message", "warn": "message", "hint": "help", "advice": "help", "define": "let", "var": "let",
        "const": "let", "correct": "fix", "replace": "fix",
    ]

    /// Options of a table.
    static let options: [String: String] = [
        "worksheet": "sheet", "tab": "sheet", "delimiter": "separated by", "delimited": "separated by",
        "separator": "separated by", "sep": "separated by", "encoding": "encoded as", "charset": "encoded as",
        "cells": "range", "area": "range", "comment": "comments",
    ]

    /// What is said of a column.
    static let modifiers: [String: String] = [
        "mandatory": "required", "compulsory": "required", "notnull": "required", "nonblank": "required",
        "nullable": "optional", "distinct": "unique", "min": "at least", "minimum": "at least", "max": "at most",
        "maximum": "at most", "pattern": "matches", "regex": "matches", "default": "blank as", "header": "from",
        "headed": "from", "called": "from", "named": "from", "heading": "from",
    ]

    /// Types of columns.
    package static let types: [String: String] = [
        "string": "text", "str": "text", "varchar": "text", "char": "text", "words": "text", "integer": "whole",
        "int": "whole", "count": "whole", "decimal": "number", "float": "number", "double": "number", "real": "number",
        "numeric": "number", "currency": "money", "amount": "money", "pounds": "money", "gbp": "money",
        "percentage": "percent", "pct": "percent", "share": "percent", "boolean": "flag", "bool": "flag",
        "checkbox": "flag", "datetime": "date", "timestamp": "date", "day": "date", "quarter": "period",
        "month": "period", "year": "period", "figure": "measure", "value": "measure", "any": "measure",
    ]

    /// What `is` asks.
    package static let states: [String: String] = [
        "empty": "blank", "missing": "unknown", "null": "unknown", "nil": "unknown", "none": "blank", "na": "unknown",
        "filled": "present", "populated": "present", "entered": "present", "given": "present", "completed": "present",
        "available": "known", "numeric": "known", "valid": "known", "yes": "true", "no": "false", "yellow": "amber",
        "orange": "amber", "gray": "grey",
    ]

    /// Colours of statuses.
    package static let colours: [String: String] = [
        "yellow": "amber", "orange": "amber", "gray": "grey", "black": "grey", "white": "grey",
    ]

    /// Signs that are written in words behind `is`.
    static let comparisons: [(words: [String], sign: String)] = [
        (["greater", "than", "or", "equal", "to"], ">="), (["less", "than", "or", "equal", "to"], "<="),
        (["greater", "than"], ">"), (["more", "than"], ">"), (["higher", "than"], ">"), (["less", "than"], "<"),
        (["fewer", "than"], "<"), (["lower", "than"], "<"), (["at", "least"], ">="), (["at", "most"], "<="),
        (["equal", "to"], "=="), (["above"], ">"), (["over"], ">"), (["below"], "<"), (["under"], "<"),
    ]
}
