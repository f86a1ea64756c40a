package dev.leat.connect;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of a document that is costly to get: a download, the text of a file.
 *
 * <p>The engine calls {@link #fetch} at most once, and only when the document is new or has changed, on a virtual
 * thread of its own, after {@link DocumentSink#put} has returned and possibly after the source has gone on; the source
 * stays open until then. Several contents are fetched at the same time; how many is a setting of the run.
 */
@FunctionalInterface
public interface Content {

    /**
     * Gets the fields that are added to those the document already has. Blocks. A field of the same name replaces the
     * eager one.
     *
     * @throws Exception when this content cannot be had: the document counts as failed with that reason, an indexed
     *     copy of it stays as it is, and the scope goes on. The next run tries again
     */
    Map<String, @Nullable Object> fetch() throws Exception;
}
