package dev.leat.connect.service;

import dev.leat.connect.Configuration;
import dev.leat.connect.DataSource;
import dev.leat.connect.DataSourceProvider;
import dev.leat.connect.protocol.Connector;
import dev.leat.connect.protocol.ConnectorStatus;
import dev.leat.connect.protocol.FilteringDocument;
import dev.leat.connect.protocol.FilteringRules;
import dev.leat.connect.protocol.FilteringRules.Validation;
import dev.leat.connect.protocol.ValidationState;
import dev.leat.elastic.CancelledException;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the scheduler does for one connector, again and again: bring its document up to date, check it, look after its
 * rules, make the jobs that are due. One thread at a time; remembers what it needs from turn to turn.
 */
final class ConnectorTurn {

    private static final Logger LOGGER = LoggerFactory.getLogger(ConnectorTurn.class);

    private final ServiceParts parts;
    private final String id;
    private final @Nullable String servedType;
    private final JobMaker maker;
    private final AtomicReference<@Nullable Deadline> check = new AtomicReference<>();
    private boolean met;

    /** @param servedType the service type that the configuration of the service gives this connector, if it does */
    ConnectorTurn(ServiceParts parts, String id, @Nullable String servedType, Runnable whenJobMade) {
        this.parts = parts;
        this.id = id;
        this.servedType = servedType;
        this.maker = new JobMaker(parts, id, whenJobMade);
    }

    /** Whether a check that was given up still keeps its thread busy. */
    boolean isHanging() {
        Deadline last = check.get();
        return last != null && last.isBusy();
    }

    void run() {
        LogContext.of(id, servedType).run(() -> {
            try {
                takeTurn();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void takeTurn() throws InterruptedException {
        Optional<Connector> found = parts.connectors().find(id).filter(connector -> !connector.isDeleted());
        if (found.isEmpty()) {
            LOGGER.debug("There is no connector '{}' (yet)", id);
            return;
        }
        Connector before = found.get();
        maker.meet(before);
        try {
            lookAfter(before);
        } finally {
            // At the end: whoever dies before leaves it to the next one to see since when runs are missing.
            beat(before);
        }
    }

    private void lookAfter(Connector before) throws InterruptedException {
        String type = before.serviceType() == null ? servedType : before.serviceType();
        DataSourceProvider provider;
        try {
            provider = parts.sources().provider(type);
        } catch (ConfigException e) {
            report(before, type, ErrorText.of(e));
            return;
        }
        Connector connector = prepare(before, provider);
        if (connector.status() == ConnectorStatus.CREATED
                || connector.status() == ConnectorStatus.NEEDS_CONFIGURATION) {
            return;
        }
        String error = checkAndValidate(connector, provider);
        report(connector, provider.serviceType(), error);
        if (error == null) {
            maker.makeDueJobs();
        }
    }

    private Connector prepare(Connector connector, DataSourceProvider provider) {
        Connector prepared = Preparation.prepare(connector, provider);
        if (prepared.equals(connector)) {
            return connector;
        }
        LOGGER.info("The document of connector '{}' is brought up to date with its source", id);
        return parts.connectors().update(id, latest -> Preparation.prepare(latest, provider));
    }

    private void beat(Connector connector) {
        Instant due = parts.clock().instant().minus(parts.settings().pace().heartbeat());
        if (!met || connector.lastSeen() == null || connector.lastSeen().isBefore(due)) {
            parts.connectors().heartbeat(id);
            met = true;
        }
    }

    /** What is wrong; null when nothing is. */
    private @Nullable String checkAndValidate(Connector connector, DataSourceProvider provider)
            throws InterruptedException {
        LogContext context = LogContext.of(id, provider.serviceType());
        AtomicReference<UnaryOperator<String>> told = new AtomicReference<>(UnaryOperator.identity());
        Deadline deadline = Deadline.start(
                "leat-check-" + id,
                () -> context.call(() -> {
                    checkSource(connector, provider, told);
                    return null;
                }));
        check.set(deadline);
        try {
            deadline.await(parts.rhythm().check());
            List<Problem> problems =
                    DueSync.problems(connector, parts.settings().zone());
            return problems.isEmpty() ? null : ErrorText.of(new ConfigException(problems));
        } catch (InterruptedException | CancelledException e) {
            throw e;
        } catch (Exception e) { // A source may be anybody's code, and quote what it was given.
            return told.get().apply(ErrorText.of(e));
        }
    }

    /** @param told is told what may be told of a text */
    private void checkSource(
            Connector connector, DataSourceProvider provider, AtomicReference<UnaryOperator<String>> told)
            throws Exception {
        Configuration configuration = parts.sources().configuration(provider, connector.configuration());
        told.set(configuration::redacted);
        try (DataSource source = parts.sources().open(provider, configuration)) {
            source.ping();
            if (connector.draftRules().state() == ValidationState.EDITED) {
                judgeDraft(connector.draftRules(), source);
            }
        }
    }

    private void judgeDraft(FilteringRules draft, DataSource source) throws Exception {
        Validation validation = RulesCheck.validate(draft, source);
        Connector judged = parts.connectors().update(id, latest -> judged(latest, draft, validation));
        if (judged.draftRules().state() != ValidationState.EDITED) {
            LOGGER.info(
                    "The edited rules of connector '{}' are {}",
                    id,
                    validation.errors().isEmpty()
                            ? "valid and in force"
                            : "not valid: " + RulesCheck.describe(validation));
        }
    }

    /** The connector with what was found about its draft, unless somebody has edited that since. */
    private static Connector judged(Connector latest, FilteringRules draft, Validation validation) {
        FilteringDocument rules = latest.defaultFiltering();
        if (rules == null || !latest.draftRules().equals(draft)) {
            return latest;
        }
        FilteringRules result = draft.withValidation(validation);
        FilteringDocument withDraft = rules.withDraft(result);
        return latest.withDefaultFiltering(
                validation.state() == ValidationState.VALID ? withDraft.withActive(result) : withDraft);
    }

    /** Writes how the connector is, if its document says otherwise. */
    private void report(Connector connector, @Nullable String type, @Nullable String error) {
        ConnectorStatus status = error == null ? ConnectorStatus.CONNECTED : ConnectorStatus.ERROR;
        if (connector.status() != status || !Objects.equals(connector.error(), error)) {
            if (error == null) {
                LOGGER.info("The source of connector '{}' answers", id);
            } else {
                LOGGER.warn("Connector '{}' cannot be synced: {}", id, error);
            }
            parts.connectors().report(id, error);
        }
        parts.board().happened(new ServiceEvent.ConnectorChecked(id, type == null ? "" : type, error));
    }
}
