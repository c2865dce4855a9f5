// Plans, held as they are printed.
import Testing
