package dev.leat.spark.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What Spark wrote down of an application, and shows its users later. */
record EventLog(String text, List<JsonNode> events) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** A task that ended well, with what it read. */
    record Task(String executor, long records) {}

    EventLog {
        events = List.copyOf(events);
    }

    /** Of the one application that wrote to that folder. */
    static EventLog of(Path history) throws IOException {
        Path file;
        try (Stream<Path> files = Files.list(history)) {
            file = files.filter(found -> !found.getFileName().toString().startsWith("."))
                    .findFirst()
                    .orElseThrow();
        }
        String text = Files.readString(file);
        List<JsonNode> events = new ArrayList<>();
        for (String line : text.lines().toList()) {
            events.add(MAPPER.readTree(line));
        }
        return new EventLog(text, events);
    }

    private Stream<JsonNode> events(String type) {
        return events.stream().filter(event -> event.path("Event").asText().equals("SparkListener" + type));
    }

    /** The tasks of the first stage, which is the one that reads the index. */
    List<Task> readers() {
        return events("TaskEnd")
                .filter(task -> task.path("Stage ID").asInt() == 0)
                .filter(task ->
                        task.path("Task End Reason").path("Reason").asText().equals("Success"))
                .map(task -> new Task(
                        task.path("Task Info").path("Executor ID").asText(),
                        task.path("Task Metrics")
                                .path("Input Metrics")
                                .path("Records Read")
                                .asLong()))
                .toList();
    }

    /** The workers that had an executor, by the address of what they show to people. */
    List<String> workers() {
        return events("ExecutorAdded")
                .map(added -> added.path("Executor Info")
                        .path("Log Urls")
                        .path("stdout")
                        .asText()
                        .replaceFirst("/logPage.*", ""))
                .toList();
    }

    /** Why tasks ended, other than well. */
    List<String> failures() {
        return events("TaskEnd")
                .map(task -> task.path("Task End Reason").path("Reason").asText())
                .filter(reason -> !reason.equals("Success"))
                .toList();
    }

    /** How often a plan was shown. */
    long plans() {
        return events.stream()
                .filter(event -> event.has("physicalPlanDescription"))
                .count();
    }
}
