package dev.leat.elastic.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.leat.elastic.ConfigException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Trust and identity against a TLS server of the JDK's, with certificates made for the test. */
@Timeout(120)
class TlsTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private static Path folder;

    private @Nullable HttpsServer server;

    @AfterEach
    void stopServer() {
        if (server != null) {
            server.stop(0);
        }
    }

    @Test
    void trustsTheCertificateOfTheGivenFile() throws Exception {
        start("server", false);

        assertThat(get(Tls.trusting(pem("server")))).isEqualTo(200);
    }

    @Test
    void trustsTheCertificateWithTheGivenFingerprintInAnySpelling() throws Exception {
        start("server", false);
        String hex = fingerprint("server");

        assertThat(get(Tls.trusting(hex))).isEqualTo(200);
        assertThat(get(Tls.trusting(hex.toUpperCase(Locale.ROOT).replaceAll("..(?!$)", "$0:"))))
                .isEqualTo(200);
    }

    @Test
    void refusesACertificateThatNobodyVouchesForAtOnce() throws Exception {
        start("server", false);
        keystore("other");

        for (Tls tls : new Tls[] {
            Tls.standard(), Tls.trusting(pem("other")), Tls.trusting("00".repeat(32)),
        }) {
            assertThatThrownBy(() -> get(tls))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("is not trusted")
                    .hasMessageContaining("give the CA's certificate or its fingerprint");
        }
    }

    @Test
    void identifiesItselfWithAClientCertificate() throws Exception {
        start("server", true);
        keystore("client");
        Path key = folder.resolve("client-key.pem");
        byte[] encoded = store("client").getKey("client", PASSWORD).getEncoded();
        Files.writeString(
                key,
                "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(encoded)
                        + "\n-----END PRIVATE KEY-----\n");

        assertThat(get(Tls.trusting(pem("server")).withClientCertificate(pem("client"), key)))
                .isEqualTo(200);
    }

    @Test
    void namesTheFileThatCannotBeUsed() throws Exception {
        Path garbage = Files.writeString(folder.resolve("garbage.pem"), "no certificate");

        assertThatThrownBy(() -> TlsContext.of(Tls.trusting(folder.resolve("absent.pem"))))
                .hasMessageContaining("ca: cannot read")
                .hasMessageContaining("absent.pem");
        assertThatThrownBy(() -> TlsContext.of(Tls.trusting(garbage))).hasMessageContaining("garbage.pem");
        assertThatThrownBy(() -> TlsContext.of(Tls.trusting("12:34"))).hasMessageContaining("64 hexadecimal digits");
        assertThatThrownBy(() -> TlsContext.of(Tls.trusting("zz"))).hasMessageContaining("is not hexadecimal");
        assertThatThrownBy(() -> TlsContext.of(Tls.standard().withClientCertificate(garbage, garbage)))
                .hasMessageContaining("garbage.pem");
    }

    private int get(Tls tls) {
        ClusterSettings settings = ClusterSettings.of("https://127.0.0.1:"
                        + Objects.requireNonNull(server).getAddress().getPort())
                .withTls(tls);
        try (Cluster cluster = Cluster.connect(settings)) {
            return cluster.perform(Request.read("GET", "/")).status();
        }
    }

    private void start(String name, boolean wantsClientCertificate) throws Exception {
        keystore(name);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(name), PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        if (wantsClientCertificate) {
            keystore("client");
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("client", store("client").getCertificate("client"));
            trust.init(trusted);
        }
        context.init(keys.getKeyManagers(), wantsClientCertificate ? trust.getTrustManagers() : null, null);
        HttpsServer started = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server = started;
        started.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters ssl = context.getDefaultSSLParameters();
                ssl.setNeedClientAuth(wantsClientCertificate);
                parameters.setSSLParameters(ssl);
            }
        });
        started.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("X-elastic-product", "Elasticsearch");
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("{}".getBytes(UTF_8));
            exchange.close();
        });
        started.start();
    }

    private static void keystore(String name) throws IOException, InterruptedException {
        if (Files.exists(folder.resolve(name + ".p12"))) {
            return;
        }
        keytool(
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=ip:127.0.0.1",
                "-ext",
                "bc:c",
                "-keystore",
                folder.resolve(name + ".p12").toString());
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                name,
                "-file",
                pem(name).toString(),
                "-keystore",
                folder.resolve(name + ".p12").toString());
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", new String(PASSWORD), "-storetype", "PKCS12"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private static KeyStore store(String name) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve(name + ".p12"))) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private static Path pem(String name) {
        return folder.resolve(name + ".pem");
    }

    private static String fingerprint(String name) throws Exception {
        byte[] bytes = Files.readString(pem(name), US_ASCII).getBytes(US_ASCII);
        byte[] der = CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(bytes))
                .getEncoded();
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der));
    }
}
