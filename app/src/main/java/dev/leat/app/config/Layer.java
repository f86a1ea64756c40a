package dev.leat.app.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;
import org.jspecify.annotations.Nullable;

/**
 * Settings of one origin: the options, the environment or the file.
 *
 * @param values setting to value; what is not set is absent
 * @param names setting to what the user knows it as, for messages
 */
record Layer(Map<Setting, String> values, Map<Setting, String> names) {

    /** What the options say. */
    static Layer of(GlobalOptions options) {
        Layer layer = new Layer(new LinkedHashMap<>(), new LinkedHashMap<>());
        layer.add(Setting.URL, "--elasticsearch", options.elasticsearch);
        layer.add(Setting.API_KEY_FILE, "--api-key-file", options.apiKeyFile);
        layer.add(Setting.USERNAME, "--username", options.username);
        layer.add(Setting.PASSWORD_FILE, "--password-file", options.passwordFile);
        layer.add(Setting.CA, "--ca", options.ca);
        return layer;
    }

    /** What the environment says; an empty variable says nothing. */
    static Layer of(Map<String, String> environment) {
        Layer layer = new Layer(new LinkedHashMap<>(), new LinkedHashMap<>());
        for (Setting setting : Setting.values()) {
            String variable = setting.variable();
            String value = environment.get(variable);
            layer.add(setting, variable, value == null || value.isBlank() ? null : value);
        }
        return layer;
    }

    /** What the section {@code elasticsearch} of a file says. */
    static Layer of(String file, Map<String, String> section) {
        Layer layer = new Layer(new LinkedHashMap<>(), new LinkedHashMap<>());
        for (Entry<String, String> entry : section.entrySet()) {
            Setting.find(entry.getKey())
                    .ifPresent(setting ->
                            layer.add(setting, file + ": elasticsearch." + entry.getKey(), entry.getValue()));
        }
        return layer;
    }

    private void add(Setting setting, String name, @Nullable String value) {
        if (value != null) {
            values.put(setting, value);
            names.put(setting, name);
        }
    }

    boolean has(Setting setting) {
        return values.containsKey(setting);
    }

    @Nullable
    String value(Setting setting) {
        return values.get(setting);
    }

    /** What the user calls the setting here. */
    String name(Setting setting) {
        return names.getOrDefault(setting, setting.key());
    }
}
