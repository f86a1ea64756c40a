package dev.leat.app.load;

import dev.leat.elastic.bulk.BulkOperation;
import java.io.IOException;

/** Turns lines into operations; one kind for each {@link LineFormat}. */
interface LineParser {

    /**
     * The operation of the current line. May take further lines from the reader.
     *
     * @param json the scanned current line
     */
    BulkOperation parse(LineReader line, JsonScanner json) throws MalformedLineException, IOException;
}
