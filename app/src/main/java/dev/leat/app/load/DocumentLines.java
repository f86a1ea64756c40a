package dev.leat.app.load;

import dev.leat.elastic.bulk.BulkOperation;

/** Lines that are documents. Their ids come from a field, or from the input. */
final class DocumentLines implements LineParser {

    private final String index;
    private final DocumentIds ids;
    private final IdField idField;

    DocumentLines(String index, DocumentIds ids, IdField idField) {
        this.index = index;
        this.ids = ids;
        this.idField = idField;
    }

    @Override
    public BulkOperation parse(LineReader line, JsonScanner json) throws MalformedLineException {
        String id = idField.isNone() ? ids.next(line) : idField.read(json);
        return BulkOperation.index(index, id, line.copy());
    }
}
