package dev.leat.app.connector;

import dev.leat.elastic.Json;
import dev.leat.elastic.LeatException;
import dev.leat.elastic.Secret;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Repeat;
import dev.leat.elastic.cluster.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes API keys that can do what the service needs for one connector, and nothing else. Blocks. */
public final class ApiKeys {

    private final Cluster cluster;

    public ApiKeys(Cluster cluster) {
        this.cluster = cluster;
    }

    /** A key that was made: its id, and what a client sends. */
    public record ApiKey(String id, Secret encoded) {}

    /** The request for a key of a connector that writes to this index. */
    public static ObjectNode body(String index) {
        ObjectNode body = Json.MAPPER.createObjectNode().put("name", index + "-connector");
        ObjectNode role = body.putObject("role_descriptors").putObject(index + "-connector-role");
        role.putArray("cluster").add("monitor");
        ArrayNode rights = role.putArray("indices");
        grant(rights, List.of(".elastic-connectors*"), List.of("read", "write", "manage"));
        grant(rights, List.of(index, ".search-acl-filter-" + index), List.of("read", "write", "manage"));
        grant(rights, List.of("leat-dead-letters"), List.of("create_index", "index", "view_index_metadata"));
        body.putObject("metadata").put("created_by", "leat");
        return body;
    }

    private static void grant(ArrayNode rights, List<String> names, List<String> privileges) {
        ObjectNode right = rights.addObject();
        names.forEach(right.putArray("names")::add);
        privileges.forEach(right.putArray("privileges")::add);
    }

    /**
     * Makes a key and keeps it in a file of its own, which only its owner can read. A request whose answer was lost is not
     * sent again: it may have left a key that nobody knows the secret of.
     */
    public ApiKey create(String index, Path file) {
        reserve(file);
        try {
            JsonNode answer = cluster.perform(Request.of("POST", "/_security/api_key", Repeat.ONCE)
                            .withJson(body(index).toString()))
                    .json();
            ApiKey key = new ApiKey(
                    answer.path("id").asString(),
                    new Secret(answer.path("encoded").asString()));
            write(file, key);
            return key;
        } catch (LeatException e) {
            remove(file);
            throw e;
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the empty file for the API key cannot be removed", e);
        }
    }

    /** Makes the file that will hold a key: before the key, so that none is made that cannot be kept. */
    static void reserve(Path file) {
        try {
            boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
            if (posix) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } else {
                Files.createFile(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the file for the API key cannot be made", e);
        }
    }

    /** Writes a key to the file that was reserved for it. */
    private static void write(Path file, ApiKey key) {
        try {
            Files.write(
                    file,
                    (key.encoded().reveal() + "\n").getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("the API key cannot be written", e);
        }
    }
}
