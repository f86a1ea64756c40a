package dev.leat.elastic.bulk;

import dev.leat.elastic.bulk.Guarding.IfUnchanged;
import java.nio.charset.StandardCharsets;

/** The line before a source in the bulk format: what to do with which document, under which guard. */
final class ActionLine {

    /** How often Elasticsearch itself repeats an unguarded update that another writer got in between of. */
    private static final byte[] RETRY_ON_CONFLICT = ascii(",\"retry_on_conflict\":5");

    private static final byte[] INDEX = start(Action.INDEX);
    private static final byte[] CREATE = start(Action.CREATE);
    private static final byte[] UPDATE = start(Action.UPDATE);
    private static final byte[] DELETE = start(Action.DELETE);
    private static final byte[] ID = ascii("\",\"_id\":\"");
    private static final byte[] ROUTING = ascii(",\"routing\":\"");
    private static final byte[] SEQ_NO = ascii(",\"if_seq_no\":");
    private static final byte[] PRIMARY_TERM = ascii(",\"if_primary_term\":");
    private static final byte[] VERSION = ascii(",\"version\":");
    private static final byte[] EXTERNAL = ascii(",\"version_type\":\"external\"");
    private static final byte[] EXTERNAL_OR_EQUAL = ascii(",\"version_type\":\"external_gte\"");
    private static final byte[] NO_ALIAS = ascii(",\"require_alias\":false");
    private static final byte[] END = ascii("}}\n");

    private ActionLine() {}

    private static byte[] start(Action action) {
        return ascii("{\"" + action.word() + "\":{\"_index\":\"");
    }

    private static byte[] startOf(Action action) {
        return switch (action) {
            case INDEX -> INDEX;
            case CREATE -> CREATE;
            case UPDATE -> UPDATE;
            case DELETE -> DELETE;
        };
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The length of the line for an operation that goes as written. */
    static int length(BulkOperation operation) {
        int length = startOf(operation.action()).length
                + JsonText.length(operation.index())
                + ID.length
                + JsonText.length(operation.id())
                + 1
                + END.length;
        String routing = operation.routing();
        if (routing != null) {
            length += ROUTING.length + JsonText.length(routing) + 1;
        }
        return length
                + switch (operation.guard()) {
                    case Guard.None none -> operation.action() == Action.UPDATE ? RETRY_ON_CONFLICT.length : 0;
                    case Guard.ExternalVersion external ->
                        VERSION.length + digits(external.version()) + EXTERNAL.length;
                    case Guard.ExternalVersionOrEqual external ->
                        VERSION.length + digits(external.version()) + EXTERNAL_OR_EQUAL.length;
                    case Guard.IfSeqNo ifSeqNo ->
                        SEQ_NO.length + digits(ifSeqNo.seqNo()) + PRIMARY_TERM.length + digits(ifSeqNo.primaryTerm());
                };
    }

    private static int digits(long number) {
        int digits = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        return digits;
    }

    /** Appends the line, newline included. */
    static void write(BulkOperation operation, Guarding guarding, Chunks out) {
        switch (guarding) {
            case Guarding.AsWritten asWritten -> {
                writeDocument(startOf(operation.action()), operation.index(), operation, out);
                writeGuard(operation, out);
            }
            case Guarding.IfAbsent ifAbsent -> writeDocument(CREATE, operation.index(), operation, out);
            case IfUnchanged read -> {
                writeDocument(startOf(operation.action()), read.index(), operation, out);
                writeSeqNo(read.seqNo(), read.primaryTerm(), out);
                out.append(NO_ALIAS);
            }
        }
        out.append(END);
    }

    private static void writeDocument(byte[] start, String index, BulkOperation operation, Chunks out) {
        out.append(start);
        out.appendJsonText(index);
        out.append(ID);
        out.appendJsonText(operation.id());
        out.append((byte) '"');
        String routing = operation.routing();
        if (routing != null) {
            out.append(ROUTING);
            out.appendJsonText(routing);
            out.append((byte) '"');
        }
    }

    private static void writeGuard(BulkOperation operation, Chunks out) {
        switch (operation.guard()) {
            case Guard.None none -> {
                if (operation.action() == Action.UPDATE) {
                    out.append(RETRY_ON_CONFLICT);
                }
            }
            case Guard.ExternalVersion external -> {
                out.append(VERSION);
                out.append(external.version());
                out.append(EXTERNAL);
            }
            case Guard.ExternalVersionOrEqual external -> {
                out.append(VERSION);
                out.append(external.version());
                out.append(EXTERNAL_OR_EQUAL);
            }
            case Guard.IfSeqNo ifSeqNo -> writeSeqNo(ifSeqNo.seqNo(), ifSeqNo.primaryTerm(), out);
        }
    }

    private static void writeSeqNo(long seqNo, long primaryTerm, Chunks out) {
        out.append(SEQ_NO);
        out.append(seqNo);
        out.append(PRIMARY_TERM);
        out.append(primaryTerm);
    }
}
