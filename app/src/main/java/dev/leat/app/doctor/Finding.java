package dev.leat.app.doctor;

/**
 * What one look has found.
 *
 * @param subject what was looked at
 * @param message what was found; and, unless all is well, how to mend it
 */
public record Finding(Verdict verdict, String subject, String message) {

    /** How bad it is. */
    public enum Verdict {
        /** All is well. */
        OK,
        /** It works, but not for sure or not for long. */
        WARN,
        /** It does not work. */
        FAIL
    }

    static Finding ok(String subject, String message) {
        return new Finding(Verdict.OK, subject, message);
    }

    static Finding warn(String subject, String message) {
        return new Finding(Verdict.WARN, subject, message);
    }

    static Finding fail(String subject, String message) {
        return new Finding(Verdict.FAIL, subject, message);
    }
}
