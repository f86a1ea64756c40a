package dev.leat.sources.networkdrive;

import dev.leat.connect.Configuration;
import dev.leat.connect.ConfigurationField;
import dev.leat.connect.ConfigurationSchema;
import dev.leat.connect.DataSource;
import dev.leat.connect.DataSourceProvider;
import dev.leat.connect.Feature;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Problem;
import dev.leat.sources.extract.TextSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The source {@code network_drive}: folders and files of an SMB share, one document each. */
public final class NetworkDriveSourceProvider implements DataSourceProvider {

    @Override
    public String serviceType() {
        return "network_drive";
    }

    @Override
    public String displayName() {
        return "Network Drive";
    }

    @Override
    public String description() {
        return "Folders and files of a Windows or Samba share, with the text of common formats";
    }

    @Override
    public Set<Feature> features() {
        return Set.of(Feature.BASIC_RULES, Feature.ADVANCED_RULES, Feature.DOCUMENT_LEVEL_SECURITY);
    }

    @Override
    public ConfigurationSchema configurationSchema() {
        List<ConfigurationField> fields = new ArrayList<>(connectorFields());
        fields.add(TextSettings.largeFiles());
        fields.add(ConfigurationField.string("id_format", "Form of ids")
                .oneOf("file_id", "path")
                .withDefault("file_id")
                .advanced()
                .describedAs("file_id: the number that the server gives a file, which survives renaming. path: a"
                        + " fingerprint of the path, for servers without such numbers and drives of several volumes"));
        fields.add(ConfigurationField.integer("retry_count", "Tries")
                .withDefault("3")
                .between(0, 100)
                .advanced()
                .describedAs("How often a request is sent again after the connection was lost"));
        fields.addAll(TextSettings.others());
        return new ConfigurationSchema(fields);
    }

    private static List<ConfigurationField> connectorFields() {
        return List.of(
                ConfigurationField.string("username", "User")
                        .required()
                        .describedAs("Who logs in, as name or DOMAIN\\name; it needs the right to read"),
                ConfigurationField.secret("password", "Password").required().describedAs("The password of the user"),
                ConfigurationField.string("server_ip", "Server")
                        .required()
                        .matching("[^/\\\\:@\\s]+|\\[?[0-9a-fA-F:]+\\]?")
                        .describedAs("The address or the name of the server"),
                ConfigurationField.integer("server_port", "Port")
                        .required()
                        .withDefault("445")
                        .between(1, 65_535)
                        .describedAs("The port on which the server speaks SMB"),
                ConfigurationField.string("drive_path", "Share and folder")
                        .required()
                        .describedAs("The share, and perhaps a folder on it, such as files/reports"),
                ConfigurationField.bool("use_document_level_security", "Document-level security")
                        .required()
                        .withDefault("false")
                        .describedAs("Whether documents carry who may read the file"),
                ConfigurationField.string("drive_type", "Kind of server")
                        .required()
                        .oneOf("windows", "linux")
                        .withDefault("windows")
                        .onlyWhen("use_document_level_security", true)
                        .advanced()
                        .describedAs("Whose server it is; Leat treats both alike and needs identity_mappings for both"),
                ConfigurationField.string("identity_mappings", "Who has which SID")
                        .onlyWhen("use_document_level_security", true)
                        .advanced()
                        .describedAs("A file, beside the service, with a line a user: name;SID;SIDs of its groups with"
                                + " commas between"));
    }

    @Override
    public DataSource open(Configuration configuration) {
        List<Problem> problems = new ArrayList<>();
        ShareFolder folder = ShareFolder.of(configuration.string("drive_path"), problems);
        boolean secured = configuration.isOn("use_document_level_security");
        String mappings = configuration.findString("identity_mappings").orElse("");
        if (secured && mappings.isEmpty()) {
            problems.add(new Problem(
                    "identity_mappings",
                    "is needed with document-level security: no server is asked which user has which SID"));
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        ShareConnection connection = new ShareConnection(
                configuration.string("server_ip"),
                (int) configuration.integer("server_port"),
                configuration.string("username"),
                configuration.secret("password"),
                folder.share(),
                (int) configuration.integer("retry_count"));
        ShareDocuments documents = new ShareDocuments(
                connection,
                folder,
                TextSettings.texts(configuration),
                secured ? new FileAccess(connection) : null,
                ShareDocuments.IdFormat.valueOf(
                        configuration.string("id_format").toUpperCase(Locale.ROOT)));
        return new NetworkDriveSource(connection, folder, documents, secured ? mappings : null);
    }
}
