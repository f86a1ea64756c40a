package dev.leat.sources.mongodb;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import dev.leat.connect.DataSource;
import dev.leat.connect.DataSourceProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trust, against a server with a certificate made for the test. */
class MongoTlsIT {

    private static final char[] STORE_PASSWORD = "changeit".toCharArray();

    @TempDir
    private static Path folder;

    private static final MongoServer SERVER = new MongoServer(new MemoryBackend());
    private static final Map<String, String> PEM = new HashMap<>();

    @BeforeAll
    static void start() throws Exception {
        KeyStore store = keystore("server", "ip:127.0.0.1");
        X509Certificate certificate = (X509Certificate) store.getCertificate("server");
        SERVER.enableSsl((PrivateKey) store.getKey("server", STORE_PASSWORD), null, certificate);
        SERVER.bind();
        PEM.put("server", pem(certificate));
        PEM.put("other", pem((X509Certificate) keystore("other", "dns:other").getCertificate("other")));
    }

    @AfterAll
    static void stop() {
        SERVER.shutdownNow();
    }

    @Test
    void trustsTheAuthorityThatWasPastedAsOneLine() throws Exception {
        String oneLine = (PEM.get("other") + PEM.get("server")).replace("\n", " ");

        assertThatThrownBy(() -> ping(Map.of("ssl_enabled", "true", "ssl_ca", oneLine)))
                .hasMessageStartingWith("There is no ");
        assertThatThrownBy(() -> ping(Map.of("ssl_enabled", "true", "tls_insecure", "true")))
                .hasMessageStartingWith("There is no ");
    }

    @Test
    void refusesACertificateThatNobodyVouchesFor() {
        for (Map<String, String> settings : List.of(
                Map.of("ssl_enabled", "true"),
                Map.of("ssl_enabled", "true", "ssl_ca", PEM.getOrDefault("other", "")))) {
            assertThatThrownBy(() -> ping(settings))
                    .hasMessageStartingWith("Cannot reach MongoDB at mongodb://127.0.0.1")
                    .hasMessageContaining("unable to find valid certification path");
        }
    }

    @Test
    void doesNotTalkInTheClearToAServerThatWantsTls() {
        assertThatThrownBy(() -> ping(Map.of("ssl_enabled", "false")))
                .hasMessageStartingWith("Cannot reach MongoDB at mongodb://127.0.0.1");
    }

    private static void ping(Map<String, String> changes) throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of("database", "canal", "collection", "none"));
        settings.put("host", "127.0.0.1:" + SERVER.getLocalAddress().getPort() + "/?serverSelectionTimeoutMS=1000");
        settings.putAll(changes);
        DataSourceProvider provider = new MongoSourceProvider();
        try (DataSource source = provider.open(provider.configurationSchema().configure(settings))) {
            source.ping();
        }
    }

    private static KeyStore keystore(String name, String address) throws Exception {
        Path file = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=" + address,
                        "-validity",
                        "30",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(STORE_PASSWORD))
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IOException(output);
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, STORE_PASSWORD);
        }
        return store;
    }

    private static String pem(X509Certificate certificate) throws Exception {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }
}
