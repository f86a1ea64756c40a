package dev.leat.sources.sql;

import dev.leat.connect.Configuration;
import dev.leat.connect.ConfigurationField;
import dev.leat.connect.ConfigurationSchema;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Problem;
import dev.leat.sources.tls.Pem;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The settings that database servers have in common. */
public final class SqlFields {
    private static final String ID_FORMAT = "id_format";
    private static final String JSON_AS = "json_as";
    private static final String WITHOUT_PRIMARY_KEY = "without_primary_key";
    private static final String CURSOR_COLUMN = "cursor_column";
    private static final String CURSOR_OVERLAP = "cursor_overlap";
    private static final String READERS = "readers_per_table";
    private static final String READ_TIMEOUT = "read_timeout";
    private static final String MAX_BINARY = "max_binary_kb";

    private SqlFields() {}

    public static ConfigurationField host() {
        return ConfigurationField.string("host", "Server")
                .required()
                .describedAs("Name or address of the machine that the database server runs on");
    }

    public static ConfigurationField port(String usual) {
        return ConfigurationField.integer("port", "Port")
                .required()
                .between(1, 65_535)
                .describedAs("Port that the server listens on, usually " + usual);
    }

    /** Who reads; the protocol has another key for it in each source. */
    public static ConfigurationField user(String key) {
        return ConfigurationField.string(key, "User")
                .required()
                .describedAs("User who may read the tables; more rights are not needed");
    }

    public static ConfigurationField database() {
        return ConfigurationField.string("database", "Database").required().describedAs("Name of the database");
    }

    public static ConfigurationField password() {
        return ConfigurationField.secret("password", "Password").required().describedAs("Password of that user");
    }

    public static ConfigurationField tables() {
        return ConfigurationField.list("tables", "Tables")
                .required()
                .withDefault("*")
                .multiline()
                .describedAs(
                        "Names of tables, separated by commas; * stands for every table with a primary key. Views are"
                                + " mirrored when they are named. Advanced rules take the place of this");
    }

    public static ConfigurationField fetchSize(String rows) {
        return ConfigurationField.integer("fetch_size", "Rows at a time")
                .withDefault(rows)
                .between(1, 100_000)
                .advanced()
                .describedAs("How many rows the server hands over at a time");
    }

    public static ConfigurationField retryCount() {
        return ConfigurationField.integer("retry_count", "Retries")
                .withDefault("3")
                .between(0, 100)
                .advanced()
                .describedAs("How often a page of rows is asked for again when the connection is lost, after 1, 2, 4…"
                        + " seconds, at most 30");
    }

    public static ConfigurationField tlsEnabled(String otherwise) {
        return ConfigurationField.bool("ssl_enabled", "Verify the server by TLS")
                .required()
                .withDefault("false")
                .describedAs(
                        "When on, the connection is encrypted and the server must prove who it is; when off, it is "
                                + otherwise);
    }

    public static ConfigurationField tlsAuthority() {
        return ConfigurationField.string("ssl_ca", "Certificate authority")
                .onlyWhen("ssl_enabled", true)
                .required()
                .describedAs("Certificates in PEM form that vouch for the server, as text; line feeds may have become"
                        + " blanks");
    }

    /** These fields, and our own behind them. */
    public static ConfigurationSchema schema(ConfigurationField... fields) {
        return new ConfigurationSchema(
                Stream.concat(Stream.of(fields), own().stream()).toList());
    }

