package dev.leat.app.config;

import dev.leat.app.file.FileTrouble;
import dev.leat.elastic.ConfigException;
import dev.leat.elastic.Credentials;
import dev.leat.elastic.Problem;
import dev.leat.elastic.Secret;
import dev.leat.elastic.cluster.ClusterSettings;
import dev.leat.elastic.cluster.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts together where the cluster is and who asks: each setting comes from the first of options, environment, file and
 * local node that has it. Not thread-safe; made for one resolution.
 */
public final class ConnectionSettings {

    private final List<Layer> layers = new ArrayList<>();
    private final Supplier<Optional<LocalNode>> local;
    private final Function<String, Secret> prompt;
    private final List<Problem> problems = new ArrayList<>();

    /**
     * @param file the configuration file, if there is one
     * @param local finds the node on this machine; asked only when no URL is set, or a secured URL without credentials
     * @param prompt asks the person for a secret, given what to ask for
     */
    public ConnectionSettings(
            GlobalOptions options,
            Map<String, String> environment,
            Optional<Path> file,
            Supplier<Optional<LocalNode>> local,
            Function<String, Secret> prompt) {
        layers.add(Layer.of(options));
        layers.add(Layer.of(environment));
        file.map(ConfigFile::read).ifPresent(layers::add);
        this.local = local;
        this.prompt = prompt;
    }

    /** The same with what else is known, which all others win over. */
    public ConnectionSettings orElse(String file, Map<String, String> section) {
        layers.add(Layer.of(file, section));
        return this;
    }

    /** The file to read: the one that is named, else {@code conf/leat.yml} of the installation if there is one. */
    public static Optional<Path> file(
            GlobalOptions options, Map<String, String> environment, @Nullable String installation) {
        if (options.config != null) {
            return Optional.of(options.config);
        }
        String named = environment.get("LEAT_CONFIG");
        if (named != null && !named.isBlank()) {
            return Optional.of(Path.of(named));
        }
        return Optional.ofNullable(installation)
                .map(home -> Path.of(home, "conf", "leat.yml"))
                .filter(Files::isReadable);
    }

    /**
     * Where to connect to, and whether that is the local node because nothing else was said.
     *
     * @param isLocalByDefault true when no URL was set anywhere
     */
    public record Resolved(ClusterSettings settings, boolean isLocalByDefault) {}

    /**
     * The settings.
     *
     * @throws ConfigException with all that is wrong or missing
     */
    public Resolved resolve() {
        Optional<String> url = find(Setting.URL).map(layer -> String.valueOf(layer.value(Setting.URL)));
        Optional<LocalNode> node = url.isEmpty() || url.get().startsWith("https:") ? local.get() : Optional.empty();
        if (url.isEmpty() && node.isEmpty()) {
            problem(
                    "elasticsearch",
                    "no cluster is named and no local one runs; give --elasticsearch URL, or start one with"
                            + " 'leat elasticsearch start'");
        }
        Optional<LocalNode> used = node.filter(
                found -> url.isEmpty() || url.get().replaceAll("/+$", "").equals(String.valueOf(found.url())));
        Credentials credentials = credentials(used.map(LocalNode::apiKey)
                .<Credentials>map(Credentials.ApiKey::new)
                .orElse(Credentials.none()));
        Tls tls = tls(used.map(LocalNode::ca).orElse(null));
        Optional<Duration> timeout = timeout();
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        ClusterSettings settings = ClusterSettings.of(
                        url.orElseGet(() -> String.valueOf(node.orElseThrow().url())))
                .withCredentials(credentials)
                .withTls(tls);
        return new Resolved(timeout.map(settings::withRequestTimeout).orElse(settings), url.isEmpty());
    }

    private Credentials credentials(Credentials otherwise) {
        for (Layer layer : layers) {
            boolean key = layer.has(Setting.API_KEY) || layer.has(Setting.API_KEY_FILE);
            boolean user = layer.has(Setting.USERNAME);
            if (key && user) {
                problem(
                        layer.name(Setting.USERNAME),
                        "a user and an API key are given; which one is meant? Leave one out");
                return otherwise;
            }
            if (key) {
                return secret(layer, Setting.API_KEY, Setting.API_KEY_FILE, "API key")
                        .<Credentials>map(Credentials.ApiKey::new)
                        .orElse(otherwise);
            }
            if (user) {
                return basic(String.valueOf(layer.value(Setting.USERNAME)), layer, otherwise);
            }
        }
        find(Setting.PASSWORD_FILE)
                .or(() -> find(Setting.PASSWORD))
                .ifPresent(layer -> problem(
                        layer.has(Setting.PASSWORD_FILE)
                                ? layer.name(Setting.PASSWORD_FILE)
                                : layer.name(Setting.PASSWORD),
                        "a password without a user; add --username"));
        return otherwise;
    }

