package dev.leat.app.terminal;

/** How a command ended, as the number that scripts see. They are a contract: see the README. */
public enum ExitCode {
    /** All that was asked for is done. */
    DONE(0),
    /** It failed, and the message says why. */
    FAILED(1),
    /** The command line or the configuration cannot be used; nothing was done. */
    USAGE(2),
    /** Done, but some documents were rejected; the file that keeps them is named. */
    REJECTED(3),
    /** The connectors service found before its start that it cannot work. */
    PREFLIGHT(255),
    /** Ctrl-C. */
    INTERRUPTED(130);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** The exit status of the process. */
    public int number() {
        return number;
    }
}
