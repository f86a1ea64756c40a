package dev.leat.testing;

import java.util.SplittableRandom;
import org.junit.jupiter.api.TestInfo;

/**
 * The seed of one test: another in each run, printed, and fixed by {@code -Dleat.seed=…} to see a failure again.
 *
 * @param value the seed
 */
public record Seeds(long value) {
    private static final String PROPERTY = "leat.seed";

    /** The seed for a test; prints it with the test's name. */
    public static Seeds of(TestInfo test) {
        return of(test.getTestClass().map(Class::getSimpleName).orElse("?") + "." + test.getDisplayName());
    }

    /** The seed for a test of that name; prints it. */
    public static Seeds of(String test) {
        String fixed = System.getProperty(PROPERTY);
        long value = fixed == null ? (System.nanoTime() * 0x9E3779B97F4A7C15L) >>> 16 : Long.parseLong(fixed);
        System.err.println("seed of " + test + ": -D" + PROPERTY + "=" + value);
        return new Seeds(value);
    }

    /** A source of random numbers; the same seed gives the same numbers. */
    public SplittableRandom random() {
        return new SplittableRandom(value);
    }

    /**
     * Another seed for a part of the test, so that parts do not depend on each other's use of numbers. Seeds that are
     * neighbours have other parts.
     */
    public Seeds part(int number) {
        long mixed = new SplittableRandom(value).nextLong();
        return new Seeds(new SplittableRandom(mixed + number).nextLong() >>> 16);
    }
}
