package dev.leat.cassandra.index;

import dev.leat.cassandra.sync.Content;
import dev.leat.cassandra.sync.DocState;
import dev.leat.cassandra.sync.NewFields;
import dev.leat.cassandra.sync.RowKey;
import dev.leat.cassandra.type.Column;
import dev.leat.cassandra.type.FieldType;
import dev.leat.cassandra.type.KeyText;
import dev.leat.cassandra.type.TableShape;
import dev.leat.cassandra.type.UnmappableException;
import dev.leat.elastic.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * How a row looks as a document: a field for every column that has a value, those of the key included, and whatever else
 * the document has, as it stands. Thread-safe.
 */
final class DocumentForm {

    /** Of a column that is added; longer ones are data that somebody took for a name. */
    private static final int LONGEST_NAME = 200;

    private static final int USUAL_LENGTH = 512;

    private final TableShape shape;
    private final KeyText keys;
    private final @Nullable EditTimes editTimes;
    private final @Nullable String sourceId;
    private final NewFields newFields;
    private final @Nullable Column fieldsColumn;
    private final Map<String, Column> columns = new HashMap<>();
    /** The names of the columns as a document has them, with their colons. */
    private final Map<String, String> names = new HashMap<>();

    DocumentForm(TableShape shape, IndexSettings settings) {
        this.shape = shape;
        this.keys = new KeyText(shape);
        String version = settings.versionColumn();
        this.editTimes = version == null ? null : EditTimes.of(shape, version, settings.versionUnit());
        String source = settings.sourceId();
        this.newFields = settings.newFields();
        this.sourceId = source == null ? null : Json.MAPPER.writeValueAsString(source);
        this.fieldsColumn = shape.findFields().orElse(null);
        shape.ownColumns().forEach(column -> {
            columns.put(column.name(), column);
            names.put(column.name(), Json.MAPPER.writeValueAsString(column.name()) + ":");
        });
    }

