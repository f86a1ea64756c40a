package dev.leat.sources.s3;

import dev.leat.sources.journey.Entry;
import dev.leat.sources.journey.ServiceJourney;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

class S3JourneyIT extends ServiceJourney {

    private final S3Fixture server = S3Fixture.start();
    private final S3Client client = server.client();

    @Override
    protected void close() {
        client.close();
        server.close();
    }

    @Override
    protected String serviceType() {
        return "s3";
    }

    @Override
    protected List<String> scopes() {
        return List.of("bucket-a", "bucket-b");
    }

    @Override
    protected Map<String, String> open(Path directory) {
        scopes().forEach(bucket -> client.createBucket(request -> request.bucket(bucket)));
        Map<String, String> settings = new LinkedHashMap<>(server.settings());
        settings.put("buckets", "bucket-a,bucket-b");
        settings.put("page_size", "50");
        return settings;
    }

    private static String key(Entry entry) {
        return "level %d/ü+%07d%s".formatted(entry.level(), entry.number(), entry.isText() ? ".txt" : "");
    }

    @Override
    protected void write(Collection<Entry> written) {
        for (Entry entry : written) {
            client.putObject(
                    request -> request.bucket(entry.scope()).key(key(entry)), RequestBody.fromString(entry.note()));
        }
    }

    @Override
    protected void remove(Collection<Entry> removed) {
        for (Entry entry : removed) {
            client.deleteObject(request -> request.bucket(entry.scope()).key(key(entry)));
        }
    }

    @Override
    protected Map<String, Map<String, Object>> documents(Collection<Entry> all) throws Exception {
        Map<String, S3Object> listed = new TreeMap<>();
        for (String bucket : scopes()) {
            client.listObjectsV2Paginator(request -> request.bucket(bucket).fetchOwner(true))
                    .contents()
                    .forEach(object -> listed.put(bucket + "/" + object.key(), object));
        }
        Map<String, Map<String, Object>> documents = new TreeMap<>();
        for (Entry entry : all) {
            String place = entry.scope() + "/" + key(entry);
            S3Object object = Objects.requireNonNull(listed.get(place));
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put(
                    "_timestamp",
                    object.lastModified()
                            .truncatedTo(ChronoUnit.SECONDS)
                            .toString()
                            .replace("Z", "+00:00"));
            fields.put("filename", key(entry));
            fields.put("size_in_bytes", entry.note().getBytes(StandardCharsets.UTF_8).length);
            fields.put("bucket", entry.scope());
            fields.put("owner", Objects.requireNonNull(object.owner()).displayName());
            fields.put("storage_class", object.storageClassAsString());
            if (entry.isText()) {
                fields.put("body", entry.note());
                fields.put("content_type", "text/plain; charset=UTF-8");
            }
            byte[] md5 = MessageDigest.getInstance("MD5").digest(place.getBytes(StandardCharsets.UTF_8));
            documents.put(HexFormat.of().formatHex(md5), fields);
        }
        return documents;
    }

    @Override
    protected List<Exclusion> exclusions() {
        return List.of(
                new Exclusion("filename", "regex", "level [5-9]/"), new Exclusion("bucket", "equals", "bucket-b"));
    }

    @Override
    protected boolean isAdmitted(Entry entry) {
        return entry.level() < 5 && entry.scope().equals("bucket-a");
    }

    @Override
    protected Optional<AdvancedRules> advancedRules() {
        return Optional.of(new AdvancedRules(
                "[{\"bucket\":\"bucket-a\",\"prefix\":\"level 4/\"},{\"bucket\":\"bucket-b\"}]",
                "[{\"bucket\":\"nowhere\"}]",
                "There is no bucket nowhere"));
    }

    @Override
    protected Map<String, Map<String, Object>> documentsByRule(Collection<Entry> all) throws Exception {
        return documents(all.stream()
                .filter(entry -> entry.level() == 4 || entry.scope().equals("bucket-b"))
                .toList());
    }

    @Override
    protected void spoil() {
        server.lock("bucket-b");
    }

    @Override
    protected void mend() {
        server.unlock("bucket-b");
    }

    @Override
    protected boolean isIncremental() {
        return false;
    }

    @Override
    protected int documentsInFull() {
        return 3_000;
    }
}
