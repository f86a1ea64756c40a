package dev.leat.sources;

import dev.leat.connect.Checkpoint;
import dev.leat.connect.DocumentSink;
import dev.leat.connect.SourceDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** A sink that remembers everything, and in which order. */
public final class RecordingSink implements DocumentSink {
    private final List<SourceDocument> documents = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();
    private final Map<String, String> skipped = new LinkedHashMap<>();
    private final Map<String, Exception> failed = new LinkedHashMap<>();
    private Runnable afterCheckpoint = () -> {};
    private Runnable afterFirst = () -> {};

    /** A checkpoint, and how many documents had been put before it. */
    public record Mark(Checkpoint checkpoint, int documentsBefore) {}

    @Override
    public void put(SourceDocument document) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        documents.add(document);
        if (documents.size() == 1) {
            afterFirst.run();
        }
    }

    @Override
    public void checkpoint(Checkpoint checkpoint) {
        marks.add(new Mark(checkpoint, documents.size()));
        afterCheckpoint.run();
    }

    @Override
    public void skip(String id, String reason) {
        skipped.put(id, reason);
    }

    @Override
    public void failed(String id, Exception reason) {
        failed.put(id, reason);
    }

    public RecordingSink afterCheckpoint(Runnable action) {
        afterCheckpoint = action;
        return this;
    }

    /** Does something as soon as there is a document. */
    public RecordingSink afterFirst(Runnable action) {
        afterFirst = action;
        return this;
    }

    public List<SourceDocument> documents() {
        return documents;
    }

    public List<String> ids() {
        return documents.stream().map(SourceDocument::id).toList();
    }

    public List<Mark> marks() {
        return marks;
    }

    public Map<String, String> skipped() {
        return skipped;
    }

    public Map<String, Exception> failed() {
        return failed;
    }

    /** The one document whose field has this value. */
    public SourceDocument with(String field, Object value) {
        return documents.stream()
                .filter(document -> value.equals(document.fields().get(field)))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no document with " + field + "=" + value));
    }
}
