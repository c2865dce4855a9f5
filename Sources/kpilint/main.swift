// The program: everything it does is in `Commands`.

import CSystem
import Commands
import Platform

// Swift's own list of them is empty where /proc is not mounted.
if let arguments = started_arguments() { exit(runProgram(started_argument_count(), arguments)) }
exit(runProgram(CommandLine.argc, CommandLine.unsafeArgv))
