// The program: everything it does is in `Commands`.

import Commands
import Glibc

exit(runProgram(CommandLine.argc, CommandLine.unsafeArgv))
