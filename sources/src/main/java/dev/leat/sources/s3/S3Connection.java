package dev.leat.sources.s3;

import dev.leat.connect.Configuration;
import dev.leat.connect.SourceException;
import dev.leat.sources.failure.Reason;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The connection to a service that speaks S3, made on first use. Thread-safe. What it throws never names the secret. */
final class S3Connection implements AutoCloseable {

    /** Several buckets are listed and several objects read at the same time. */
    private static final int CONNECTIONS = 50;

    private final Configuration settings;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable S3Client client;
    private boolean closed;

    private S3Connection(Configuration settings) {
        this.settings = settings;
    }

    static S3Connection of(Configuration configuration) {
        return new S3Connection(configuration);
    }

    /**
     * Asks the service.
     *
     * @param what what is asked for, for the error: {@code the bucket logs}
     * @throws InterruptedException when the thread was interrupted meanwhile
     */
    <T> T call(String what, Request<T> request) throws InterruptedException {
        try {
            return request.send(client());
        } catch (SdkException e) {
            throw explained(what, e);
        }
    }

    /** The client itself, for streams; what it throws goes through {@link #explained}. */
    S3Client client() {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("The source was closed");
            }
            if (client == null) {
                client = connect();
            }
            return client;
        } finally {
            lock.unlock();
        }
    }

    /** @throws InterruptedException when that is what it was */
    SourceException explained(String what, SdkException e) throws InterruptedException {
        if (e instanceof AbortedException || Thread.currentThread().isInterrupted()) {
            Thread.interrupted();
            throw new InterruptedException("Asking for " + what + " was interrupted");
        }
        return new SourceException(text(what, e), e);
    }

    @Override
    public void close() {
        S3Client open;
        lock.lock();
        try {
            open = client;
            client = null;
            closed = true;
        } finally {
            lock.unlock();
        }
        if (open != null) {
            open.close();
        }
    }

    @Override
    public String toString() {
        return "S3Connection[" + address() + "]";
    }

    private S3Client connect() {
        S3ClientBuilder builder = S3Client.builder()
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        settings.string("aws_access_key_id"),
                        settings.secret("aws_secret_access_key").reveal())))
                .region(Region.of(settings.string("region").toLowerCase(Locale.ROOT)))
                .forcePathStyle(settings.isOn("path_style"))
                // Older services know no checksums.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(Apache5HttpClient.builder()
                        .maxConnections(CONNECTIONS)
                        .connectionTimeout(seconds("connect_timeout"))
                        .socketTimeout(seconds("read_timeout")))
                .overrideConfiguration(override -> override
                        // What the machine's own configuration says is no setting of this source.
                        .defaultProfileFile(ProfileFile.aggregator().build())
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts((int) settings.integer("max_attempts"))
                                .build()));
        settings.findString("endpoint")
                .ifPresentOrElse(
                        endpoint -> builder.endpointOverride(URI.create(endpoint)),
                        () -> builder.crossRegionAccessEnabled(true));
        return builder.build();
    }

    private Duration seconds(String key) {
        return Duration.ofSeconds(settings.integer(key));
    }

    private String address() {
        return settings.findString("endpoint").orElse("Amazon S3 in " + settings.string("region"));
    }

    /** What went wrong, in one line for people. */
    String text(String what, SdkException e) {
        return Reason.oneLine(reason(what, e));
    }

    private String reason(String what, SdkException e) {
        if (!(e instanceof S3Exception service)) {
            return "Cannot reach %s for %s: %s".formatted(address(), what, Reason.root(e));
        }
        AwsErrorDetails details = service.awsErrorDetails();
        String code = details == null || details.errorCode() == null ? "" : details.errorCode();
        String message = details == null || details.errorMessage() == null ? "" : details.errorMessage();
        return switch (code) {
            case "InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "ExpiredToken" ->
                "%s refuses the login of the access key %s (%s); check aws_access_key_id and aws_secret_access_key"
                        .formatted(address(), settings.string("aws_access_key_id"), code);
            case "AccessDenied" ->
                "%s does not let the access key %s read %s; it needs s3:ListBucket, s3:GetObject and, for *,"
                                .formatted(address(), settings.string("aws_access_key_id"), what)
                        + " s3:ListAllMyBuckets";
            case "NoSuchBucket" -> "There is no %s at %s".formatted(what.replaceFirst("^the ", ""), address());
            default ->
                "%s does not give %s: %s (%s, status %d)"
                        .formatted(
                                address(), what, message.isEmpty() ? "no reason" : message, code, service.statusCode());
        };
    }

    /** One request; the client may be used for nothing else. */
    @FunctionalInterface
    interface Request<T> {
        T send(S3Client client);
    }
}
