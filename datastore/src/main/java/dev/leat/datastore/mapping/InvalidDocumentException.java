package dev.leat.datastore.mapping;

import dev.leat.elastic.LeatException;
import dev.leat.elastic.Problem;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A document, or a value for one of its fields, does not fit its class; carries everything that is wrong with it. */
public final class InvalidDocumentException extends LeatException {

    private static final long serialVersionUID = 1L;
    private static final int NAMED = 10;

    private final transient List<Problem> problems;

    /** @param what what was invalid, such as {@code Document of hit} */
    public InvalidDocumentException(String what, List<Problem> problems) {
        this(what, problems, null);
    }

    InvalidDocumentException(String what, List<Problem> problems, @Nullable Throwable cause) {
        super(message(what, problems), cause);
        this.problems = List.copyOf(problems);
    }

    private static String message(String what, List<Problem> problems) {
        String more = problems.size() > NAMED ? "; and " + (problems.size() - NAMED) + " more problems" : "";
        return problems.stream()
                .limit(NAMED)
                .map(Problem::toString)
                .collect(Collectors.joining("; ", what + " is invalid: ", more));
    }

    /** All that is wrong, each with its path such as {@code files[2].sha256}, in the order of the document. */
    public List<Problem> problems() {
        return problems;
    }
}
