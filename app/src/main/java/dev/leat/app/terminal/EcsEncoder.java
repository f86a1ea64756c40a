package dev.leat.app.terminal;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.leat.elastic.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes a log event as one JSON object in a line, with the fields of the Elastic Common Schema. What a line is about
 * stands in {@code labels}: {@code connector_id}, {@code sync_job_id}, {@code index_name}, {@code service_type}.
 */
final class EcsEncoder extends EncoderBase<ILoggingEvent> {

    /** What the service calls its keys, and what those who read Elastic's logs look for. */
    private static final Map<String, String> LABELS = Map.of("job_id", "sync_job_id");

    private static final byte[] NOTHING = new byte[0];

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("@timestamp", event.getInstant().toString());
        fields.put("log.level", event.getLevel().toString().toLowerCase(java.util.Locale.ROOT));
        fields.put("message", event.getFormattedMessage());
        fields.put("ecs.version", "8.11.0");
        fields.put("service.name", "elastic-ingest");
        fields.put("log.logger", event.getLoggerName());
        fields.put("process.thread.name", event.getThreadName());
        Map<String, String> labels = new LinkedHashMap<>();
        event.getMDCPropertyMap().forEach((key, value) -> labels.put(LABELS.getOrDefault(key, key), value));
        if (!labels.isEmpty()) {
            fields.put("labels", labels);
        }
        IThrowableProxy error = event.getThrowableProxy();
        if (error != null) {
            fields.put("error.type", error.getClassName());
            fields.put("error.message", String.valueOf(error.getMessage()));
            fields.put("error.stack_trace", ThrowableProxyUtil.asString(error));
        }
        return (Json.MAPPER.writeValueAsString(fields) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}
