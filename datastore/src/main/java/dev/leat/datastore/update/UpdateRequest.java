package dev.leat.datastore.update;

import dev.leat.datastore.document.Refresh;
import dev.leat.datastore.document.VersionToken;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One update of one document, checked.
 *
 * @param start what a missing document starts as; null when it stays missing
 * @param version the one that the document must still have; null for any
 */
record UpdateRequest(
        String id,
        List<Step> steps,
        byte @Nullable [] start,
        @Nullable VersionToken version,
        Refresh refresh) {

    UpdateRequest {
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("an update of document '" + id + "' has no operations");
        }
        if (start != null && version != null) {
            throw new IllegalArgumentException("an update of document '" + id
                    + "' cannot both expect a version and create what is missing; choose one");
        }
        steps = List.copyOf(steps);
    }

    /** Whether the document has to note that it was carried out. */
    boolean needsNote() {
        return version != null || !Step.areRepeatable(steps);
    }
}
