package dev.leat.app.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What can be set about the connection to the cluster. */
enum Setting {
    URL,
    API_KEY,
    API_KEY_FILE,
    USERNAME,
    PASSWORD,
    PASSWORD_FILE,
    CA,
    CA_FINGERPRINT,
    CLIENT_CERTIFICATE,
    CLIENT_KEY,
    REQUEST_TIMEOUT;

    /** The key in the section {@code elasticsearch} of a file. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The environment variable. */
    String variable() {
        return this == URL ? "LEAT_ELASTICSEARCH_URL" : "LEAT_" + name();
    }

    /** The setting of that key, unless it is a secret: those do not stand in files. */
    static Optional<Setting> find(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting != API_KEY && setting != PASSWORD)
                .filter(setting -> setting.key().equals(key))
                .findFirst();
    }

    /** The keys that a file may have. */
    static List<String> fileKeys() {
        return Arrays.stream(values())
                .map(Setting::key)
                .filter(key -> find(key).isPresent())
                .toList();
    }
}
