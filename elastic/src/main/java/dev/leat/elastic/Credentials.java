package dev.leat.elastic;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** How Leat identifies itself to a cluster. */
public sealed interface Credentials {

    /** No security on the cluster. */
    record None() implements Credentials {}

    /** A user with a password. */
    record Basic(String user, Secret password) implements Credentials {}

    /** An API key in its encoded form, as Elasticsearch returns it in the field {@code encoded}. */
    record ApiKey(Secret encoded) implements Credentials {}

    /** A token of the OAuth2 token service or a service account. */
    record Bearer(Secret token) implements Credentials {}

    static Credentials none() {
        return new None();
    }

    static Credentials basic(String user, String password) {
        return new Basic(user, new Secret(password));
    }

    static Credentials apiKey(String encoded) {
        return new ApiKey(new Secret(encoded));
    }

    static Credentials bearer(String token) {
        return new Bearer(new Secret(token));
    }

    /** The value of the {@code Authorization} header, if one is to be sent. It holds the secret in the clear. */
    default Optional<String> authorization() {
        return switch (this) {
            case None none -> Optional.empty();
            case Basic basic -> {
                byte[] pair = (basic.user() + ":" + basic.password().reveal()).getBytes(StandardCharsets.UTF_8);
                yield Optional.of("Basic " + Base64.getEncoder().encodeToString(pair));
            }
            case ApiKey key -> Optional.of("ApiKey " + key.encoded().reveal());
            case Bearer bearer -> Optional.of("Bearer " + bearer.token().reveal());
        };
    }
}
