package dev.leat.datastore.archive;

import dev.leat.elastic.RejectedException;

/** The cluster has no index lifecycle management: it is another build or distribution of Elasticsearch. */
public final class LifecycleUnavailableException extends RejectedException {

    private static final long serialVersionUID = 1L;

    LifecycleUnavailableException(String collection, RejectedException cause) {
        super(
                cause.status(),
                cause.type(),
                "the archive of " + collection
                        + " cannot be left to index lifecycle management, which this cluster does "
                        + "not have (no handler for /_ilm); call rollover on a schedule instead, and delete by a query in "
                        + "Tier.ARCHIVE what is too old");
    }
}
