package dev.leat.app.load;

import dev.leat.elastic.bulk.BulkOperation;

/** Lines that are documents. Their ids come from a field, or from the input. */
final class DocumentLines implements LineParser {

    private final DocumentIds ids;
    private final LineField idField;
    private final Writing writing;

    DocumentLines(DocumentIds ids, LineField idField, Writing writing) {
        this.ids = ids;
        this.idField = idField;
        this.writing = writing;
    }

    @Override
    public BulkOperation parse(LineReader line, JsonScanner json) throws MalformedLineException {
        String id = idField.isNone() ? ids.next(line) : idField.read(json);
        return writing.of(null, id, line.copy());
    }
}
