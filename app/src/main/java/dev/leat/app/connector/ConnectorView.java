package dev.leat.app.connector;

import dev.leat.app.terminal.Quantity;
import dev.leat.app.terminal.Summary;
import dev.leat.app.terminal.Table;
import dev.leat.app.terminal.Terminal;
import dev.leat.connect.protocol.Connector;
import dev.leat.connect.protocol.JobStatus;
import dev.leat.connect.protocol.JobType;
import dev.leat.connect.protocol.Schedule;
import dev.leat.elastic.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Connectors on standard output, as tables or as JSON, their secrets hidden. */
public final class ConnectorView {

    private final Terminal terminal;
    private final Summary.Format format;

    public ConnectorView(Terminal terminal, Summary.Format format) {
        this.terminal = terminal;
        this.format = format;
    }

    /** A row for each. */
    public void list(List<Connector> connectors) {
        switch (format) {
            case JSON -> {
                ObjectNode all = Json.MAPPER.createObjectNode();
                var array = all.putArray("connectors");
                connectors.forEach(connector -> array.add(connector.masked().toJson()));
                terminal.out().println(all);
            }
            case TABLE -> printTable(connectors);
        }
    }

    private void printTable(List<Connector> connectors) {
        if (connectors.isEmpty()) {
            terminal.note("There are no connectors in this cluster; make one with 'leat connector create'.");
            return;
        }
        Table table = new Table(List.of("id", "name", "type", "index", "status", "last sync", "at", "indexed"));
        for (Connector connector : connectors) {
            JobStatus last = connector.lastSyncStatus();
            Long indexed = connector.lastIndexedDocumentCount();
            table.add(
                    connector.id(),
                    connector.displayName(),
                    shown(connector.serviceType()),
                    shown(connector.indexName()),
                    connector.status().wire(),
                    last == null ? "" : last.wire(),
                    shown(connector.lastSynced()),
                    indexed == null ? "" : Quantity.count(indexed));
        }
        table.print(terminal.out());
    }

    /** All of one. */
    public void show(Connector connector) {
        Connector masked = connector.masked();
        switch (format) {
            case JSON -> terminal.out().println(masked.toJson());
            case TABLE -> printAll(masked);
        }
    }

    private void printAll(Connector connector) {
        Table table = new Table(List.of())
                .add("id", connector.id())
                .add("name", shown(connector.name()))
                .add("type", shown(connector.serviceType()))
                .add("index", shown(connector.indexName()))
                .add("status", connector.status().wire());
        row(table, "error", connector.error());
        row(table, "last seen", connector.lastSeen());
        row(table, "last sync", connector.lastSyncStatus());
        row(table, "last synced", connector.lastSynced());
        row(table, "last indexed", connector.lastIndexedDocumentCount());
        row(table, "last deleted", connector.lastDeletedDocumentCount());
        row(table, "schedules", schedules(connector));
        row(table, "rules", connector.activeRules().rules().size());
        connector.configuration().forEach((key, entry) -> row(table, "  " + key, value(entry)));
        table.print(terminal.out());
    }

    private static String schedules(Connector connector) {
        return Stream.of(JobType.FULL, JobType.INCREMENTAL, JobType.ACCESS_CONTROL)
                .filter(type -> connector.schedule(type).enabled())
                .map(type -> type.wire() + " " + interval(connector.schedule(type)))
                .collect(Collectors.joining(", "));
    }

    private static String interval(Schedule schedule) {
        return "'" + schedule.interval() + "'";
    }

    private static @Nullable Object value(Object entry) {
        return entry instanceof Map<?, ?> properties ? properties.get("value") : entry;
    }

    static void row(Table table, String name, @Nullable Object value) {
        String text = shown(value);
        if (!text.isEmpty()) {
            table.add(name, text);
        }
    }

    /** As people read it: one line, nothing for nothing. */
    static String shown(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Instant moment -> moment.truncatedTo(ChronoUnit.SECONDS).toString();
            case JobStatus status -> status.wire();
            case Number number -> Quantity.count(number.longValue());
            default -> value.toString().replaceAll("[\\s\\p{Cntrl}]+", " ");
        };
    }
}
