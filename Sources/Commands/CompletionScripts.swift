// The completion scripts of bash, zsh and fish.

func bashCompletions(_ commands: [CommandOutline]) -> String {
    let names = commands.map(\.name).joined(separator: " ")
    var script = """
        # bash completion for kpilint
        _kpilint() {
            local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} words=
            COMPREPLY=()
            # `--option=value` arrives as three words.
            if [[ $current == "=" ]]; then current=; elif [[ $previous == "=" ]]; then previous=${COMP_WORDS[COMP_CWORD-2]}; fi
            if ((COMP_CWORD == 1)); then
                COMPREPLY=($(compgen -W "\(names) --help --version" -- "$current"))
                return
            fi
            case ${COMP_WORDS[1]} in

        """
    for command in commands {
        script += "    \(command.name))\n        case $previous in\n"
        for option in command.options {
            guard let value = option.value else { continue }
            script += "        \(option.names.joined(separator: "|"))) "
            switch value {
            case .choice(_, let words): script += "words=\"\(words.joined(separator: " "))\" ;;\n"
            case .rule: script += "words=\"\(completedRuleNames.joined(separator: " "))\" ;;\n"
            case .path: script += "COMPREPLY=($(compgen -f -- \"$current\")); return ;;\n"
            case .text: script += "return ;;\n"
            }
        }
        script +=
            "        *) if [[ $current == -* ]]; then words=\"\(command.options.flatMap(\.names).joined(separator: " "))\"; "
        switch command.operands {
        case .paths: script += "else COMPREPLY=($(compgen -f -- \"$current\")); return; fi ;;\n"
        case .ruleThenPaths, .nameThenPaths:
            let names = command.operands.completedNames.joined(separator: " ")
            script += "elif ((COMP_CWORD == 2)); then words=\"\(names)\"; "
            script += "else COMPREPLY=($(compgen -f -- \"$current\")); return; fi ;;\n"
        case .words(let words): script += "else words=\"\(words.joined(separator: " "))\"; fi ;;\n"
        }
        script += "        esac ;;\n"
    }
    script += """
            esac
            COMPREPLY=($(compgen -W "$words" -- "$current"))
        }
        complete -o filenames -o bashdefault -F _kpilint kpilint

        """
    return script
}

func zshCompletions(_ commands: [CommandOutline]) -> String {
    var script = """
        #compdef kpilint
        _kpilint() {
            local -a commands
            commands=(

        """
    for command in commands { script += "        " + zshQuoted("\(command.name):\(command.summary)") + "\n" }
    script += """
            )
            if ((CURRENT == 2)); then
                _describe command commands
                _arguments '--help[show help]' '--version[show the version]'
                return
            fi
            local command=$words[2]
            shift words
            ((CURRENT--))
            case $command in

        """
    for command in commands {
        script += "    \(command.name))\n        _arguments -s -S"
        for option in command.options {
            for name in option.names { script += " \\\n            " + zshArgument(name, option) }
        }
        switch command.operands {
        case .paths: script += " \\\n            '*:file:_files'"
        case .ruleThenPaths:
            script += " \\\n            '1:rule:(\(completedRuleNames.joined(separator: " ")))' '*:file:_files'"
        case .nameThenPaths:
            let names = command.operands.completedNames.joined(separator: " ")
            script += " \\\n            '1:name:(\(names))' '*:file:_files'"
        case .words(let words): script += " \\\n            '1:word:(\(words.joined(separator: " ")))'"
        }
        script += " ;;\n"
    }
    return script + "    esac\n}\n_kpilint \"$@\"\n"
}

/// One specification of `_arguments`.
private func zshArgument(_ name: String, _ option: OptionOutline) -> String {
    var text = (option.isRepeatable ? "*" : "") + name
    let isLong = name.hasPrefix("--")
    if option.value != nil { text += isLong ? "=" : "+" }
    text += "[" + zshEscaped(option.help) + "]"
    guard let value = option.value else { return zshQuoted(text) }
    text += ":" + zshEscaped(value.name) + ":"
    switch value {
    case .choice(_, let words): text += "(" + words.joined(separator: " ") + ")"
    case .rule: text += "(" + completedRuleNames.joined(separator: " ") + ")"
    case .path: text += "_files"
    case .text: text += " "
    }
    return zshQuoted(text)
}

/// Escapes the signs of `_arguments`.
private func zshEscaped(_ text: String) -> String {
    var output = ""
    for character in text {
        if character == "[" || character == "]" || character == ":" || character == "\\" { output += "\\" }
        output.append(character)
    }
    return output
}

private func zshQuoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}

func fishCompletions(_ commands: [CommandOutline]) -> String {
    var script = """
        # fish completion for kpilint
        complete -c kpilint -f
        complete -c kpilint -n __fish_use_subcommand -l help -d 'show help'
        complete -c kpilint -n __fish_use_subcommand -l version -d 'show the version'

        """
    for command in commands {
        script += "complete -c kpilint -n __fish_use_subcommand -a \(command.name) -d \(fishQuoted(command.summary))\n"
    }
    for command in commands {
        let seen = "complete -c kpilint -n '__fish_seen_subcommand_from \(command.name)'"
        for option in command.options {
            script += seen
            for name in option.names {
                script += name.hasPrefix("--") ? " -l \(name.dropFirst(2))" : " -s \(name.dropFirst())"
            }
            switch option.value {
            case nil: break
            case .choice(_, let words): script += " -x -a " + fishQuoted(words.joined(separator: " "))
            case .rule: script += " -x -a " + fishQuoted(completedRuleNames.joined(separator: " "))
            case .path: script += " -r -F"
            case .text: script += " -x"
            }
            script += " -d " + fishQuoted(option.help) + "\n"
        }
        switch command.operands {
        case .paths: script += seen + " -F\n"
        case .ruleThenPaths, .nameThenPaths:
            let names = command.operands.completedNames.joined(separator: " ")
            script += seen + " -F -a " + fishQuoted(names) + "\n"
        case .words(let words): script += seen + " -a " + fishQuoted(words.joined(separator: " ")) + "\n"
        }
    }
    return script
}

private func fishQuoted(_ text: String) -> String {
    var output = "'"
    for character in text {
        if character == "'" || character == "\\" { output += "\\" }
        output.append(character)
    }
    return output + "'"
}
