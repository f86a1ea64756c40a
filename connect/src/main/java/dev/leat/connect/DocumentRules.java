package dev.leat.connect;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which documents belong into the index, judged by what the source knows of them without further effort. Immutable and
 * thread-safe; quick, for it is asked for every document.
 */
public interface DocumentRules {

    /**
     * Whether a document is wanted.
     *
     * @param fields those of the source and its {@code _id}; where the source has no fields of these names, also {@code
     *     id} and, if it gave one, {@code _timestamp}. Not what is fetched later
     */
    boolean admits(Map<String, ? extends @Nullable Object> fields);

    /** A text that is the same exactly when the rules are: an unfinished run with other rules is not continued. */
    String fingerprint();

    /** Every document is wanted. */
    static DocumentRules all() {
        return Everything.EVERYTHING;
    }

    /** The rules that let everything in. */
    enum Everything implements DocumentRules {
        EVERYTHING;

        @Override
        public boolean admits(Map<String, ? extends @Nullable Object> fields) {
            return true;
        }

        @Override
        public String fingerprint() {
            return "";
        }
    }
}
