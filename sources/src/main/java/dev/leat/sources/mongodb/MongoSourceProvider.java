package dev.leat.sources.mongodb;

import dev.leat.connect.Configuration;
import dev.leat.connect.ConfigurationField;
import dev.leat.connect.ConfigurationSchema;
import dev.leat.connect.DataSource;
import dev.leat.connect.DataSourceProvider;
import dev.leat.connect.Feature;
import java.util.Set;

/** The source {@code mongodb}: the documents of a collection, with their fields as they are. */
public final class MongoSourceProvider implements DataSourceProvider {

    @Override
    public String serviceType() {
        return "mongodb";
    }

    @Override
    public String displayName() {
        return "MongoDB";
    }

    @Override
    public String description() {
        return "Documents of a MongoDB collection, with all their fields";
    }

    @Override
    public Set<Feature> features() {
        return Set.of(Feature.BASIC_RULES, Feature.ADVANCED_RULES, Feature.INCREMENTAL_SYNC);
    }

    @Override
    public ConfigurationSchema configurationSchema() {
        return ConfigurationSchema.of(
                ConfigurationField.string("host", "Server")
                        .required()
                        .describedAs("The connection string, such as mongodb://db.example.org:27017 or"
                                + " mongodb+srv://cluster.example.org; a host name alone will do"),
                ConfigurationField.string("user", "User")
                        .describedAs("Who logs in; it needs the right to read the database"),
                ConfigurationField.secret("password", "Password").describedAs("The password of the user"),
                ConfigurationField.string("database", "Database")
                        .required()
                        .describedAs("The database that holds the collection"),
                ConfigurationField.string("collection", "Collection")
                        .required()
                        .describedAs("The collection, or the view, that is mirrored"),
                ConfigurationField.bool("direct_connection", "One server only")
                        .required()
                        .withDefault("false")
                        .describedAs("Whether to talk to this server alone, and not to the replica set it belongs to"),
                ConfigurationField.bool("ssl_enabled", "TLS")
                        .required()
                        .withDefault("false")
                        .describedAs("Whether the connection is encrypted"),
                ConfigurationField.string("ssl_ca", "Authority")
                        .onlyWhen("ssl_enabled", true)
                        .describedAs("The certificate, in PEM, that signed the server's; empty for one that every Java"
                                + " trusts"),
                ConfigurationField.bool("tls_insecure", "Trust any server")
                        .required()
                        .withDefault("false")
                        .onlyWhen("ssl_enabled", true)
                        .advanced()
                        .describedAs("Whether the server's certificate and name go unchecked; only for trying out"),
                ConfigurationField.string("datetime_conversion", "Dates out of range")
                        .oneOf("DATETIME", "DATETIME_CLAMP", "DATETIME_AUTO", "DATETIME_MS")
                        .withDefault("DATETIME")
                        .advanced()
                        .describedAs("What becomes of dates before the year 1 and after 9999: the document is refused,"
                                + " the date is moved into the range, or it becomes a number of milliseconds"
                                + " (DATETIME_AUTO); with DATETIME_MS every date does"),
                ConfigurationField.string("id_format", "Form of ids")
                        .oneOf("plain", "typed")
                        .withDefault("plain")
                        .advanced()
                        .describedAs("plain: the _id as text. typed: its type in front, so that the number 1 and the"
                                + " text 1 stay two documents"),
                ConfigurationField.string("keep_id_as", "Name for the field id")
                        .matching("[^_.$][^.]*")
                        .advanced()
                        .describedAs("Under which name a document's own field id is kept: connectors write the id of"
                                + " the document over it"),
                ConfigurationField.string("legacy_uuid", "Old UUIDs")
                        .oneOf("drop", "python", "java", "csharp")
                        .withDefault("drop")
                        .advanced()
                        .describedAs(
                                "Which driver wrote the UUIDs of the old kind (binary, subtype 3): they do not tell;"
                                        + " drop leaves them out"),
                ConfigurationField.integer("max_binary_kb", "Largest binary value (KB)")
                        .withDefault("64")
                        .between(0, 16_384)
                        .advanced()
                        .describedAs("Binary values up to this size are mirrored in base64, larger ones are left out"),
                ConfigurationField.string("cursor_field", "Field of the last change")
                        .matching("[^$].*")
                        .advanced()
                        .describedAs("A field that grows whenever a document changes, such as updatedAt: incremental"
                                + " runs read what is not below the highest value of the last run. It needs an index"),
                ConfigurationField.integer("cursor_overlap", "Overlap")
                        .withDefault("300")
                        .between(0, 1_000_000_000)
                        .advanced()
                        .describedAs("How far below the highest value of the last run an incremental run begins, for"
                                + " writes that arrive late: seconds of times, units of numbers"),
                ConfigurationField.integer("batch_size", "Documents per batch")
                        .withDefault("1000")
                        .between(1, 100_000)
                        .advanced()
                        .describedAs("How many documents are fetched at a time"),
                ConfigurationField.integer("retry_count", "Tries")
                        .withDefault("8")
                        .between(0, 100)
                        .advanced()
                        .describedAs("How often reading goes on after the connection was lost, without any progress"
                                + " between"));
    }

    @Override
    public DataSource open(Configuration configuration) {
        return new MongoSource(MongoSettings.of(configuration), MongoConnection.of(configuration));
    }
}