    /** The fields of a source: name to their JSON as it stands. */
    private static Map<String, String> fields(byte[] source) {
        Map<String, String> fields = new LinkedHashMap<>();
        try (JsonParser parser = Json.MAPPER.createParser(source)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new UnmappableException("the index does not keep the source of documents (_source)");
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                int start = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                // The parser leaves a string for later until it is asked for.
                parser.finishToken();
                int end = (int) parser.currentLocation().getByteOffset();
                fields.put(name, new String(source, start, end - start, StandardCharsets.UTF_8));
            }
            return fields;
        } catch (JacksonException e) {
            throw new UnmappableException("the document is not plain JSON: " + e.getOriginalMessage());
        }
    }

    /** What was read of a document that is there. */
    DocState state(RowKey key, StoredDocument document) {
        try {
            if (!KeyText.id(key.values()).equals(key.id())) {
                throw new UnmappableException(
                        "the document's id is a hash of its key, and the key's columns are not in its fields");
            }
            Map<String, String> fields = fields(document.source());
            Content content = content(fields);
            return new DocState.Present(
                    content,
                    ownFields(fields),
                    document.version(),
                    editTimes == null ? null : editTimes.of(content, keys.texts(key.values())),
                    isOfTableSource(fields));
        } catch (UnmappableException e) {
            return new DocState.Unreadable(e.getMessage());
        }
    }

    /**
     * The fields of a document that want a column, with its type in CQL; none unless columns are to be added. What can have
     * no column makes the document one that cannot be mapped.
     */
    Map<String, String> wanted(StoredDocument document) {
        if (newFields != NewFields.ADD_COLUMN) {
            return Map.of();
        }
        try {
            Map<String, String> fields = fields(document.source());
            return isOfTableSource(fields) ? Map.of() : wanted(fields);
        } catch (UnmappableException e) {
            return Map.of();
        }
    }

    private Map<String, String> wanted(Map<String, String> fields) {
        Map<String, String> wanted = new HashMap<>();
        fields.forEach((name, value) -> {
            if (isNew(name)) {
                if (name.isBlank() || name.length() > LONGEST_NAME) {
                    throw new UnmappableException("a field has a name that no column can have");
                }
                try {
                    FieldType.of(value).ifPresent(type -> wanted.put(name, type));
                } catch (UnmappableException e) {
                    throw new UnmappableException("the field " + name + ": " + e.getMessage());
                }
            }
        });
        return wanted;
    }

    private boolean isOfTableSource(Map<String, String> fields) {
        return sourceId != null && sourceId.equals(fields.get("source"));
    }

    private boolean isNew(String field) {
        return !columns.containsKey(field) && !(sourceId != null && field.equals("source"));
    }

    private void requireKnown(Map<String, String> fields) {
        switch (newFields) {
            case IGNORE, EXTRA_MAP -> {}
            case ADD_COLUMN -> wanted(fields);
            case DEAD_LETTER ->
                fields.keySet().stream().filter(this::isNew).findFirst().ifPresent(name -> {
                    throw new UnmappableException("the field " + name + " is in no column of the table");
                });
        }
    }

    private Content content(Map<String, String> fields) {
        requireKnown(fields);
        Map<String, String> values = new HashMap<>();
        for (Column column : shape.values()) {
            String field = column.equals(fieldsColumn) ? newFields(fields) : fields.get(column.name());
            try {
                String text = field == null ? null : column.type().canonical(field);
                if (text != null) {
                    values.put(column.name(), text);
                }
            } catch (UnmappableException e) {
                throw new UnmappableException("the field " + column.name() + ": " + e.getMessage());
            }
        }
        return Content.of(values);
    }

    /** The fields that go into the column for them, as one object. */
    private String newFields(Map<String, String> fields) {
        StringBuilder inner = new StringBuilder();
        fields.forEach((name, value) -> {
            if (isNew(name)) {
                append(inner, name, value);
            }
        });
        return "{" + withoutLastComma(inner) + "}";
    }

    /** The fields that are in no column, as the inside of a JSON object; empty when there are none. */
    private String ownFields(Map<String, String> fields) {
        StringBuilder own = new StringBuilder();
        fields.forEach((name, value) -> {
            if (!columns.containsKey(name) && (fieldsColumn == null || !isNew(name))) {
                // A line break is white space here: inside a string JSON has it escaped.
                append(own, name, value.replace('\n', ' ').replace('\r', ' '));
            }
        });
        return withoutLastComma(own);
    }

    /**
     * The source of a document, on one line.
     *
     * @param ownFields as {@link DocState.Present#ownFields} has them
     * @throws UnmappableException if the key is none of the table
     */
    byte[] source(RowKey key, Content content, String ownFields) {
        StringBuilder source = new StringBuilder(USUAL_LENGTH).append('{');
        List<String> texts = keys.texts(key.values());
        for (int i = 0; i < texts.size(); i++) {
            append(source, shape.key().get(i).name(), texts.get(i));
        }
        content.values().forEach((name, value) -> {
            if (fieldsColumn == null || !fieldsColumn.name().equals(name)) {
                append(source, name, value);
            } else if (value.length() > 2) {
                source.append(value, 1, value.length() - 1).append(',');
            }
        });
        if (!ownFields.isEmpty()) {
            source.append(ownFields).append(',');
        }
        // Every field has a comma behind it, and so has the last.
        source.setCharAt(source.length() - 1, '}');
        return source.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String withoutLastComma(StringBuilder fields) {
        return fields.isEmpty() ? "" : fields.substring(0, fields.length() - 1);
    }

    /** Appends a field with a comma behind it. */
    private void append(StringBuilder fields, String name, String value) {
        String known = names.get(name);
        fields.append(known == null ? Json.MAPPER.writeValueAsString(name) + ":" : known)
                .append(value)
                .append(',');
    }

    /** The key of a document; of one whose fields do not tell it, the id stands in for the values. */
    RowKey key(StoredDocument document) {
        if (!KeyText.isHashed(document.id())) {
            return RowKey.of(document.id());
        }
        try {
            Map<String, String> fields = fields(document.source());
            List<@Nullable ByteBuffer> values = new ArrayList<>();
            for (Column column : shape.key()) {
                String field = fields.get(column.name());
                values.add(field == null ? null : column.type().bytes(field));
            }
            String text = keys.text(values);
            if (KeyText.id(text).equals(document.id())) {
                return new RowKey(document.id(), text);
            }
        } catch (UnmappableException e) {
            return RowKey.of(document.id());
        }
        return RowKey.of(document.id());
    }
}
