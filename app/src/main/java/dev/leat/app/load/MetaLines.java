package dev.leat.app.load;

import dev.leat.elastic.Json;
import dev.leat.elastic.bulk.BulkOperation;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Lines of {@code scan --with-meta}: id and routing are kept, and the index if that is wanted. */
final class MetaLines implements LineParser {

    private static final byte[] INDEX = "_index".getBytes(StandardCharsets.UTF_8);
    private static final byte[] ID = "_id".getBytes(StandardCharsets.UTF_8);
    private static final byte[] ROUTING = "_routing".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SOURCE = "_source".getBytes(StandardCharsets.UTF_8);

    private final Writing writing;

    MetaLines(Writing writing) {
        this.writing = writing;
    }

    @Override
    public BulkOperation parse(LineReader line, JsonScanner json) throws MalformedLineException {
        if (!LineFormat.isMeta(json)) {
            throw new MalformedLineException("it has not the form {\"_id\",\"_source\"} that the first line has");
        }
        int source = json.find(SOURCE);
        String id = text(json, ID);
        if (id == null || json.firstByte(source) != '{') {
            throw new MalformedLineException("\"_id\" must be a text and \"_source\" an object");
        }
        return writing.of(text(json, INDEX), id, json.copyValue(source)).withRouting(text(json, ROUTING));
    }

    private static @Nullable String text(JsonScanner json, byte[] name) {
        int member = json.find(name);
        return member < 0 || json.firstByte(member) != '"'
                ? null
                : Json.MAPPER.readTree(json.copyValue(member)).asString();
    }
}