    private Credentials basic(String user, Layer named, Credentials otherwise) {
        for (Layer layer : layers) {
            if (layer.has(Setting.PASSWORD) || layer.has(Setting.PASSWORD_FILE)) {
                return secret(layer, Setting.PASSWORD, Setting.PASSWORD_FILE, "Password of " + user)
                        .<Credentials>map(password -> new Credentials.Basic(user, password))
                        .orElse(otherwise);
            }
        }
        problem(
                named.name(Setting.USERNAME),
                "a user without a password; add --password-file FILE ('-' asks) or set LEAT_PASSWORD");
        return otherwise;
    }

    private Optional<Secret> secret(Layer layer, Setting plain, Setting file, String what) {
        if (layer.has(plain) && layer.has(file)) {
            problem(layer.name(file), "given together with " + layer.name(plain) + "; leave one out");
            return Optional.empty();
        }
        String value = layer.value(plain);
        return value != null
                ? Optional.of(new Secret(value.strip()))
                : readSecret(layer.name(file), String.valueOf(layer.value(file)), what);
    }

    private Optional<Secret> readSecret(String name, String file, String what) {
        if (file.equals("-")) {
            return Optional.of(prompt.apply(what));
        }
        try {
            String secret = Files.readString(Path.of(file)).strip();
            if (secret.isEmpty()) {
                problem(name, file + " is empty");
                return Optional.empty();
            }
            return Optional.of(new Secret(secret));
        } catch (IOException e) {
            problem(name, file + ": " + FileTrouble.reading(Path.of(file), e));
            return Optional.empty();
        }
    }

    private Tls tls(@Nullable Path ofLocalNode) {
        Path ca = readable(Setting.CA);
        String fingerprint = find(Setting.CA_FINGERPRINT)
                .map(layer -> layer.value(Setting.CA_FINGERPRINT))
                .orElse(null);
        Path certificate = readable(Setting.CLIENT_CERTIFICATE);
        Path key = readable(Setting.CLIENT_KEY);
        if (find(Setting.CLIENT_CERTIFICATE).isPresent()
                != find(Setting.CLIENT_KEY).isPresent()) {
            problem("client_certificate", "a client certificate and its key belong together; one is missing");
        }
        return new Tls(ca == null && fingerprint == null ? ofLocalNode : ca, fingerprint, certificate, key);
    }

    private @Nullable Path readable(Setting setting) {
        Layer layer = find(setting).orElse(null);
        if (layer == null) {
            return null;
        }
        Path path = Path.of(String.valueOf(layer.value(setting)));
        if (!Files.isReadable(path)) {
            problem(layer.name(setting), path + (Files.exists(path) ? " cannot be read" : " does not exist"));
        }
        return path;
    }

    private Optional<Duration> timeout() {
        Layer layer = find(Setting.REQUEST_TIMEOUT).orElse(null);
        if (layer == null) {
            return Optional.empty();
        }
        String text = String.valueOf(layer.value(Setting.REQUEST_TIMEOUT)).strip();
        if (!text.matches("[1-9][0-9]{0,6}(ms|s|m)")) {
            problem(layer.name(Setting.REQUEST_TIMEOUT), "'" + text + "' is no duration; write 90s or 2m");
            return Optional.empty();
        }
        return Optional.of(Duration.parse(
                text.endsWith("ms")
                        ? "PT" + Long.parseLong(text.replace("ms", "")) / 1000.0 + "S"
                        : "PT" + text.toUpperCase(java.util.Locale.ROOT)));
    }

    private Optional<Layer> find(Setting setting) {
        return layers.stream().filter(layer -> layer.has(setting)).findFirst();
    }

    private void problem(String key, String message) {
        problems.add(new Problem(key, message));
    }
}
