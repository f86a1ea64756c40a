package dev.leat.benchmarks.datastore;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * One process of the benchmark: {@code Fork CONTENDER URL DOCUMENTS OPERATION...}, where DOCUMENTS is a file with an order
 * on each line. Prints {@code result OPERATION nanoseconds bytes processor-nanoseconds} for each operation; {@code prepare}
 * instead stores all documents.
 */
public final class Fork {

    private static final String[] STATUSES = {"open", "packed", "sent", "returned", "closed"};
    private static final int BULK = 500;
    private static final int ROWS = 50;
    private static final int PAGE = Integer.getInteger("leat.benchmark.page", 1_000);

    private final Contender contender;
    private final List<Order> orders;
    private final SplittableRandom random = new SplittableRandom(20_261_121);

    private Fork(Contender contender, List<Order> orders) {
        this.contender = contender;
        this.orders = orders;
    }

    public static void main(String[] arguments) throws IOException {
        List<String> operations = List.of(arguments).subList(3, arguments.length);
        try (Contender contender = contender(arguments[0], arguments[1])) {
            Fork fork = new Fork(contender, read(Path.of(arguments[2])));
            for (String operation : operations) {
                if (operation.equals("prepare")) {
                    fork.prepare();
                } else {
                    Meter.Figures figures = fork.measure(operation);
                    System.out.printf(
                            Locale.ROOT,
                            "result %s %.1f %.1f %.1f%n",
                            operation,
                            figures.nanos(),
                            figures.bytes(),
                            figures.processorNanos());
                }
            }
        }
    }

    private static Contender contender(String name, String url) {
        return switch (name) {
            case "leat" -> new LeatContender(url);
            case "client" -> new ClientContender(url, PAGE);
            default -> throw new IllegalArgumentException("no such contender: " + name);
        };
    }

    private static List<Order> read(Path file) throws IOException {
        JsonMapper json = JsonMapper.builder().build();
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
            return lines.map(line -> json.readValue(line, Order.class)).toList();
        }
    }

    private void prepare() throws IOException {
        for (int from = 0; from < orders.size(); from += BULK) {
            contender.saveAll(orders.subList(from, Math.min(orders.size(), from + BULK)));
        }
    }

    private Meter.Figures measure(String operation) throws IOException {
        return switch (operation) {
            case "get" -> Meter.measure(this::get, 250, 1);
            case "save" -> Meter.measure(() -> contender.save(order()), 150, 1);
            case "bulk" -> Meter.measure(() -> contender.saveAll(some()), 8, BULK);
            case "update" -> Meter.measure(() -> contender.update(order().id(), status()), 150, 1);
            case "search" -> Meter.measure(this::search, 100, 1);
            case "stream" -> Meter.measure(this::stream, 1, orders.size());
            default -> throw new IllegalArgumentException("no such operation: " + operation);
        };
    }

    private Order order() {
        return orders.get(random.nextInt(orders.size()));
    }

    private String status() {
        return STATUSES[random.nextInt(STATUSES.length)];
    }

    private List<Order> some() {
        List<Order> some = new ArrayList<>(BULK);
        int from = random.nextInt(orders.size() - BULK);
        some.addAll(orders.subList(from, from + BULK));
        return some;
    }

    private void get() throws IOException {
        String id = order().id();
        require(contender.get(id).id().equals(id), "another document came");
    }

    private void search() throws IOException {
        require(contender.search(status(), ROWS).size() == ROWS, "a page was not full");
    }

    private void stream() throws IOException {
        require(contender.stream() == orders.size(), "a stream did not bring all documents");
    }

    private static void require(boolean condition, String otherwise) throws IOException {
        if (!condition) {
            throw new IOException(otherwise);
        }
    }
}
