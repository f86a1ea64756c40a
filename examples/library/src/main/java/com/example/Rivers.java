package com.example;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.leat.elastic.Credentials;
import dev.leat.elastic.bulk.BulkOperation;
import dev.leat.elastic.bulk.BulkReport;
import dev.leat.elastic.bulk.BulkSettings;
import dev.leat.elastic.bulk.BulkWriter;
import dev.leat.elastic.cluster.Cluster;
import dev.leat.elastic.cluster.Indices;
import dev.leat.elastic.scan.IndexScan;
import dev.leat.elastic.scan.ScanRequest;

/** Writes a thousand documents in bulk and reads them back. The one argument is the cluster's URL. */
public final class Rivers {

    private Rivers() {}

    public static void main(String[] arguments) {
        try (Cluster cluster = Cluster.connect(arguments[0], Credentials.none())) {
            Indices indices = new Indices(cluster);
            indices.createIfAbsent("rivers", "{\"mappings\":{\"properties\":{\"name\":{\"type\":\"keyword\"}}}}");

            BulkReport report;
            try (BulkWriter writer = BulkWriter.open(cluster, BulkSettings.standard(), (operation, outcome) -> outcome
                    .toDeadLetter(operation)
                    .ifPresent(letter -> System.err.println("not written: " + letter.id() + ": " + letter.reason())))) {
                for (int i = 0; i < 1_000; i++) {
                    byte[] source = ("{\"name\":\"River " + i + "\",\"length\":" + i + "}").getBytes(UTF_8);
                    writer.write(BulkOperation.index("rivers", "river-" + i, source));
                }
                report = writer.finish();
            }
            indices.refresh("rivers");

            try (IndexScan scan = IndexScan.open(cluster, ScanRequest.of("rivers"));
                    var documents = scan.stream()) {
                System.out.println(report.succeeded() + " written, " + documents.count() + " read");
            }
        }
    }
}
