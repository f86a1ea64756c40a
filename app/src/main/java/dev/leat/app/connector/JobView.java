package dev.leat.app.connector;

import dev.leat.app.terminal.Quantity;
import dev.leat.app.terminal.Summary;
import dev.leat.app.terminal.Table;
import dev.leat.app.terminal.Terminal;
import dev.leat.connect.protocol.SyncJob;
import dev.leat.connect.service.Timeline;
import dev.leat.elastic.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Sync jobs on standard output, as tables or as JSON, the secrets of their connectors hidden. */
public final class JobView {

    private final Terminal terminal;
    private final Summary.Format format;

    public JobView(Terminal terminal, Summary.Format format) {
        this.terminal = terminal;
        this.format = format;
    }

    /** A row for each. */
    public void list(List<SyncJob> jobs) {
        switch (format) {
            case JSON -> {
                ObjectNode all = Json.MAPPER.createObjectNode();
                var array = all.putArray("jobs");
                jobs.forEach(job -> array.add(job.masked().toJson()));
                terminal.out().println(all);
            }
            case TABLE -> printTable(jobs);
        }
    }

    private void printTable(List<SyncJob> jobs) {
        if (jobs.isEmpty()) {
            terminal.note("There are no such jobs; start one with 'leat job start CONNECTOR'.");
            return;
        }
        Table table = new Table(List.of(
                "id", "connector", "type", "trigger", "status", "created", "took", "indexed", "deleted", "error"));
        for (SyncJob job : jobs) {
            table.add(
                    job.id(),
                    job.connectorId(),
                    job.type().wire(),
                    job.triggerMethod().wire(),
                    job.status().wire(),
                    ConnectorView.shown(job.createdAt()),
                    took(job),
                    Quantity.count(job.indexedDocumentCount()),
                    Quantity.count(job.deletedDocumentCount()),
                    ConnectorView.shown(job.error()));
        }
        table.print(terminal.out());
    }

    /** All of one. */
    public void show(SyncJob job) {
        switch (format) {
            case JSON -> terminal.out().println(job.masked().toJson());
            case TABLE -> printAll(job);
        }
    }

    private void printAll(SyncJob job) {
        Table table = new Table(List.of())
                .add("id", job.id())
                .add("connector", job.connectorId())
                .add("index", ConnectorView.shown(job.connector().indexName()))
                .add("type", job.type().wire())
                .add("status", job.status().wire())
                .add("trigger", job.triggerMethod().wire());
        ConnectorView.row(table, "error", job.error());
        ConnectorView.row(table, "worker", job.workerHostname());
        ConnectorView.row(table, "created", job.createdAt());
        ConnectorView.row(table, "started", job.startedAt());
        ConnectorView.row(table, "last seen", job.lastSeen());
        ConnectorView.row(table, "ended", job.completedAt());
        ConnectorView.row(table, "took", took(job));
        table.add("indexed", Quantity.count(job.indexedDocumentCount()))
                .add("deleted", Quantity.count(job.deletedDocumentCount()))
                .add("volume", job.indexedDocumentVolume() + " MiB");
        ConnectorView.row(table, "in the index", job.totalDocumentCount());
        table.print(terminal.out());
        List<Timeline.Entry> timeline = Timeline.of(job);
        if (!timeline.isEmpty()) {
            Table events = new Table(List.of("when", "what happened"));
            timeline.forEach(entry -> events.add(entry.at(), entry.event()));
            terminal.out().println();
            events.print(terminal.out());
        }
    }

    private static String took(SyncJob job) {
        Instant started = job.startedAt();
        Instant completed = job.completedAt();
        return started == null || completed == null ? "" : Quantity.duration(Duration.between(started, completed));
    }
}
