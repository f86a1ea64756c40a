package dev.leat.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The API keys that the guide to the connectors service tells people to make, word for word but for the names of the
 * indices: what is tried with them needs no more than the guide says.
 */
public final class ConnectorKeys {

    /** As the tests of a module see it. */
    private static final Path GUIDE = Path.of("../docs/connector-service.md");

    private static final Pattern REQUEST = Pattern.compile("POST /_security/api_key\\R(\\{.*?\\R})\\R", Pattern.DOTALL);

    private static final String INDEX = "\"search-orders\"";
    private static final String IDENTITIES = "\".search-acl-filter-search-orders\"";

    private ConnectorKeys() {}

    /** The request for the key of a service that also writes the content of these indices. */
    public static String ofService(String... indices) {
        return named(request(0), indices);
    }

    /** The request for the key of a service whose connectors have keys of their own. */
    public static String ofServiceAlone() {
        return request(1);
    }

    /** The request for the key of a connector that writes to these indices. */
    public static String ofConnector(String... indices) {
        return named(request(2), indices);
    }

    private static String request(int number) {
        try {
            Matcher requests = REQUEST.matcher(Files.readString(GUIDE));
            for (int i = 0; i <= number; i++) {
                if (!requests.find()) {
                    throw new AssertionError(GUIDE + " shows " + i + " requests for API keys");
                }
            }
            return requests.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException("The guide cannot be read", e);
        }
    }

    private static String named(String request, String... indices) {
        return request.replace(INDEX, quoted(Arrays.stream(indices)))
                .replace(IDENTITIES, quoted(Arrays.stream(indices).map(index -> ".search-acl-filter-" + index)));
    }

    private static String quoted(Stream<String> names) {
        return names.map(name -> "\"" + name + "\"").collect(Collectors.joining(","));
    }
}
