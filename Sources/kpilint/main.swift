// The program: everything it does is in `Commands`.

import Commands
import Platform

exit(runProgram(CommandLine.argc, CommandLine.unsafeArgv))