    private static List<ConfigurationField> own() {
        return List.of(
                ConfigurationField.string(ID_FORMAT, "Form of ids")
                        .withDefault("joined")
                        .oneOf("joined", "escaped")
                        .advanced()
                        .describedAs("joined: as Elastic's connectors make them; keys of several texts may meet then."
                                + " escaped: never ambiguous, for new indices"),
                ConfigurationField.string(JSON_AS, "JSON columns")
                        .withDefault("text")
                        .oneOf("text", "object")
                        .advanced()
                        .describedAs("Whether JSON in a column becomes a text or an object with fields"),
                ConfigurationField.string(WITHOUT_PRIMARY_KEY, "Tables without primary key")
                        .withDefault("skip")
                        .oneOf("skip", "unique_index")
                        .advanced()
                        .describedAs("skip: left out with a warning. unique_index: a unique index over columns that are"
                                + " never null makes the ids"),
                ConfigurationField.string(CURSOR_COLUMN, "Column that grows")
                        .advanced()
                        .describedAs(
                                "A column that every insert and update raises, such as updated_at: incremental syncs"
                                        + " read the rows that are newer. Rows that are deleted are noticed by full syncs only"),
                ConfigurationField.integer(CURSOR_OVERLAP, "Overlap")
                        .withDefault("300")
                        .between(0, 1_000_000_000)
                        .advanced()
                        .describedAs("How far behind the newest row an incremental sync begins, for transactions that"
                                + " commit late: seconds for times, units for numbers"),
                ConfigurationField.integer(READERS, "Connections per table")
                        .withDefault("1")
                        .between(1, 8)
                        .advanced()
                        .describedAs("How many connections read one big table at the same time"),
                ConfigurationField.integer(READ_TIMEOUT, "Patience")
                        .withDefault("600")
                        .between(1, 86_400)
                        .advanced()
                        .describedAs("Seconds that the server may be silent before the connection counts as lost"),
                ConfigurationField.integer(MAX_BINARY, "Largest binary value (KB)")
                        .withDefault("1024")
                        .between(0, 100_000)
                        .advanced()
                        .describedAs("Binary values up to this size are mirrored in base64, larger ones are left out"));
    }

    /**
     * Where the server is.
     *
     * @param user the key of the user's name
     */
    public static ServerSettings server(Configuration configuration, String user) {
        return new ServerSettings(
                host(configuration),
                (int) configuration.integer("port"),
                configuration.string(user),
                configuration.secret("password"),
                configuration.string("database"),
                authority(configuration),
                (int) configuration.integer(READ_TIMEOUT),
                readers(configuration),
                forms(configuration));
    }

    private static SqlForms forms(Configuration configuration) {
        return new SqlForms(
                SqlForms.Ids.valueOf(upper(configuration, ID_FORMAT)),
                SqlForms.Json.valueOf(upper(configuration, JSON_AS)),
                SqlForms.Keyless.valueOf(upper(configuration, WITHOUT_PRIMARY_KEY)));
    }

    public static ServerSource.Follow follow(Configuration configuration) {
        return new ServerSource.Follow(
                configuration.findString(CURSOR_COLUMN).orElse(null), configuration.integer(CURSOR_OVERLAP));
    }

    /**
     * How tables are read.
     *
     * @param pageRows rows of a page at least
     * @param fetchRows rows that are in memory at a time at most, for rows can be of any size
     */
    public static SqlSettings settings(Configuration configuration, int pageRows, int fetchRows) {
        int wanted = (int) configuration.integer("fetch_size");
        return new SqlSettings(
                configuration.list("tables"),
                Math.max(pageRows, wanted),
                Math.min(fetchRows, wanted),
                configuration.integer(MAX_BINARY) << 10,
                readers(configuration),
                (int) configuration.integer("retry_count"));
    }

    private static int readers(Configuration configuration) {
        return (int) configuration.integer(READERS);
    }

    /** The name of a machine, which must not smuggle anything else into an address. */
    private static String host(Configuration configuration) {
        String host = configuration.string("host").strip();
        if (!host.matches("[A-Za-z0-9._\\-]+|\\[?[0-9A-Fa-f:.]+(%[A-Za-z0-9]+)?]?")) {
            throw new ConfigException(List.of(new Problem(
                    "host", "must be the name or address of a machine, without port or path, but is '" + host + "'")));
        }
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    /** The certificates, or null when the server need not prove who it is. */
    private static @Nullable String authority(Configuration configuration) {
        if (!configuration.isOn("ssl_enabled")) {
            return null;
        }
        try {
            return Pem.restored(configuration.string("ssl_ca"));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(List.of(new Problem("ssl_ca", String.valueOf(e.getMessage()))));
        }
    }

    private static String upper(Configuration configuration, String key) {
        return configuration.string(key).toUpperCase(Locale.ROOT);
    }
}
