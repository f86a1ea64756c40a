package dev.leat.app.file;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash that names and checks content. */
public final class Sha256 {

    private Sha256() {}

    /** A fresh digest. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
