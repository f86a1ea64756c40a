package dev.leat.sources.s3;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A server that speaks S3's protocol, in this process, without any bucket at first. */
final class S3Fixture implements AutoCloseable {

    static final String KEY = "AKIALEATTEST";
    static final String SECRET = "0penSesame/+x";

    private final Set<String> locked;
    private final S3Proxy proxy;

    private S3Fixture(Set<String> locked, S3Proxy proxy) {
        this.locked = locked;
        this.proxy = proxy;
    }

    static S3Fixture start() {
        Set<String> locked = ConcurrentHashMap.newKeySet();
        try {
            S3Proxy proxy = S3Proxy.builder()
                    .endpoint(URI.create("http://127.0.0.1:0"))
                    .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, KEY, SECRET)
                    .blobStore(lockable(new TransientNio2BlobStore(), locked))
                    .build();
            proxy.start();
            return new S3Fixture(locked, proxy);
        } catch (Exception e) {
            throw new IllegalStateException("S3Proxy does not start", e);
        }
    }

    private static BlobStore lockable(BlobStore store, Set<String> locked) {
        return (BlobStore) Proxy.newProxyInstance(
                S3Fixture.class.getClassLoader(),
                new Class<?>[] {BlobStore.class},
                (self, method, arguments) -> call(store, locked, method, arguments));
    }

    private static @Nullable Object call(
            BlobStore store, Set<String> locked, Method method, Object @Nullable [] arguments) throws Throwable {
        if (arguments != null
                && arguments.length == 1
                && arguments[0] instanceof ListObjectsV2Request request
                && locked.contains(request.bucket())) {
            throw S3Exception.builder()
                    .statusCode(403)
                    .awsErrorDetails(AwsErrorDetails.builder()
                            .errorCode("AccessDenied")
                            .errorMessage("Forbidden")
                            .build())
                    .build();
        }
        try {
            return method.invoke(store, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    int port() {
        return proxy.getPort();
    }

    /** The settings of the source for it, without buckets. */
    Map<String, String> settings() {
        return Map.of(
                "aws_access_key_id",
                KEY,
                "aws_secret_access_key",
                SECRET,
                "endpoint",
                "http://127.0.0.1:" + port(),
                "path_style",
                "true",
                "max_attempts",
                "2");
    }

    S3Client client() {
        return S3Client.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + port()))
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, SECRET)))
                .build();
    }

    /** From now on, nobody may list the bucket. */
    void lock(String bucket) {
        locked.add(bucket);
    }

    void unlock(String bucket) {
        locked.remove(bucket);
    }

    @Override
    public void close() {
        try {
            proxy.stop();
        } catch (Exception e) {
            throw new IllegalStateException("S3Proxy does not stop", e);
        }
    }
}
