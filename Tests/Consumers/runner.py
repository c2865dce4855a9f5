"""Runs the steps of a composite action, as far as shell steps and outputs go: what GitHub's runner does with expressions, conditions and files."""

import os
import pathlib
import re
import subprocess

TOKEN = re.compile(r"\s*(?:('(?:[^']|'')*')|(\|\||&&|==|!=|\(|\)|!)|([\w.-]+))")


def evaluate(expression, context):
    """The value of an expression: names, texts, `==`, `!=`, `&&`, `||`, `!` and `hashFiles`-free parentheses."""
    tokens, place = [], 0
    while place < len(expression.rstrip()):
        found = TOKEN.match(expression, place)
        assert found, f"not understood: {expression[place:]}"
        tokens.append(found[0].strip())
        place = found.end()

    def primary():
        token = tokens.pop(0)
        if token == "!":
            return not primary()
        if token == "(":
            value = either()
            assert tokens.pop(0) == ")"
            return value
        if token.startswith("'"):
            return token[1:-1].replace("''", "'")
        if token == "always" and tokens[:2] == ["(", ")"]:
            del tokens[:2]
            return True
        value = context
        for part in token.split("."):
            # What a context does not have is empty, as on GitHub.
            value = value.get(part, "") if isinstance(value, dict) else ""
        return value

    def equal():
        left = primary()
        while tokens and tokens[0] in ("==", "!="):
            operator, right = tokens.pop(0), primary()
            left = (left == right) if operator == "==" else (left != right)
        return left

    def both():
        left = equal()
        while tokens and tokens[0] == "&&":
            tokens.pop(0)
            right = equal()
            left = right if left else left
        return left

    def either():
        left = both()
        while tokens and tokens[0] == "||":
            tokens.pop(0)
            right = both()
            left = left or right
        return left

    value = either()
    assert not tokens, tokens
    return value


def filled(text, context):
    return re.sub(r"\$\{\{(.*?)\}\}", lambda found: str(evaluate(found[1], context)), str(text))


class Run:
    """What came of an action: its outputs, the actions that it used, what its steps printed, and whether it failed."""

    def __init__(self, action, inputs, workspace, folder, path, action_path, used=None):
        temporary = folder / "runner"
        temporary.mkdir(parents=True, exist_ok=True)
        self.summary = folder / "summary"
        self.uses, self.printed, self.failed = [], "", None
        given = {name: str(one.get("default", "")) for name, one in action["inputs"].items()}
        assert set(inputs) <= set(given), "an input that the action does not have"
        steps = {}
        context = {
            "inputs": given | inputs, "steps": steps,
            "github": {"action_repository": "", "server_url": "https://github.invalid", "action_path": str(action_path)},
        }
        for step in action["runs"]["steps"]:
            condition = step.get("if", "")
            # Without a status function a condition holds only where nothing has failed.
            if self.failed is not None and "always()" not in condition:
                continue
            if condition and not evaluate(condition, context):
                continue
            outputs = {}
            if "uses" in step:
                settings = {name: filled(value, context) for name, value in step.get("with", {}).items()}
                self.uses.append((step["uses"].split("@")[0], settings))
                outputs = (used or {}).get(step["uses"].split("@")[0], {})
            else:
                assert step["shell"] == "bash" and "${{" not in step["run"], "expressions reach scripts as variables alone"
                outputs_file = folder / f"outputs-{len(steps)}-{len(self.uses)}-{len(self.printed)}"
                outputs_file.write_text("")
                environment = {
                    "PATH": path, "HOME": str(folder), "RUNNER_TEMP": str(temporary), "GITHUB_ACTIONS": "true",
                    "GITHUB_OUTPUT": str(outputs_file), "GITHUB_STEP_SUMMARY": str(self.summary),
                    "GITHUB_ACTION_PATH": str(action_path), "GITHUB_WORKSPACE": str(workspace),
                    **{name: filled(value, context) for name, value in step.get("env", {}).items()},
                }
                done = subprocess.run(
                    ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]], cwd=workspace,
                    env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
                self.printed += done.stdout
                outputs = dict(line.split("=", 1) for line in outputs_file.read_text().splitlines())
                if done.returncode != 0 and self.failed is None:
                    self.failed = (step["name"], done.returncode)
            if "id" in step:
                steps[step["id"]] = {"outputs": outputs}
        self.outputs = {name: filled(one["value"], context) for name, one in action["outputs"].items()}
