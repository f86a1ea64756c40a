package dev.leat.app.command;

import dev.leat.app.connector.ApiKeys;
import dev.leat.app.connector.ApiKeys.ApiKey;
import dev.leat.app.connector.ConnectorView;
import dev.leat.app.connector.Draft;
import dev.leat.app.connector.DraftFile;
import dev.leat.app.connector.DraftForm;
import dev.leat.app.terminal.ExitCode;
import dev.leat.app.terminal.Questions;
import dev.leat.app.terminal.Summary;
import dev.leat.connect.DataSourceCatalog;
import dev.leat.connect.DataSourceProvider;
import dev.leat.connect.FieldType;
import dev.leat.connect.Form;
import dev.leat.connect.SecretReferences;
import dev.leat.connect.protocol.Connector;
import dev.leat.connect.protocol.JobType;
import dev.leat.connect.protocol.NewConnector;
import dev.leat.connect.protocol.Protocol;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.cluster.Cluster;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code leat connector create}. */
@Command(
        name = "create",
        customSynopsis =
                "leat connector create [--from-file FILE] [--set KEY=VALUE]… [--schedule TYPE=CRON]… [OPTIONS]",
        description = "Makes a connector from a file, and asks on a terminal for what is not in it.",
        footer = {
            "",
            "Examples:",
            "  leat connector create --type sqlite --index shop",
            "  leat connector create --from-file shop.yml --new-api-key shop.key",
            "  leat connector create --from-file shop.yml --schedule 'full=0 0 2 * * ?'   # every night at two",
            "",
            "The file is YAML or JSON:",
            "  service_type: sqlite",
            "  index_name: shop",
            "  configuration: {database: /srv/shop.db}",
            "  scheduling: {full: '0 0 * * * ?'}",
            "",
            "and may have id, name and description. A secret may stand there as $${env:NAME} or $${file:PATH}: it is",
            "looked up where the connector runs, each time. Else it is stored in the cluster in clear, for whoever can",
            "read the connectors. Secrets are no options, and are hidden in what is printed."
        })
final class ConnectorCreate implements Callable<Integer> {

    private final Session session;

    @Option(names = "--from-file", paramLabel = "FILE", description = "what to make; asked for is the rest")
    private @Nullable Path file;

    @Option(names = "--id", paramLabel = "ID", description = "its id (default: a random one)")
    private @Nullable String id;

    @Option(names = "--name", paramLabel = "NAME", description = "what people call it")
    private @Nullable String name;

    @Option(names = "--type", paramLabel = "TYPE", description = "kind of source, such as dir or sqlite")
    private @Nullable String type;

    @Option(names = "--index", paramLabel = "INDEX", description = "index to write to; made by the first sync")
    private @Nullable String index;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "a setting of the source, of any kind but secret; once or more")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--schedule",
            paramLabel = "TYPE=CRON",
            description = "when to sync: full, incremental or access_control, and a Quartz expression; once or more")
    private Map<String, String> schedules = new LinkedHashMap<>();

    @Option(names = "--expert", description = "ask for the settings for experts as well")
    private boolean expert;

    @Option(
            names = "--new-api-key",
            paramLabel = "FILE",
            description = "make an API key that can do what this connector needs and no more, and write it to FILE")
    private @Nullable Path newApiKey;

    @Option(names = "--dry-run", description = "write nothing; print what would be written")
    private boolean dryRun;

    ConnectorCreate(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        NewConnector connector = connector();
        if (dryRun) {
            return show(connector.document(Instant.now()), "would be written");
        }
        try (Cluster cluster = session.connect()) {
            Protocol protocol = Protocol.open(cluster, Clock.systemUTC());
            protocol.connectors().requireCreatable(connector);
            ApiKey key = newApiKey == null ? null : apiKey(cluster, connector, newApiKey);
            Connector made = protocol.connectors().create(key == null ? connector : connector.withApiKeyId(key.id()));
            return show(made, "was made");
        }
    }

    private NewConnector connector() {
        Draft draft = file == null ? Draft.empty() : DraftFile.read(file);
        draft = draft.overriddenBy(new Draft(id, name, type, index, null, Map.copyOf(settings), parse(schedules)));
        DataSourceCatalog catalog = session.catalog();
        Questions questions = new Questions(session.terminal());
        if (!questions.arePossible()) {
            String kind = draft.serviceType();
            if (kind == null) {
                throw new ConfigException(
                        "service_type", "is missing; give --type or --from-file, or run this on a terminal");
            }
            DataSourceProvider provider = catalog.require(kind);
            refuseSecrets(provider);
            return draft.checked(provider);
        }
        DraftForm form = new DraftForm(questions, expert ? Form.Audience.EXPERTS : Form.Audience.EVERYBODY);
        Draft placed = form.askForPlace(draft, catalog);
        DataSourceProvider provider = catalog.require(String.valueOf(placed.serviceType()));
        refuseSecrets(provider);
        return form.askForSchedule(form.askForSettings(placed, provider)).checked(provider);
    }

    private static Map<JobType, String> parse(Map<String, String> schedules) {
        Map<JobType, String> parsed = new EnumMap<>(JobType.class);
        schedules.forEach((word, expression) -> {
            JobType jobType = JobType.of(word);
            if (jobType == JobType.UNKNOWN) {
                throw new ConfigException(
                        "--schedule",
                        "there is no sync '%s'; write full, incremental or access_control, as in 'full=0 0 2 * * ?'"
                                .formatted(word));
            }
            parsed.put(jobType, expression);
        });
        return parsed;
    }

    /** Options are seen by whoever lists processes. */
    private void refuseSecrets(DataSourceProvider provider) {
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            boolean secret = provider.configurationSchema()
                    .find(setting.getKey())
                    .filter(field -> field.type() == FieldType.SECRET)
                    .isPresent();
            if (secret && !SecretReferences.isReference(setting.getValue())) {
                throw new ConfigException(
                        setting.getKey(),
                        "is a secret and no option; refer to it with ${env:NAME} or ${file:PATH}, put it into the"
                                + " file, or run this on a terminal");
            }
        }
    }

    private static ApiKey apiKey(Cluster cluster, NewConnector connector, Path file) {
        if (cluster.settings().credentials() instanceof Credentials.ApiKey) {
            throw new ConfigException(
                    "--new-api-key",
                    "whoever comes with an API key gets none that has rights; come with --username and"
                            + " --password-file");
        }
        return new ApiKeys(cluster).create(String.valueOf(connector.indexName()), file);
    }

    private int show(Connector connector, String what) {
        if (session.format() == Summary.Format.TABLE) {
            session.terminal().note("Connector " + connector.id() + " " + what + ":");
        }
        new ConnectorView(session.terminal(), session.format()).show(connector);
        return ExitCode.DONE.number();
    }
}
