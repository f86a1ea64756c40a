package dev.leat.app.load;

import dev.leat.elastic.DeadLetter;
import dev.leat.elastic.RejectedException;
import dev.leat.elastic.bulk.BulkOperation;

/** Lines that an earlier load has kept as rejected: each is tried again as what it was. */
final class LetterLines implements LineParser {

    private final Destination destination;
    private final JsonScanner sourceScanner = new JsonScanner();

    LetterLines(Destination destination) {
        this.destination = destination;
    }

    @Override
    public BulkOperation parse(LineReader line, JsonScanner json) throws MalformedLineException {
        if (!LineFormat.isLetter(json)) {
            throw new MalformedLineException("it is no dead letter, as the first line is");
        }
        DeadLetter letter;
        try {
            letter = DeadLetter.parse(line.copy());
        } catch (RejectedException e) {
            throw new MalformedLineException(e.getMessage());
        }
        byte[] source = letter.source();
        String index = destination.indexFor(letter.index());
        if (letter.operation().equals("delete")) {
            return BulkOperation.delete(index, letter.id()).withRouting(letter.routing());
        }
        if (source == null) {
            throw new MalformedLineException("the dead letter has no source");
        }
        sourceScanner.scan(source, 0, source.length);
        BulkOperation operation = switch (letter.operation()) {
            case "index" -> BulkOperation.index(index, letter.id(), source);
            case "create" -> BulkOperation.create(index, letter.id(), source);
            case "update" -> BulkOperation.update(index, letter.id(), source);
            default -> throw new MalformedLineException("the dead letter's \"op\" is unknown");
        };
        return operation.withRouting(letter.routing());
    }
}
