// The program: everything it does is in `Commands`.

import Commands
import Glibc

exit(runProgram(Array(CommandLine.arguments.dropFirst())))
