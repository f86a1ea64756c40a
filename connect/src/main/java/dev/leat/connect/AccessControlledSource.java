package dev.leat.connect;

/**
 * A source that knows who may see what. Its documents carry {@link SourceDocument#access()}, and it can list who is there.
 * Its provider declares {@link Feature#DOCUMENT_LEVEL_SECURITY}.
 *
 * <p><b>Fails closed.</b> Where document-level security is on, a document whose access the source does not know is
 * visible to nobody. A source must therefore say for every document who may see it, and throws or {@link
 * DocumentSink#failed fails} a document rather than to guess.
 */
public interface AccessControlledSource extends DataSource {

    /**
     * Lists everybody who may ask, in no particular order, and returns when there is no more. Blocks; one thread calls
     * it, after {@link #ping} and without {@code scopes} and {@code read}. An identity that was not put is gone: it can
     * find nothing any more.
     *
     * @throws Exception when the list is not complete; then nobody is removed
     */
    void readIdentities(IdentitySink sink) throws Exception;
}
