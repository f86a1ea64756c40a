package dev.leat.app.load;

import dev.leat.elastic.ConfigException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a load does with each document.
 *
 * @param versionField the field that holds the document's version, a whole number from 0 up; empty for none. A document is
 *     then written only over an older version
 * @param pipeline the ingest pipeline that documents go through; null for the index's own, if any
 */
public record WriteRule(
        Operation operation, String versionField, @Nullable String pipeline) {

    /** What is done with the document of an id. */
    public enum Operation {
        /** Stored, in place of the one that is there. */
        INDEX,
        /** Stored if there is none; else it is rejected. */
        CREATE,
        /** Its fields are set in the one that is there; if there is none it is rejected. */
        UPDATE,
        /** The one that is there is removed. */
        DELETE;

        /** As the option and the bulk API call it. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public WriteRule {
        boolean versioned = operation == Operation.INDEX || operation == Operation.DELETE;
        if (!versionField.isEmpty() && !versioned) {
            throw new ConfigException(
                    "--version-field",
                    "goes with --op index and --op delete; --op " + operation.word() + " takes no version");
        }
        if (pipeline != null && operation != Operation.INDEX && operation != Operation.CREATE) {
            throw new ConfigException(
                    "--pipeline", "goes with --op index and --op create; --op " + operation.word() + " passes none");
        }
    }

    /** Each document is stored, whatever is there. */
    public static WriteRule standard() {
        return new WriteRule(Operation.INDEX, "", null);
    }

    /** Whether lines that bring their own operations keep to it. */
    boolean leavesOperationsAlone() {
        return operation == Operation.INDEX && versionField.isEmpty();
    }

    /** Names the rule: a load that was interrupted goes on only under the same. */
    String key() {
        return operation.word() + " " + versionField + " " + (pipeline == null ? "" : pipeline);
    }
}
