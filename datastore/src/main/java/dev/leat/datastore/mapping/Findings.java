package dev.leat.datastore.mapping;

import dev.leat.elastic.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was found wrong on the way through one document. Not thread-safe. */
final class Findings {
    /** Enough for people to see the pattern; a list of a million bad values must not become a million problems. */
    private static final int MOST = 100;

    private final Trail trail = new Trail();
    private final List<Problem> problems = new ArrayList<>(0);
    private @Nullable Throwable cause;

    Findings(String start) {
        if (!start.isEmpty()) {
            trail.enter(start);
        }
    }

    Trail trail() {
        return trail;
    }

    void add(String problem) {
        if (problems.size() < MOST) {
            problems.add(new Problem(trail.toString(), problem));
        }
    }

    void add(String problem, Throwable why) {
        add(problem);
        cause = why;
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    void orThrow(String what) {
        if (!problems.isEmpty()) {
            throw new InvalidDocumentException(what, problems, cause);
        }
    }
}
