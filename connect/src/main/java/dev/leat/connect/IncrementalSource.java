package dev.leat.connect;

/**
 * A source that can say what has changed since a position, deletions included. Its provider declares {@link
 * Feature#INCREMENTAL_SYNC}.
 *
 * <p><b>Positions.</b> {@link #cursor()} is asked before a full sync reads anything, kept when that is continued later,
 * and stored when it has completed: a change made while it read is reported once more by the next {@link #readChanges},
 * never left out.
 */
public interface IncrementalSource extends DataSource {

    /** The position now: reading from here reports every later change. Blocks; cheap. Called after {@link #scopes}. */
    Cursor cursor() throws Exception;

    /**
     * Reports every change since a position, and returns the position from which the next call goes on. Blocks; one
     * thread calls it, once, after {@link #ping} and instead of {@code scopes} and {@code read}.
     *
     * <p>What is reported must lead to the same documents, with the same ids and in the same scopes, as {@link #read}
     * puts; reporting a change twice does no harm. A document that has left the filter is reported as deleted. What is
     * returned is stored only when everything that was reported has been written or is a dead letter: until then, the next
     * call begins at the same {@code from}.
     *
     * @param filter what is wanted; empty unless this source implements {@link AdvancedRules}
     * @param from a position that this source gave with the same configuration
     * @throws CursorLostException when the source does not reach back to that position any more; a full sync is needed
     * @throws Exception when not every change was reported; the position stays where it was
     */
    Cursor readChanges(Filter filter, Cursor from, ChangeSink sink) throws Exception;
}
