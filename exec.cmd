@rem npm scripts begin with `exec`, so that on POSIX a signal to npm reaches node. Windows has no
@rem such word: cmd.exe finds this file instead.
@%*
