"""How many files (and so connections) the process may have open."""

import resource

ENOUGH = 8192


def most_files() -> int:
    """The most files that may be open, after asking the system for as many as are of use.

    systemd and most shells give a soft limit of 1,024 for programs that call ``select``, which we
    do not, and a hard limit that is far higher.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    unlimited = resource.RLIM_INFINITY
    wanted = ENOUGH if hard == unlimited else min(ENOUGH, hard)
    if soft != unlimited and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    return ENOUGH if soft == unlimited else soft
