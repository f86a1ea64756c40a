package dev.leat.app;

import dev.leat.app.command.Commands;
import dev.leat.app.command.Session;
import dev.leat.app.config.GlobalOptions;
import dev.leat.app.terminal.Terminal;
import dev.leat.datastore.Datastore;
import dev.leat.datastore.document.Refresh;
import dev.leat.datastore.mapping.Id;
import dev.leat.datastore.schema.Layout;
import dev.leat.datastore.schema.SchemaMode;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.Json;
import dev.leat.testing.TestElasticsearch;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Collections of rivers for one test, and the command line that administers them in this JVM. */
final class Rivers implements AutoCloseable {

    /** As it was first. */
    record River(@Id String id, String name, int length) {}

    /** With another type of one field, and one field more. */
    record LongRiver(@Id String id, String name, long length, String country) {}

    /** With one field less. */
    record ShortRiver(@Id String id, String name) {}

    private final TestElasticsearch elasticsearch;
    private final Path folder;
    private final List<String> names = new ArrayList<>();

    Rivers(TestElasticsearch elasticsearch, Path folder) {
        this.elasticsearch = elasticsearch;
        this.folder = folder;
    }

    private Datastore datastore() {
        return Datastore.connect(elasticsearch.url().toString(), Credentials.none());
    }

    /** A collection of rivers of its own name. */
    String create(int documents) {
        String name = name();
        try (Datastore datastore = datastore()) {
            var rivers = datastore.register(name, River.class);
            for (int i = 0; i < documents; i++) {
                rivers.save(new River("r" + i, "River " + i, i), Refresh.NOW);
            }
        }
        return name;
    }

    /** A name for an index or a collection, which is removed in the end. */
    String name() {
        String name = elasticsearch.uniqueIndex("rivers");
        names.add(name);
        return name;
    }

    /** A file of schemas of collections as if they were of that class; changes nothing in the cluster. */
    Path schema(Class<?> type, String... collections) throws IOException {
        return schema(Layout.standard(), type, collections);
    }

    Path schema(Layout layout, Class<?> type, String... collections) throws IOException {
        try (Datastore datastore = datastore()) {
            for (String collection : collections) {
                datastore.register(collection, type, layout, SchemaMode.NONE);
            }
            return Files.write(Files.createTempFile(folder, "schema", ".json"), datastore.exportSchema());
        }
    }

    /** What a command left behind. */
    record Result(int status, String out, String err) {
        Result orFail(int expected) {
            if (status != expected) {
                throw new AssertionError("status " + status + " and not " + expected + ": " + out + err);
            }
            return this;
        }

        JsonNode json() {
            return Json.MAPPER.readTree(out);
        }
    }

    /** Runs {@code leat collection} where nobody can be asked. */
    Result run(String... arguments) {
        return run(false, "", arguments);
    }

    /** Runs {@code leat collection} for somebody who answers. */
    Result answering(String answer, String... arguments) {
        return run(true, answer, arguments);
    }

    private Result run(boolean atATerminal, String answer, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)),
                atATerminal,
                false,
                atATerminal);
        Map<String, String> environment =
                Map.of("LEAT_ELASTICSEARCH_URL", elasticsearch.url().toString(), "LEAT_CACHE", folder.toString());
        List<String> line = new ArrayList<>(List.of("collection"));
        line.addAll(List.of(arguments));
        int status = Commands.run(new Session(terminal, new GlobalOptions(), environment), line.toArray(String[]::new));
        return new Result(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** The row of a collection in the list of all. */
    JsonNode listed(String name) {
        for (JsonNode row : run("list", "--json").orFail(0).json().path("collections")) {
            if (row.path("collection").asString().equals(name)) {
                return row;
            }
        }
        throw new AssertionError("no " + name + " in the list");
    }

    /** All indices whose names begin like that. */
    String indices(String name) {
        return String.join(
                ",",
                Json.MAPPER
                        .readTree(elasticsearch
                                .get("/" + name + "*?expand_wildcards=all&filter_path=*.settings.index.uuid")
                                .body())
                        .propertyNames());
    }

    @Override
    public void close() {
        for (String name : names) {
            for (String index : indices(name).split(",", -1)) {
                if (!index.isEmpty()) {
                    elasticsearch.delete("/" + index).orFail();
                }
            }
        }
    }
}
