package dev.leat.connect;

import dev.leat.elastic.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The checked settings of one source: made by {@link ConfigurationSchema#configure}, with defaults filled in.
 * Immutable. Asking for a key that the schema does not know, or with the wrong type, is a mistake in the source and
 * throws {@link IllegalArgumentException}.
 */
public final class Configuration {

    private final ConfigurationSchema schema;
    private final Map<String, Object> values;
    private final @Nullable Long fileLimit;

    Configuration(ConfigurationSchema schema, Map<String, Object> values) {
        this(schema, values, null);
    }

    private Configuration(ConfigurationSchema schema, Map<String, Object> values, @Nullable Long fileLimit) {
        this.schema = schema;
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        this.fileLimit = fileLimit;
    }

    /**
     * The same settings, for a source that is to leave out the content of larger files.
     *
     * @param bytes null for a limit of the source's own
     */
    public Configuration withFileLimit(@Nullable Long bytes) {
        return new Configuration(schema, values, bytes);
    }

    /**
     * The largest file, in bytes, of which whoever runs the source wants the content; larger ones are mirrored without it.
     * Empty when nobody said: then the source decides.
     */
    public OptionalLong findFileLimit() {
        return fileLimit == null ? OptionalLong.empty() : OptionalLong.of(fileLimit);
    }

    /** The text of a setting that is required or has a default. */
    public String string(String key) {
        return present(key, findString(key));
    }

    /** The text of a setting, if there is one. */
    public Optional<String> findString(String key) {
        return Optional.ofNullable((String) value(key, FieldType.STRING));
    }

    /** The number of a setting that is required or has a default. */
    public long integer(String key) {
        return present(key, findInteger(key));
    }

    /** The number of a setting, if there is one. */
    public Optional<Long> findInteger(String key) {
        return Optional.ofNullable((Long) value(key, FieldType.INTEGER));
    }

    /** Whether a setting is on; one without value is off. */
    public boolean isOn(String key) {
        return Boolean.TRUE.equals(value(key, FieldType.BOOLEAN));
    }

    /** The elements of a setting; none when it is not given. */
    @SuppressWarnings("unchecked") // ConfigurationSchema makes lists of texts only.
    public List<String> list(String key) {
        Object value = value(key, FieldType.LIST);
        return value == null ? List.of() : (List<String>) value;
    }

    /** The secret of a setting that is required or has a default. */
    public Secret secret(String key) {
        return present(key, findSecret(key));
    }

    /** The secret of a setting, if there is one. */
    public Optional<Secret> findSecret(String key) {
        return Optional.ofNullable((Secret) value(key, FieldType.SECRET));
    }

    /**
     * A name for these settings that is the same whenever they are: what tells whether an unfinished run may be
     * continued. Secrets have no part in it, so a changed password does not make another source.
     */
    public String fingerprint() {
        StringBuilder text = new StringBuilder();
        for (ConfigurationField field : schema.fields()) {
            Object value = values.get(field.key());
            if (value != null && field.type() != FieldType.SECRET) {
                String written = value.toString();
                text.append(field.key())
                        .append(' ')
                        .append(written.length())
                        .append(' ')
                        .append(written)
                        .append('\n');
            }
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** A text without the secrets among these settings, for messages of code that may quote what it was given. */
    public String redacted(String text) {
        String redacted = text;
        for (Object value : values.values()) {
            // A single character would take the text apart and is no secret.
            if (value instanceof Secret secret && secret.reveal().length() > 1) {
                redacted = redacted.replace(secret.reveal(), "***");
            }
        }
        return redacted;
    }

    /** The settings as {@code key=value}, secrets as {@code ***}. */
    @Override
    public String toString() {
        return values.toString();
    }

    private @Nullable Object value(String key, FieldType type) {
        ConfigurationField field = schema.find(key)
                .orElseThrow(() -> new IllegalArgumentException("The schema has no setting '" + key + "'"));
        if (field.type() != type) {
            throw new IllegalArgumentException(
                    "The setting '%s' is of type %s, not %s".formatted(key, field.type(), type));
        }
        return values.get(key);
    }

    private static <T> T present(String key, Optional<T> value) {
        return value.orElseThrow(() -> new NoSuchElementException(
                "The setting '%s' has no value: make it required, give it a default, or ask with find".formatted(key)));
    }
}
