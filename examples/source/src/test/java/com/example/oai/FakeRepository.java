package com.example.oai;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A repository in memory that behaves as the protocol says, on a free port of this machine. Its clock moves by a second
 * with each change, so that what it answers is the same in every run. Thread-safe.
 */
public final class FakeRepository implements Closeable {

    private static final int PAGE = 3;

    private final HttpServer server;
    private final Map<String, Entry> entries = new TreeMap<>();
    private final Set<String> sets = new TreeSet<>();
    private Instant clock = Instant.parse("2026-01-31T23:59:50Z");
    private String login = "";
    private boolean spoiled;
    private boolean forgetful;
    private int busy;

    private record Entry(String id, Instant changed, String text, List<String> sets, boolean deleted) {}

    public FakeRepository() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/oai", this::answer);
        server.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/oai");
    }

    /** Adds or changes a record: its title, what Dublin Core calls its rights, and its sets, separated by commas. */
    public synchronized void put(String id, String title, String rights, String inSets) {
        clock = clock.plusSeconds(1);
        List<String> all = List.of(inSets.split(","));
        for (String set : all) {
            sets.add(set);
            sets.add(set.split(":")[0]);
        }
        String text = "<dc:title>" + title + "</dc:title><dc:rights>" + rights + "</dc:rights>" + "<dc:date>"
                + clock.toString().substring(0, 10) + "</dc:date><dc:date>about 1850</dc:date>";
        entries.put(id, new Entry(id, clock, text, all, false));
    }

    public synchronized void delete(String id) {
        clock = clock.plusSeconds(1);
        entries.put(id, new Entry(id, clock, "", entries.get(id).sets(), true));
    }

    public synchronized void requireLogin(String user, String password) {
        login = "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** From now on, no list can be read to its end. */
    public synchronized void spoil() {
        spoiled = true;
    }

    /** The next token is not known any more. */
    public synchronized void forgetToken() {
        forgetful = true;
    }

    /** So many requests are asked to come again. */
    public synchronized void beBusy(int requests) {
        busy = requests;
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = "";
            int status = 200;
            if (!login.isEmpty() && !login.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                status = 401;
            } else if (busy > 0) {
                busy--;
                status = 503;
                exchange.getResponseHeaders().add("Retry-After", "0");
            } else {
                body = "<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\"><responseDate>" + clock
                        + "</responseDate>" + answer(arguments(exchange.getRequestURI())) + "</OAI-PMH>";
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/xml; charset=utf-8");
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static Map<String, String> arguments(URI request) {
        Map<String, String> arguments = new LinkedHashMap<>();
        for (String argument : request.getRawQuery().split("&")) {
            String[] parts = argument.split("=", 2);
            arguments.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return arguments;
    }

    private String answer(Map<String, String> arguments) {
        return switch (arguments.get("verb")) {
            case "Identify" ->
                "<Identify><protocolVersion>2.0</protocolVersion><deletedRecord>persistent</deletedRecord>"
                        + "<granularity>YYYY-MM-DDThh:mm:ssZ</granularity></Identify>";
            case "ListSets" ->
                "<ListSets>"
                        + sets.stream()
                                .map(set -> "<set><setSpec>" + set + "</setSpec><setName>" + set + "</setName></set>")
                                .reduce("", String::concat)
                        + "</ListSets>";
            case "ListRecords" -> list(arguments);
            case "GetRecord" -> fullText(entries.get(arguments.get("identifier")));
            default -> "<error code=\"badVerb\"/>";
        };
    }

    private String list(Map<String, String> arguments) {
        String token = arguments.getOrDefault("resumptionToken", "0||||");
        if (spoiled || (forgetful && arguments.containsKey("resumptionToken"))) {
            forgetful = false;
            return "<error code=\"badResumptionToken\">unknown</error>";
        }
        String[] parts = token.split("\\|", -1);
        String set = arguments.getOrDefault("set", parts[1]);
        String from = arguments.getOrDefault("from", parts[2]);
        String until = arguments.getOrDefault("until", parts[3]);
        int first = Integer.parseInt(parts[0]);
        List<Entry> found = entries.values().stream()
                .filter(entry -> set.isEmpty()
                        || entry.sets().stream().anyMatch(spec -> spec.equals(set) || spec.startsWith(set + ":")))
                .filter(entry -> entry.changed().toString().compareTo(from) >= 0)
                .filter(entry -> until.isEmpty()
                        || entry.changed().toString().substring(0, 10).compareTo(until) <= 0)
                .toList();
        if (found.isEmpty()) {
            return "<error code=\"noRecordsMatch\"/>";
        }
        List<String> records = new ArrayList<>();
        int last = Math.min(first + PAGE, found.size());
        found.subList(first, last).forEach(entry -> records.add(record(entry)));
        String more = last < found.size() ? "%d|%s|%s|%s|".formatted(last, set, from, until) : "";
        return "<ListRecords>" + String.join("", records) + "<resumptionToken>" + more
                + "</resumptionToken></ListRecords>";
    }

    private static String record(Entry entry) {
        String specs = entry.sets().stream()
                .map(spec -> "<setSpec>" + spec + "</setSpec>")
                .reduce("", String::concat);
        String header = "<header%s><identifier>%s</identifier><datestamp>%s</datestamp>%s</header>"
                .formatted(entry.deleted() ? " status=\"deleted\"" : "", entry.id(), entry.changed(), specs);
        String metadata = entry.deleted()
                ? ""
                : "<metadata><oai_dc:dc xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\""
                        + " xmlns:dc=\"http://purl.org/dc/elements/1.1/\">" + entry.text()
                        + "</oai_dc:dc></metadata>";
        return "<record>" + header + metadata + "</record>";
    }

    /** Every record has a full text, but for those whose id ends with 0. */
    private static String fullText(Entry entry) {
        return entry.id().endsWith("0")
                ? "<error code=\"cannotDisseminateFormat\"/>"
                : "<GetRecord><record><metadata><article><p>The whole\n text of</p> <p>" + entry.id()
                        + ".</p></article></metadata></record></GetRecord>";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
