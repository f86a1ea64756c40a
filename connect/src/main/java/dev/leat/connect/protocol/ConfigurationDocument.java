package dev.leat.connect.protocol;

import dev.leat.connect.Configuration;
import dev.leat.connect.ConfigurationField;
import dev.leat.connect.ConfigurationSchema;
import dev.leat.connect.SecretReferences;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a connector as its document has it: every setting with its description, for those who show forms,
 * and with its value. Immutable; entries and properties that we do not know are kept.
 *
 * @param entries by key; each an object, or in old documents just the value
 */
public record ConfigurationDocument(Map<String, @Nullable Object> entries) {

    private static final String MASK = "***";

    public ConfigurationDocument {
        entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /** The document that a source begins with: its schema and the values of the beginning. */
    public static ConfigurationDocument of(ConfigurationSchema schema) {
        Map<String, @Nullable Object> entries = new LinkedHashMap<>();
        for (ConfigurationField field : schema.fields()) {
            entries.put(field.key(), ConfigurationEntry.initial(schema, field));
        }
        return new ConfigurationDocument(entries);
    }

    /** Whether nobody has said yet which settings there are. */
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** The same with another value of a setting that it has. */
    public ConfigurationDocument withValue(String key, @Nullable Object value) {
        if (!entries.containsKey(key)) {
            throw new IllegalArgumentException("The configuration has no setting '" + key + "'");
        }
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(entries);
        changed.put(key, entries.get(key) instanceof Map<?, ?> entry ? with(entry, value) : value);
        return new ConfigurationDocument(changed);
    }

    /**
     * The document brought up to date: settings that it lacks with their values of the beginning, descriptions as the
     * source has them now, values and everything else as they are.
     *
     * @return empty when it is up to date
     */
    public Optional<ConfigurationDocument> prepared(ConfigurationSchema schema) {
        Map<String, @Nullable Object> prepared = new LinkedHashMap<>(entries);
        for (ConfigurationField field : schema.fields()) {
            Map<String, @Nullable Object> initial = ConfigurationEntry.initial(schema, field);
            Object present = entries.get(field.key());
            prepared.put(
                    field.key(),
                    present instanceof Map<?, ?> entry
                            ? refreshed(entry, initial)
                            : present == null ? initial : with(initial, present));
        }
        return WireValue.same(prepared, entries) ? Optional.empty() : Optional.of(new ConfigurationDocument(prepared));
    }

    /**
     * What the document means for a source. Checked is what the document says of its settings as well as what our schema
     * says; a setting that is not there has its default.
     *
     * @throws InvalidConfigurationException with everything that is wrong
     */
    public Configuration configure(ConfigurationSchema schema, SecretReferences references) {
        return new ConfigurationCheck(schema, entries).run(references);
    }

    /** The same to be shown: values that are secret are hidden, references to them are not. */
    public ConfigurationDocument masked() {
        Map<String, @Nullable Object> masked = new LinkedHashMap<>();
        entries.forEach((key, entry) -> {
            boolean hide = entry instanceof Map<?, ?> properties
                    && Boolean.TRUE.equals(properties.get("sensitive"))
                    && !WireValue.isEmpty(properties.get(ConfigurationEntry.VALUE))
                    && !SecretReferences.isReference(properties.get(ConfigurationEntry.VALUE));
            masked.put(key, hide ? with((Map<?, ?>) entry, MASK) : entry);
        });
        return new ConfigurationDocument(masked);
    }

    private static Map<String, @Nullable Object> refreshed(Map<?, ?> entry, Map<String, @Nullable Object> initial) {
        Map<String, @Nullable Object> refreshed = copy(entry);
        initial.forEach((property, value) -> {
            boolean isOld = !refreshed.containsKey(property) || !WireValue.same(refreshed.get(property), value);
            if (isOld && !(property.equals(ConfigurationEntry.VALUE) && refreshed.containsKey(property))) {
                refreshed.put(property, value);
            }
        });
        return refreshed;
    }

    private static Map<String, @Nullable Object> with(Map<?, ?> entry, @Nullable Object value) {
        Map<String, @Nullable Object> changed = copy(entry);
        changed.put(ConfigurationEntry.VALUE, value);
        return changed;
    }

    private static Map<String, @Nullable Object> copy(Map<?, ?> entry) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        entry.forEach((property, value) -> copy.put(String.valueOf(property), value));
        return copy;
    }
}
