package dev.leat.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * Files below a directory that appear under their names only when they are whole and their checksums are right, so that
 * what is there is never fetched again. Thread-safe, as long as no two threads write one file.
 */
record VerifiedFiles(Path directory) {
    static final String PLAIN = "rw-r--r--";
    static final String EXECUTABLE = "rwxr-xr-x";

    /** Writes the bytes of a file and gives the SHA-256 of what it wrote. */
    @FunctionalInterface
    interface Content {
        String writeTo(OutputStream out) throws IOException;
    }

    /** Whether the file is there, whole and right. */
    boolean has(String path, long size, String sha256) throws IOException {
        Path file = directory.resolve(path);
        if (!Files.isRegularFile(file) || Files.size(file) != size) {
            return false;
        }
        MessageDigest digest = sha256();
        byte[] buffer = new byte[1 << 16];
        try (InputStream stream = Files.newInputStream(file)) {
            for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return HexFormat.of().formatHex(digest.digest()).equals(sha256);
    }

    /** Puts a file in its place when its content turns out right. */
    void put(String path, String sha256, String permissions, Content content) throws IOException {
        Path target = directory.resolve(path);
        Path partial = target.resolveSibling(target.getFileName() + ".part");
        makeFolders(Objects.requireNonNullElse(target.getParent(), directory));
        boolean complete = false;
        try {
            try (OutputStream out = new DiskStream(partial)) {
                String actual = content.writeTo(out);
                if (!actual.equals(sha256)) {
                    throw new CorruptFileException(path, "its SHA-256 is " + actual + ", not " + sha256);
                }
            }
            place(partial, target, permissions);
            complete = true;
        } finally {
            if (!complete) {
                Files.deleteIfExists(partial);
            }
        }
    }

    private void makeFolders(Path folder) throws DiskException {
        try {
            Files.createDirectories(folder);
            // Whatever the umask: the node may run as another user than the one that fetched.
            for (Path path = folder; path != null && path.startsWith(directory); path = path.getParent()) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        } catch (IOException e) {
            throw new DiskException(e);
        }
    }

    private static void place(Path partial, Path target, String permissions) throws DiskException {
        try {
            Files.setPosixFilePermissions(partial, PosixFilePermissions.fromString(permissions));
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new DiskException(e);
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** A file that is being written; its failures are told apart from those of the network. */
    private static final class DiskStream extends OutputStream {
        private final OutputStream file;

        DiskStream(Path path) throws DiskException {
            try {
                file = Files.newOutputStream(path);
            } catch (IOException e) {
                throw new DiskException(e);
            }
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                file.write(bytes, offset, length);
            } catch (IOException e) {
                throw new DiskException(e);
            }
        }

        @Override
        public void close() throws IOException {
            try {
                file.close();
            } catch (IOException e) {
                throw new DiskException(e);
            }
        }
    }
}
