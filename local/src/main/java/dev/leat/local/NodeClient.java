package dev.leat.local;

import dev.leat.local.LocalException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The few HTTP calls that a start needs. */
final class NodeClient implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final HttpClient client;
    private final URI url;

    private NodeClient(HttpClient client, URI url) {
        this.client = client;
        this.url = url;
    }

    /** A client of a node; {@code caCertificate} is needed for HTTPS only. */
    static NodeClient open(URI url, @Nullable Path caCertificate) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .proxy(HttpClient.Builder.NO_PROXY);
        if (caCertificate != null) {
            builder.sslContext(trusting(caCertificate));
        }
        return new NodeClient(builder.build(), url);
    }

    /** A context that trusts nobody but that authority. */
    static SSLContext trusting(Path caCertificate) {
        try (InputStream stream = Files.newInputStream(caCertificate)) {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(stream));
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw LocalException.file("Cannot read " + caCertificate, e);
        } catch (GeneralSecurityException e) {
            throw new LocalException(
                    Reason.FILE_FAILED, "Cannot use the certificate " + caCertificate + ": " + e.getMessage(), e);
        }
    }

    /**
     * Sends one request; {@code authorization} is the value of that header.
     *
     * @throws IOException if no answer came
     */
    HttpResponse<String> send(String method, String path, @Nullable String body, @Nullable String authorization)
            throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url.resolve(path))
                .timeout(TIMEOUT)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw LocalException.interrupted("waiting for an answer of " + url, e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
