package dev.leat.app.load;

import dev.leat.elastic.bulk.BulkOperation;
import dev.leat.elastic.bulk.Guard;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Makes of each document the operation that the rule asks for. Not thread-safe. */
final class Writing {

    private static final byte[] DOC = "{\"doc\":".getBytes(StandardCharsets.UTF_8);

    private final Destination destination;
    private final WriteRule.Operation operation;
    private final LineField version;
    private final JsonScanner scanner = new JsonScanner();

    Writing(Destination destination, WriteRule rule) {
        this.destination = destination;
        this.operation = rule.operation();
        this.version = new LineField(rule.versionField(), "version");
    }

    /**
     * The operation on the document of that id.
     *
     * @param origin the index that it came from; null when that is not known
     */
    BulkOperation of(@Nullable String origin, String id, byte[] source) throws MalformedLineException {
        String index = destination.indexFor(origin);
        BulkOperation made = switch (operation) {
            case INDEX -> BulkOperation.index(index, id, source);
            case CREATE -> BulkOperation.create(index, id, source);
            case UPDATE -> BulkOperation.update(index, id, updateBody(source));
            case DELETE -> BulkOperation.delete(index, id);
        };
        return version.isNone() ? made : made.withGuard(guard(source));
    }

    private Guard guard(byte[] source) throws MalformedLineException {
        scanner.scan(source, 0, source.length);
        String text = version.read(scanner);
        try {
            long number = Long.parseLong(text);
            if (number >= 0) {
                return new Guard.ExternalVersion(number);
            }
        } catch (NumberFormatException e) {
            // Said below, as of a negative one.
        }
        throw new MalformedLineException("the field '" + version.path() + "', which is to give the version, holds '"
                + text + "'; a version is a whole number from 0 to " + Long.MAX_VALUE);
    }

    private static byte[] updateBody(byte[] source) {
        byte[] body = new byte[DOC.length + source.length + 1];
        System.arraycopy(DOC, 0, body, 0, DOC.length);
        System.arraycopy(source, 0, body, DOC.length, source.length);
        body[body.length - 1] = '}';
        return body;
    }
}
